import type { Recorded } from '#kernel';
import { LRUCache } from 'lru-cache';
import { type Checkpoint, stoppedAt } from './checkpoint.js';
import { type Correcting, refolded } from './corrections.js';
import { type AnyProjection, type Making, type Makings, touch } from './fold.js';
import type { Generation } from './read-database.js';
import { type Before, type RowChange, RowStatements } from './rows.js';

/** Rows of one projection that are kept at hand, so that those which change often are not read and parsed each time. */
const hotRowsMax = 2000;

/** Events that are projected in one transaction: any number of ordinary ones, or one correction. */
export interface Run {
  readonly events: readonly Recorded[];
  /** Everything up to here is projected when the run is. */
  readonly position: bigint;
  readonly correcting?: Correcting | undefined;
}

/** What a run makes of a projection that takes some of its events. */
export interface Plan {
  readonly table: LiveTable;
  readonly changes: readonly RowChange[];
  /** Where it stands afterwards, when it could not take the whole run. */
  readonly stopped: Checkpoint | undefined;
}

interface Poison {
  readonly event: Recorded;
  readonly error: unknown;
}

/** A projection's table, as the projector works on it. */
export class LiveTable {
  readonly statements: RowStatements;
  /** As they are in the database, while nobody else writes there: a checkpoint that has moved tells. */
  readonly #hot = new LRUCache<string, Making>({ max: hotRowsMax });

  constructor(
    readonly projection: AnyProjection,
    private readonly generation: Generation,
  ) {
    this.statements = new RowStatements(generation.db, projection);
  }

  forget(): void {
    this.#hot.clear();
  }

  /** Takes rows into the work of a run; they are no longer at hand until it has succeeded. */
  async load(keys: Iterable<string>, rows: Makings, before: Map<string, Before | undefined>): Promise<void> {
    const missing: string[] = [];
    const found = (making: Making) => {
      rows.set(making.key, making);
      before.set(making.key, { programmeId: making.programmeId, row: making.row });
    };
    for (const key of keys) {
      if (before.has(key)) continue;
      before.set(key, undefined);
      const hot = this.#hot.get(key);
      if (hot) found(hot);
      else missing.push(key);
    }
    if (missing.length === 0) return;
    for (const stored of await this.generation.read(this.statements.select(missing)))
      for (const row of stored) found(this.statements.making(row));
  }

  /** The changes are in the database. */
  written(changes: readonly RowChange[]): void {
    for (const { key, now } of changes) {
      if (now) this.#hot.set(key, now);
      else this.#hot.delete(key);
    }
  }
}

/** What one projection makes of a run. */
class Work {
  readonly #rows: Makings = new Map();
  readonly #before = new Map<string, Before | undefined>();
  readonly #steps: { readonly event: Recorded; readonly keys: readonly string[] }[] = [];
  #poison: Poison | undefined;

  constructor(
    private readonly table: LiveTable,
    private readonly from: bigint,
  ) {}

  /** Says which rows an event touches; those are then loaded together. */
  take(event: Recorded, except?: ReadonlySet<string>): void {
    if (this.#poison || event.position <= this.from) return;
    this.#attempt(event, () => {
      const keys = this.table.projection.keysOf(event);
      this.#steps.push({ event, keys: except ? keys.filter((key) => !except.has(key)) : keys });
    });
  }

  async fold(): Promise<void> {
    await this.#load(this.#steps.flatMap(({ keys }) => keys));
    for (const { event, keys } of this.#steps)
      if (!this.#attempt(event, () => touch(this.table.projection, this.#rows, event, keys))) return;
  }

  /** The rows of the line that is corrected are made anew; others take the correction as any other event. */
  async correct(event: Recorded, correcting: Correcting): Promise<void> {
    const { projection } = this.table;
    if (event.position <= this.from) return;
    let moved: ReadonlySet<string> = new Set();
    if (!this.#attempt(event, () => (moved = correcting.keysOf(projection)))) return;
    await this.#load(moved);
    const refolds = await correcting.gather(this.#rows, moved);
    let put: (rows: Makings) => void = () => undefined;
    if (!this.#attempt(event, () => (put = refolded(projection, refolds)))) return;
    if (projection.handles.has(event.type)) {
      this.take(event, moved);
      await this.fold();
      if (this.#poison) return;
    }
    put(this.#rows);
  }

  plan(run: Run): Plan {
    const { table, from } = this;
    const changes: RowChange[] = [];
    for (const [key, before] of this.#before) {
      const now = this.#rows.get(key);
      if (now || before) changes.push({ key, before, now });
    }
    if (!this.#poison) return { table, changes, stopped: undefined };
    const { event, error } = this.#poison;
    // It stands at the last event of the ledger before the poison, whether that concerned it or not.
    const last = run.events.findLast(({ position }) => position > from && position < event.position);
    const { name } = table.projection;
    return {
      table,
      changes,
      stopped: { projection: name, position: last?.position ?? from, stopped: stoppedAt(event, error) },
    };
  }

  #load(keys: Iterable<string>): Promise<void> {
    return this.table.load(keys, this.#rows, this.#before);
  }

  /** What work throws is the event's fault; faults of the database come from elsewhere and are not caught. */
  #attempt(event: Recorded, work: () => unknown): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.#poison = { event, error };
      return false;
    }
  }
}

/**
 * What a run makes of the projections that have come to `from`. One that takes none of its events has no plan. Reads
 * rows, writes nothing.
 */
export const planRun = async (
  tables: ReadonlyMap<string, readonly LiveTable[]>,
  from: (table: LiveTable) => bigint | undefined,
  run: Run,
): Promise<readonly Plan[]> => {
  const works = new Map<LiveTable, Work>();
  const workOn = (table: LiveTable): Work | undefined => {
    const at = from(table);
    const known = works.get(table);
    if (known || at === undefined) return known;
    const work = new Work(table, at);
    works.set(table, work);
    return work;
  };
  const { correcting } = run;
  for (const event of run.events)
    if (correcting)
      for (const table of new Set([...tables.values()].flat())) await workOn(table)?.correct(event, correcting);
    else for (const table of tables.get(event.type) ?? []) workOn(table)?.take(event);
  if (!correcting) for (const work of works.values()) await work.fold();
  return [...works.values()].map((work) => work.plan(run));
};
