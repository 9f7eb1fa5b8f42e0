import { setImmediate as breathe } from 'node:timers/promises';
import type { StoredEvent } from '#event-store';
import { type Recorded, programmeOf } from '#kernel';
import type { Term } from '#postgres';
import {
  type Checkpoint,
  commonGuard,
  furthestOf,
  guardsOf,
  positionOf,
  readCheckpoints,
  stoppedAt,
} from './checkpoint.js';
import { Correcting, Corrections } from './corrections.js';
import type { AnyProjection } from './fold.js';
import type { Ledger } from './ledger.js';
import { Turns } from './live.js';
import { type Partition, partitionOf } from './partitions.js';
import { LiveTable, type Plan, type Run, planRun } from './plan.js';
import type { Generation, Guard } from './read-database.js';
import type { Logger } from './read-models.js';

export interface Delivery {
  readonly events: readonly StoredEvent[];
  readonly position: bigint;
}

/** This generation takes no more events: a newer one is being read. */
export class GenerationRetired extends Error {
  override readonly name = 'GenerationRetired';
}

/**
 * Brings what one partition has of the tables of a generation up to date, batch by batch. Several processes may do so at
 * once.
 */
export class Projector {
  /** Whoever uses it takes a turn first. */
  readonly turns = new Turns();
  readonly #tables: readonly LiveTable[];
  readonly #tablesOf: ReadonlyMap<string, readonly LiveTable[]>;
  readonly #corrections: Corrections;
  readonly #commonGuard: (from: bigint, to: bigint, count: number) => Guard;
  #checkpoints = new Map<string, Checkpoint>();
  /** Projections that stopped, says the database, and that this process lets meet the event again. */
  readonly #retried = new Set<string>();
  #position = 0n;
  #under: Term | undefined;

  constructor(
    readonly generation: Generation,
    readonly partition: Partition,
    projections: readonly AnyProjection[],
    private readonly ledger: Ledger,
    private readonly logger?: Logger,
  ) {
    this.#tables = projections.map((each) => new LiveTable(each, generation));
    this.#tablesOf = routed(this.#tables);
    this.#corrections = new Corrections(ledger, 'later');
    this.#commonGuard = commonGuard(generation.db, partition.index);
  }

  /** Reads how far the tables are. @throws GenerationRetired */
  async reload(): Promise<void> {
    this.reloadFrom(await readCheckpoints(this.generation.db, this.partition.index));
  }

  /** As `reload`, of checkpoints that were read just now. @throws GenerationRetired */
  reloadFrom(checkpoints: readonly Checkpoint[]): void {
    this.#forget();
    const stored = checkpoints.filter(({ partition }) => partition === this.partition.index);
    if (stored.length === 0) throw new GenerationRetired();
    // A projection that this process tries again stays under way until it stops or gets past the event.
    const under = new Set(
      [...this.#checkpoints.values()].filter((each) => !each.stopped).map((each) => each.projection),
    );
    this.#retried.clear();
    this.#note(stored.map((each) => (each.stopped && under.has(each.projection) ? this.#retry(each) : each)));
  }

  /** Lets stopped projections meet again the event that stopped them. */
  retryStopped(): void {
    this.#note(this.stopped.map((each) => this.#retry(each)));
  }

  get stopped(): readonly Checkpoint[] {
    return [...this.#checkpoints.values()].filter((checkpoint) => checkpoint.stopped);
  }

  get allStopped(): boolean {
    return this.stopped.length === this.#checkpoints.size;
  }

  /** As `positionOf`. */
  get position(): bigint {
    return this.#position;
  }

  /** As `furthestOf`. */
  get furthest(): bigint {
    return furthestOf([...this.#checkpoints.values()]);
  }

  /**
   * Projects what follows on the last delivery. What has been projected already changes nothing. With `under`, only while
   * this process leads. @throws ProjectorDeposed
   */
  async project(delivery: Delivery, under?: Term): Promise<ReadonlySet<string>> {
    this.#under = under;
    const programmeIds = new Set<string>();
    const { runs, unreadable } = this.#read(delivery);
    for (const run of runs) {
      await this.#projectRun(run);
      for (const event of run.events) programmeIds.add(event.programmeId);
    }
    if (unreadable) await this.#stopAll(unreadable);
    return programmeIds;
  }

  #read({ events, position }: Delivery) {
    const runs: Run[] = [];
    let run: Recorded[] = [];
    const close = () => {
      if (run.length > 0) runs.push({ events: run, position: run.at(-1)!.position });
      run = [];
    };
    for (const stored of events) {
      if (!this.#isOwn(stored)) continue;
      let event: Recorded;
      try {
        event = this.ledger.catalogue.decode(stored);
      } catch (error) {
        close();
        return { runs, unreadable: { stored, error } };
      }
      const isCorrection = event.type === this.ledger.correction?.type;
      if (isCorrection) close();
      run.push(event);
      if (isCorrection) close();
    }
    close();
    const last = runs.pop() ?? { events: [] };
    return { runs: [...runs, { ...last, position }] };
  }

  #isOwn({ stream }: StoredEvent): boolean {
    const programmeId = programmeOf(stream);
    const { index, of } = this.partition;
    return programmeId !== undefined && partitionOf(programmeId, of) === index;
  }

  async #projectRun(run: Run): Promise<void> {
    for (;;) {
      const behind = [...this.#checkpoints.values()].filter((each) => !each.stopped && each.position < run.position);
      if (behind.length === 0) return;
      if (await this.#projectOn(behind, run)) return;
      await breathe();
      await this.reload();
    }
  }

  /** Rows and checkpoints in one transaction. False when another process was faster: nothing was written. */
  async #projectOn(behind: readonly Checkpoint[], run: Run): Promise<boolean> {
    const [first] = run.events;
    const correcting = first && (await Correcting.of(this.ledger, this.#corrections, first));
    const from = new Map(behind.map(({ projection, position }) => [projection, position]));
    const plans = await planRun(this.#tablesOf, ({ projection }) => from.get(projection.name), { ...run, correcting });
    const stopped = new Map(plans.map((plan) => [plan.table.projection.name, plan.stopped]));
    const to = behind.map(({ projection, partition }): Checkpoint => {
      const stop = stopped.get(projection);
      return { projection, partition, ...(stop ?? { position: run.position }) };
    });
    return this.#commit(behind, to, plans);
  }

  async #commit(behind: readonly Checkpoint[], to: readonly Checkpoint[], plans: readonly Plan[]): Promise<boolean> {
    const statements = plans.flatMap(({ table, changes }) => table.statements.changes(changes));
    const terms = { position: furthestOf(to), partition: this.partition.index, under: this.#under };
    try {
      if (!(await this.generation.write(this.#guards(behind, to), statements, terms))) return false;
    } catch (error) {
      this.#forget();
      throw error;
    }
    for (const { table, changes } of plans) table.written(changes);
    for (const { projection } of to) this.#retried.delete(projection);
    this.#note(to);
    return true;
  }

  #guards(behind: readonly Checkpoint[], to: readonly Checkpoint[]): readonly Guard[] {
    const from = behind[0]!.position;
    const next = to[0]!.position;
    const isCommon =
      this.#retried.size === 0 &&
      behind.every(({ position }) => position === from) &&
      to.every(({ position, stopped }) => position === next && !stopped);
    if (isCommon) return [this.#commonGuard(from, next, behind.length)];
    return guardsOf(
      this.generation.db,
      behind.map(({ position }, index) => ({ from: position, to: to[index]! })),
    );
  }

  async #stopAll({ stored, error }: { stored: StoredEvent; error: unknown }): Promise<void> {
    for (;;) {
      const behind = [...this.#checkpoints.values()].filter((each) => !each.stopped && each.position < stored.position);
      const stopped = stoppedAt(stored, error);
      if (
        behind.length === 0 ||
        (await this.#commit(
          behind,
          behind.map((each) => ({ ...each, stopped })),
          [],
        ))
      )
        return;
      await this.reload();
    }
  }

  #retry(checkpoint: Checkpoint): Checkpoint {
    this.#retried.add(checkpoint.projection);
    return { ...checkpoint, stopped: undefined };
  }

  /** What others have written meanwhile is not known: rows and corrections are read again. */
  #forget(): void {
    for (const table of this.#tables) table.forget();
    this.#corrections.clear();
  }

  #note(checkpoints: readonly Checkpoint[]): void {
    for (const each of checkpoints) {
      this.#checkpoints.set(each.projection, each);
      if (each.stopped) this.logger?.error({ ...each.stopped, projection: each.projection }, 'a projection stopped');
    }
    this.#position = positionOf([...this.#checkpoints.values()]);
  }
}

/** Which tables take an event of a type. */
const routed = (tables: readonly LiveTable[]): ReadonlyMap<string, readonly LiveTable[]> => {
  const types = new Set(tables.flatMap(({ projection }) => [...projection.handles]));
  return new Map([...types].map((type) => [type, tables.filter(({ projection }) => projection.handles.has(type))]));
};
