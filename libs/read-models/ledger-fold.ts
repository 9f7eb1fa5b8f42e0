import { setImmediate as breathe } from 'node:timers/promises';
import { type StoredEvent, beginning } from '#event-store';
import { type Recorded, programmeOf } from '#kernel';
import { type Checkpoint, stoppedAt } from './checkpoint.js';
import { Correcting, Corrections, refolded } from './corrections.js';
import { type AnyProjection, type Makings, routesOf, touch } from './fold.js';
import type { Ledger } from './ledger.js';
import { partitionOf } from './partitions.js';

/** After so many events the event loop gets a turn: a server keeps answering while it folds. */
const eventsPerTurn = 2000;

export interface FoldedLedger {
  readonly rows: Map<string, Makings>;
  readonly checkpoints: Checkpoint[];
  readonly events: number;
}

export interface LedgerFoldOptions {
  /** The last event to fold of each partition. */
  readonly upTo: readonly bigint[];
  readonly onProgress?: (events: number, position: bigint) => void;
}

/** One pass over what the ledger holds of one partition. */
class PartitionFold {
  readonly #stopped = new Map<string, Checkpoint>();
  position = beginning;
  #going: readonly AnyProjection[];
  #routes: ReadonlyMap<string, readonly AnyProjection[]>;
  readonly #corrections: Corrections;

  constructor(
    private readonly ledger: Ledger,
    private readonly partition: number,
    readonly upTo: bigint,
    projections: readonly AnyProjection[],
    readonly rows: FoldedLedger['rows'],
  ) {
    this.#going = projections;
    this.#routes = routesOf(projections);
    this.#corrections = new Corrections(ledger, 'all');
  }

  /** Whether it takes what comes at a position. */
  takes(position: bigint): boolean {
    return position <= this.upTo && this.#going.length > 0;
  }

  /** Takes a line of one of its books. */
  async fold(stored: StoredEvent): Promise<void> {
    const event = this.#read(stored);
    if (event === undefined) return;
    if (event.type === this.ledger.correction?.type) return this.#takeCorrection(event);
    const projections = this.#routes.get(event.type);
    if (projections) for (const projection of projections) this.#touch(projection, event);
  }

  /** Undefined where it cannot be read. */
  #read(stored: StoredEvent): Recorded | undefined {
    try {
      return this.ledger.catalogue.decode(stored);
    } catch (error) {
      // Nobody can know whom an unreadable event concerns: everybody stops before it.
      for (const projection of this.#going) this.#stop(projection, stored, error);
      return undefined;
    }
  }

  async #takeCorrection(event: Recorded): Promise<void> {
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
  }

  #stop(projection: AnyProjection, event: { position: bigint; type: string }, error: unknown): void {
    const { name: stopping } = projection;
    this.#stopped.set(stopping, { ...this.checkpointOf(projection), stopped: stoppedAt(event, error) });
    this.#going = this.#going.filter(({ name }) => name !== stopping);
    this.#routes = routesOf(this.#going);
  }

  checkpointOf(projection: AnyProjection): Checkpoint {
    const { partition, position } = this;
    return this.#stopped.get(projection.name) ?? { projection: projection.name, partition, position };
  }

  #touch(projection: AnyProjection, event: Recorded): void {
    try {
      touch(projection, this.rows.get(projection.name)!, event, projection.keysOf(event));
    } catch (error) {
      this.#stop(projection, event, error);
    }
  }

  #attempt<T>(projection: AnyProjection, event: Recorded, work: (rows: Makings) => T): T | undefined {
    try {
      return work(this.rows.get(projection.name)!);
    } catch (error) {
      this.#stop(projection, event, error);
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
  const rows = new Map(projections.map(({ name }) => [name, new Map() as Makings]));
  const folds = upTo.map((last, partition) => new PartitionFold(ledger, partition, last, projections, rows));
  let events = 0;
  for await (const stored of ledger.store.readAll({ after: beginning })) {
    const taking = folds.filter((fold) => fold.takes(stored.position));
    if (taking.length === 0) break;
    const programmeId = programmeOf(stored.stream);
    const own = programmeId === undefined ? undefined : folds[partitionOf(programmeId, folds.length)]!;
    if (own && taking.includes(own)) await own.fold(stored);
    for (const fold of taking) fold.position = stored.position;
    if (++events % eventsPerTurn === 0) {
      onProgress?.(events, stored.position);
      await breathe();
    }
  }
  const checkpoints = folds.flatMap((fold) => projections.map((each) => fold.checkpointOf(each)));
  return { rows, checkpoints, events };
};
