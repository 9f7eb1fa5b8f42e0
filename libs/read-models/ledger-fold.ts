import { setImmediate as breathe } from 'node:timers/promises';
import { type EventStore, beginning } from '#event-store';
import { type Catalogue, type Recorded, streamOf } from '#kernel';
import type { Checkpoint } from './checkpoint.js';
import {
  type AnyProjection,
  type CorrectedBook,
  type Correction,
  type Makings,
  correctedBook,
  foldBook,
  movedKeys,
  routesOf,
  touch,
} from './fold.js';

/** After so many events the event loop gets a turn: a server keeps answering while it folds. */
const eventsPerTurn = 2000;

export interface Ledger {
  readonly store: EventStore;
  readonly catalogue: Catalogue;
  readonly correction?: Correction | undefined;
}

export interface FoldedLedger {
  readonly rows: Map<string, Makings>;
  readonly checkpoints: Checkpoint[];
  readonly events: number;
}

export interface LedgerFoldOptions {
  /** The last event to fold. */
  readonly upTo: bigint;
  readonly onProgress?: (events: number, position: bigint) => void;
}

export const stoppedAt = (
  event: { readonly position: bigint; readonly type: string },
  error: unknown,
): NonNullable<Checkpoint['stopped']> => ({
  position: event.position,
  eventType: event.type,
  error: error instanceof Error ? error.message : String(error),
});

/** The lines of one book up to a position, in memory. @throws UnreadableEvent */
export const readBook = async (
  { store, catalogue }: Ledger,
  programmeId: string,
  upTo: bigint,
): Promise<Recorded[]> => {
  const lines: Recorded[] = [];
  for await (const stored of store.read(streamOf(programmeId))) {
    if (stored.position > upTo) break;
    lines.push(catalogue.decode(stored));
  }
  return lines;
};

/** One pass over the ledger. Corrections are noted, to be folded when it is over. */
class LedgerFold {
  readonly rows: Map<string, Makings>;
  readonly stopped = new Map<string, Checkpoint>();
  readonly corrections = new Map<string, Recorded[]>();
  events = 0;
  position = beginning;
  #going: readonly AnyProjection[];
  #routes: ReturnType<typeof routesOf>;

  constructor(
    projections: readonly AnyProjection[],
    private readonly correction: Correction | undefined,
  ) {
    this.rows = new Map(projections.map(({ name }) => [name, new Map() as Makings]));
    this.#going = projections;
    this.#routes = routesOf(projections);
  }

  get going(): readonly AnyProjection[] {
    return this.#going;
  }

  take(event: Recorded): void {
    for (const projection of this.#routes.get(event.type) ?? []) {
      try {
        touch(projection, this.rows.get(projection.name)!, event, projection.keysOf(event));
      } catch (error) {
        this.stop(projection, event, error);
      }
    }
    if (event.type === this.correction?.type) {
      const known = this.corrections.get(event.programmeId);
      if (known) known.push(event);
      else this.corrections.set(event.programmeId, [event]);
    }
    this.position = event.position;
    this.events++;
  }

  stop(projection: AnyProjection, event: { position: bigint; type: string }, error: unknown): void {
    const { name: stopping } = projection;
    this.stopped.set(stopping, { projection: stopping, position: this.position, stopped: stoppedAt(event, error) });
    this.#going = this.#going.filter(({ name }) => name !== stopping);
    this.#routes = routesOf(this.#going);
  }

  checkpointOf(projection: AnyProjection): Checkpoint {
    return this.stopped.get(projection.name) ?? { projection: projection.name, position: this.position };
  }
}

const pass = async (
  ledger: Ledger,
  projections: readonly AnyProjection[],
  { upTo, onProgress }: LedgerFoldOptions,
): Promise<LedgerFold> => {
  const fold = new LedgerFold(projections, ledger.correction);
  for await (const stored of ledger.store.readAll({ after: beginning })) {
    if (stored.position > upTo) break;
    let event: Recorded;
    try {
      event = ledger.catalogue.decode(stored);
    } catch (error) {
      // Nobody can know whom an unreadable event concerns: everybody stops before it.
      for (const projection of fold.going) fold.stop(projection, stored, error);
      break;
    }
    fold.take(event);
    if (fold.events % eventsPerTurn === 0) {
      onProgress?.(fold.events, fold.position);
      await breathe();
    }
    if (fold.going.length === 0) break;
  }
  return fold;
};

/** Folds what a book's corrections concern once more, as the projector does when it meets them. */
const refold = (projection: AnyProjection, rows: Makings, book: CorrectedBook): void => {
  const keys = new Set([...book.moves.values()].flatMap((move) => [...movedKeys(projection, move)]));
  if (keys.size === 0) return;
  const made = foldBook(projection, book, keys);
  for (const key of keys) {
    const row = made.get(key);
    if (row) rows.set(key, row);
    else rows.delete(key);
  }
};

/**
 * All rows of the projections as the ledger makes them, in memory. A projection that cannot take an event keeps the
 * rows from before it, and its checkpoint says so: the same that projecting event by event leaves.
 */
export const foldLedger = async (
  ledger: Ledger,
  projections: readonly AnyProjection[],
  options: LedgerFoldOptions,
): Promise<FoldedLedger> => {
  const fold = await pass(ledger, projections, options);
  const checkpoints = new Map(projections.map((each) => [each.name, fold.checkpointOf(each)]));
  for (const [programmeId, corrections] of fold.corrections) {
    const lines = await readBook(ledger, programmeId, fold.position);
    const book = correctedBook(lines, ledger.correction);
    for (const projection of projections) {
      const { position } = checkpoints.get(projection.name)!;
      try {
        const rows = fold.rows.get(projection.name)!;
        refold(projection, rows, position === fold.position ? book : upTo(lines, position, ledger.correction));
      } catch (error) {
        const stopped = await foldBefore(ledger, projection, corrections[0]!, error);
        fold.rows.set(projection.name, stopped.rows);
        checkpoints.set(projection.name, stopped.checkpoint);
      }
    }
  }
  return { rows: fold.rows, checkpoints: [...checkpoints.values()], events: fold.events };
};

const upTo = (lines: readonly Recorded[], position: bigint, correction: Correction | undefined): CorrectedBook =>
  correctedBook(
    lines.filter((line) => line.position <= position),
    correction,
  );

/**
 * For a projection that takes the events of a book one by one but not what they were corrected to. Stopping before the
 * book's first correction is early enough; the projector goes on from there to the one that it cannot take.
 */
const foldBefore = async (ledger: Ledger, projection: AnyProjection, correction: Recorded, error: unknown) => {
  const before = await foldLedger(ledger, [projection], { upTo: correction.position - 1n });
  const [checkpoint] = before.checkpoints;
  return {
    rows: before.rows.get(projection.name)!,
    checkpoint: { stopped: stoppedAt(correction, error), ...checkpoint! },
  };
};
