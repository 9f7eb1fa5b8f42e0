import type { Recorded } from '#kernel';
import { LRUCache } from 'lru-cache';
import { type Checkpoint, stoppedAt } from './checkpoint.js';
import { type Correcting, refolded } from './corrections.js';
import { type AnyProjection, type Making, type Makings, touch } from './fold.js';
import type { CompiledQuery } from 'kysely';
import type { Generation, StoredRow } from './read-database.js';
import type { Row } from './row-fit.js';
import { type RowChange, RowStatements } from './rows.js';

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
  readonly stopped: Stopped | undefined;
}

type Stopped = Required<Pick<Checkpoint, 'position' | 'stopped'>>;

interface Poison {
  readonly event: Recorded;
  readonly error: unknown;
}

/** Rows of a table that a run works on: as it makes them, and as the database holds them. */
interface Loaded {
  readonly rows: Makings;
  readonly before: Map<string, Row | undefined>;
}

/** A projection's table, as the projector works on it. */
export class LiveTable {
  readonly statements: RowStatements;
  /** As they are in the database, while nobody else writes there: a checkpoint that has moved tells. */
  readonly #hot = new LRUCache<string, Making>({ max: hotRowsMax });

  constructor(
    readonly projection: AnyProjection,
    readonly generation: Generation,
  ) {
    this.statements = new RowStatements(generation.db, projection);
  }

  forget(): void {
    // Clearing costs as much as it could hold.
    if (this.#hot.size > 0) this.#hot.clear();
  }

  /** Takes rows into the work of a run, where they are at hand, and gives the statements that find the others. */
  take(keys: Iterable<string>, { rows, before }: Loaded): readonly CompiledQuery[] {
    const missing: string[] = [];
    for (const key of keys) {
      if (before.has(key)) continue;
      before.set(key, undefined);
      const hot = this.#hot.get(key);
      if (hot) this.#put(hot, { rows, before });
      else missing.push(key);
    }
    return missing.length === 0 ? [] : this.statements.select(missing);
  }

  /** Takes what those statements found. */
  found(answers: readonly (readonly StoredRow[])[], loaded: Loaded): void {
    for (const stored of answers.flat()) this.#put(this.statements.making(stored), loaded);
  }

  #put(making: Making, { rows, before }: Loaded): void {
    rows.set(making.key, making);
    before.set(making.key, making.row);
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
  readonly #loaded: Loaded = { rows: new Map(), before: new Map() };
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

  /** Statements that find the rows which its events touch. */
  wanted(): readonly CompiledQuery[] {
    return this.table.take(
      this.#steps.flatMap(({ keys }) => keys),
      this.#loaded,
    );
  }

  /** Folds its events into rows; `answers` are what `wanted` found. */
  fold(answers: readonly (readonly StoredRow[])[]): void {
    this.table.found(answers, this.#loaded);
    for (const { event, keys } of this.#steps)
      if (!this.#attempt(event, () => touch(this.table.projection, this.#loaded.rows, event, keys))) return;
  }

  /** The rows of the line that is corrected are made anew; others take the correction as any other event. */
  async correct(event: Recorded, correcting: Correcting): Promise<void> {
    const { projection } = this.table;
    if (event.position <= this.from) return;
    let moved: ReadonlySet<string> = new Set();
    if (!this.#attempt(event, () => (moved = correcting.keysOf(projection)))) return;
    this.table.found(await this.read(this.table.take(moved, this.#loaded)), this.#loaded);
    const refolds = await correcting.gather(this.#loaded.rows, moved);
    let put: (rows: Makings) => void = () => undefined;
    if (!this.#attempt(event, () => (put = refolded(projection, refolds)))) return;
    if (projection.handles.has(event.type)) {
      this.take(event, moved);
      this.fold(await this.read(this.wanted()));
      if (this.#poison) return;
    }
    put(this.#loaded.rows);
  }

  plan(run: Run): Plan {
    const { table, from } = this;
    const changes: RowChange[] = [];
    for (const [key, before] of this.#loaded.before) {
      const now = this.#loaded.rows.get(key);
      if (now || before) changes.push({ key, before, now });
    }
    if (!this.#poison) return { table, changes, stopped: undefined };
    const { event, error } = this.#poison;
    // It stands at the last event of the ledger before the poison, whether that concerned it or not.
    const last = run.events.findLast(({ position }) => position > from && position < event.position);
    return { table, changes, stopped: { position: last?.position ?? from, stopped: stoppedAt(event, error) } };
  }

  async read(statements: readonly CompiledQuery[]): Promise<readonly (readonly StoredRow[])[]> {
    return statements.length === 0 ? [] : this.table.generation.read(statements);
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

/** Finds the rows of all tables on one way to the database and back. */
const foldAll = async (works: readonly Work[]): Promise<void> => {
  const wanted = works.map((work) => work.wanted());
  const answers = (await works[0]?.read(wanted.flat())) ?? [];
  let at = 0;
  works.forEach((work, index) => {
    const { length } = wanted[index]!;
    work.fold(answers.slice(at, at + length));
    at += length;
  });
};

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
  if (!correcting) await foldAll([...works.values()]);
  return [...works.values()].map((work) => work.plan(run));
};
