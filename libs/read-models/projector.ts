import { setImmediate as breathe } from 'node:timers/promises';
import type { StoredEvent } from '#event-store';
import type { Recorded } from '#kernel';
import {
  type Checkpoint,
  CheckpointMoved,
  furthestOf,
  moveCheckpoints,
  positionOf,
  readCheckpoints,
} from './checkpoint.js';
import { type AnyProjection, correctedBook } from './fold.js';
import { type Ledger, readBook, stoppedAt } from './ledger-fold.js';
import { type Plan, type Run, planRun } from './plan.js';
import type { Generation } from './read-database.js';
import type { Logger } from './read-models.js';
import { RowWriter, deleteRows } from './rows.js';

export interface Delivery {
  readonly events: readonly StoredEvent[];
  readonly position: bigint;
}

/** This generation takes no more events: a newer one is being read. */
export class GenerationRetired extends Error {
  override readonly name = 'GenerationRetired';
}

/** Brings the tables of one generation up to date, batch by batch. Several processes may do so at once. */
export class Projector {
  readonly #writers: ReadonlyMap<string, RowWriter>;
  #checkpoints = new Map<string, Checkpoint>();

  constructor(
    readonly generation: Generation,
    private readonly projections: readonly AnyProjection[],
    private readonly ledger: Ledger,
    private readonly logger?: Logger,
  ) {
    this.#writers = new Map(projections.map((each) => [each.name, new RowWriter(generation.db, each, 'replace')]));
  }

  /** Reads how far the tables are. @throws GenerationRetired */
  async reload(): Promise<void> {
    const stored = await readCheckpoints(this.generation.db);
    if (stored.length === 0) throw new GenerationRetired();
    // A projection that this process tries again stays under way until it stops or gets past the event.
    const retried = new Set(
      [...this.#checkpoints.values()].filter((each) => !each.stopped).map((each) => each.projection),
    );
    this.#checkpoints = new Map(
      stored.map((each) => [each.projection, retried.has(each.projection) ? { ...each, stopped: undefined } : each]),
    );
  }

  /** Lets stopped projections meet again the event that stopped them. */
  retryStopped(): void {
    for (const [name, checkpoint] of this.#checkpoints)
      this.#checkpoints.set(name, { ...checkpoint, stopped: undefined });
  }

  get stopped(): readonly Checkpoint[] {
    return [...this.#checkpoints.values()].filter((checkpoint) => checkpoint.stopped);
  }

  get allStopped(): boolean {
    return this.stopped.length === this.#checkpoints.size;
  }

  /** As `positionOf`. */
  get position(): bigint {
    return positionOf([...this.#checkpoints.values()]);
  }

  /** As `furthestOf`. */
  get furthest(): bigint {
    return furthestOf([...this.#checkpoints.values()]);
  }

  /** Projects what follows on the last delivery. What has been projected already changes nothing. */
  async project(delivery: Delivery): Promise<ReadonlySet<string>> {
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
    if ((runs.at(-1)?.position ?? -1n) < position) runs.push({ events: [], position });
    return { runs };
  }

  async #projectRun(run: Run): Promise<void> {
    let whole: Run | undefined;
    for (;;) {
      const behind = this.projections.filter(({ name }) => {
        const checkpoint = this.#checkpoints.get(name)!;
        return !checkpoint.stopped && checkpoint.position < run.position;
      });
      if (behind.length === 0) return;
      whole ??= await this.#withBook(run);
      const plans: Plan[] = [];
      for (const projection of behind)
        plans.push(
          await planRun(this.generation.db, projection, this.#checkpoints.get(projection.name)!.position, whole),
        );
      if (await this.#commit(plans)) return;
      await breathe();
      await this.reload();
    }
  }

  /** A correction needs the book that it is a line of, as known when it was written. */
  async #withBook(run: Run): Promise<Run> {
    const { correction } = this.ledger;
    const [event] = run.events;
    if (event === undefined || event.type !== correction?.type) return run;
    const lines = await readBook(this.ledger, event.programmeId, event.position);
    return { ...run, corrected: correctedBook(lines, correction) };
  }

  /** Rows and checkpoints in one transaction. False when another process was faster: nothing was written. */
  async #commit(plans: readonly Plan[]): Promise<boolean> {
    const { db } = this.generation;
    try {
      await db.transaction().execute(async (transaction) => {
        await moveCheckpoints(transaction, plans);
        for (const { projection, puts, deletes } of plans) {
          if (deletes.length > 0) await deleteRows(transaction, projection, deletes);
          for (const statement of this.#writers.get(projection.name)!.statements(puts))
            await transaction.executeQuery(statement);
        }
      });
    } catch (error) {
      if (error instanceof CheckpointMoved) return false;
      throw error;
    }
    for (const { to } of plans) this.#note(to);
    return true;
  }

  async #stopAll({ stored, error }: { stored: StoredEvent; error: unknown }): Promise<void> {
    for (;;) {
      const behind = [...this.#checkpoints.values()].filter((each) => !each.stopped && each.position < stored.position);
      const stopped = stoppedAt(stored, error);
      const moves = behind.map((each) => ({ from: each.position, to: { ...each, stopped } }));
      try {
        await this.generation.db.transaction().execute((transaction) => moveCheckpoints(transaction, moves));
        for (const { to } of moves) this.#note(to);
        return;
      } catch (moved) {
        if (!(moved instanceof CheckpointMoved)) throw moved;
        await this.reload();
      }
    }
  }

  #note(to: Checkpoint): void {
    this.#checkpoints.set(to.projection, to);
    if (to.stopped) this.logger?.error({ ...to.stopped, projection: to.projection }, 'a projection stopped');
  }
}
