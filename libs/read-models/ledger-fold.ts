import { setImmediate as breathe } from 'node:timers/promises';
import { type StoredEvent, beginning } from '#event-store';
import { type Recorded, ledgerStream } from '#kernel';
import { type Checkpoint, stoppedAt } from './checkpoint.js';
import { Correcting, Corrections, refolded } from './corrections.js';
import { type AnyProjection, type Makings, routesOf, touch } from './fold.js';
import type { Ledger } from './ledger.js';

/** After so many events the event loop gets a turn: a server keeps answering while it folds. */
const eventsPerTurn = 2000;

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

/** One pass over the ledger. */
class LedgerFold {
  readonly rows: Map<string, Makings>;
  readonly stopped = new Map<string, Checkpoint>();
  events = 0;
  position = beginning;
  #going: readonly AnyProjection[];
  #routes: ReadonlyMap<string, readonly AnyProjection[]>;
  readonly #corrections: Corrections;

  constructor(
    private readonly ledger: Ledger,
    projections: readonly AnyProjection[],
  ) {
    this.rows = new Map(projections.map(({ name }) => [name, new Map() as Makings]));
    this.#going = projections;
    this.#routes = routesOf(projections);
    this.#corrections = new Corrections(ledger, 'all');
  }

  get going(): readonly AnyProjection[] {
    return this.#going;
  }

  /** Goes on past an event, as one that has been taken or concerns no book. */
  pass({ position }: Pick<Recorded, 'position'>): void {
    this.position = position;
    this.events++;
  }

  /** The line of a book that an event is; undefined where it is none, or cannot be read. */
  read(stored: StoredEvent): Recorded | undefined {
    if (stored.stream === ledgerStream) return void this.pass(stored);
    try {
      return this.ledger.catalogue.decode(stored);
    } catch (error) {
      // Nobody can know whom an unreadable event concerns: everybody stops before it.
      for (const projection of this.#going) this.stop(projection, stored, error);
      return undefined;
    }
  }

  take(event: Recorded): void {
    const projections = this.#routes.get(event.type);
    if (projections) for (const projection of projections) this.#touch(projection, event);
    this.pass(event);
  }

  async takeCorrection(event: Recorded): Promise<void> {
    const correcting = (await Correcting.of(this.ledger, this.#corrections, event))!;
    for (const projection of this.#going) {
      const moved = this.#attempt(projection, event, () => correcting.keysOf(projection));
      if (moved === undefined) continue;
      const refolds = await correcting.gather(this.rows.get(projection.name)!, moved);
      this.#attempt(projection, event, (rows) => {
        const put = refolded(projection, refolds);
        const keys = projection.handles.has(event.type) ? projection.keysOf(event) : [];
        touch(
          projection,
          rows,
          event,
          keys.filter((key) => !moved.has(key)),
        );
        put(rows);
      });
    }
    this.pass(event);
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

  #touch(projection: AnyProjection, event: Recorded): void {
    try {
      touch(projection, this.rows.get(projection.name)!, event, projection.keysOf(event));
    } catch (error) {
      this.stop(projection, event, error);
    }
  }

  #attempt<T>(projection: AnyProjection, event: Recorded, work: (rows: Makings) => T): T | undefined {
    try {
      return work(this.rows.get(projection.name)!);
    } catch (error) {
      this.stop(projection, event, error);
      return undefined;
    }
  }
}

/**
 * All rows of the projections as the ledger makes them, in memory. A projection that cannot take an event keeps the
 * rows from before it, and its checkpoint says so: the same that projecting event by event leaves.
 */
export const foldLedger = async (
  ledger: Ledger,
  projections: readonly AnyProjection[],
  { upTo, onProgress }: LedgerFoldOptions,
): Promise<FoldedLedger> => {
  const fold = new LedgerFold(ledger, projections);
  for await (const stored of ledger.store.readAll({ after: beginning })) {
    if (stored.position > upTo) break;
    const event = fold.read(stored);
    if (event && event.type === ledger.correction?.type) await fold.takeCorrection(event);
    else if (event) fold.take(event);
    if (fold.events % eventsPerTurn === 0) {
      onProgress?.(fold.events, fold.position);
      await breathe();
    }
    if (fold.going.length === 0) break;
  }
  const checkpoints = projections.map((each) => fold.checkpointOf(each));
  return { rows: fold.rows, checkpoints, events: fold.events };
};
