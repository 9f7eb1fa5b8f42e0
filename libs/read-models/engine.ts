import { programmeOf } from '#kernel';
import type { Term } from '#postgres';
import type { Kysely } from 'kysely';
import { Listeners, Turns, aborted, pause } from './live.js';
import { positionOf } from './checkpoint.js';
import { type Workshop, buildGeneration, catchUp, examined, retire } from './generations.js';
import { GenerationRetired, Projector } from './projector.js';
import { type Generation, ProjectorDeposed } from './read-database.js';
import type { Change, ReadModels, Rebuilt, RunOptions, Status } from './read-models.js';

const lagEventsMax = 1000;
const retryMs = { first: 50, most: 5000 };

/** The read models over one read database. */
export class Engine<Tables> implements ReadModels<Tables> {
  readonly #turns = new Turns();
  readonly #listeners = new Listeners();
  #projector: Projector;
  #restart = new AbortController();
  /** Whether it hears of what is projected without being asked. */
  #following = false;
  #rebuilding = false;

  private constructor(
    private readonly workshop: Workshop,
    generation: Generation,
  ) {
    this.#projector = this.#projectorOf(generation);
  }

  static async begin<Tables>(workshop: Workshop, generation: Generation): Promise<Engine<Tables>> {
    const engine = new Engine<Tables>(workshop, generation);
    await engine.#projector.reload();
    await workshop.database.show(generation);
    return engine;
  }

  get db(): Kysely<Tables> {
    return this.workshop.database.reader as Kysely<Tables>;
  }

  position(): bigint {
    return this.#projector.position;
  }

  onProjected(listener: (change: Change) => void): () => void {
    return this.#listeners.onProjected(listener);
  }

  async waitFor(position: bigint, { timeoutMs }: { readonly timeoutMs: number }): Promise<boolean> {
    if (this.position() >= position) return true;
    const reached = this.#listeners.wait(position, timeoutMs);
    if (this.#following) return reached;
    const stop = new AbortController();
    void this.#look(stop.signal);
    return reached.finally(() => stop.abort());
  }

  async status(): Promise<Status> {
    const position = this.position();
    const head = await this.workshop.ledger.store.head();
    const stopped = this.#projector.stopped.map((each) => ({ projection: each.projection, ...each.stopped! }));
    const [lagEvents, reachable] = await Promise.all([
      this.#lagEvents(position, head),
      this.workshop.database.answers(),
    ]);
    return { position, head, lagEvents, stopped, rebuilding: this.#rebuilding, reachable };
  }

  async run(signal: AbortSignal, { under }: RunOptions = {}): Promise<void> {
    this.#following = true;
    try {
      await this.#run(signal, under);
    } finally {
      this.#following = false;
    }
  }

  async follow(signal: AbortSignal): Promise<void> {
    this.#following = true;
    await this.#look(signal);
    this.#following = false;
  }

  async rebuild(): Promise<Rebuilt> {
    this.#rebuilding = true;
    try {
      return await this.workshop.database.exclusive(() => this.#rebuild());
    } finally {
      this.#rebuilding = false;
    }
  }

  async close(): Promise<void> {
    await this.#turns.take(async () => {
      await this.workshop.database.close();
      await this.#projector.generation.close();
    });
  }

  async #run(signal: AbortSignal, under: Term | undefined): Promise<void> {
    this.#projector.retryStopped();
    for (let retryIn = retryMs.first; !signal.aborted;) {
      const before = this.position();
      try {
        await this.#follow(AbortSignal.any([signal, this.#restart.signal]), under);
      } catch (error) {
        if (error instanceof ProjectorDeposed) throw error;
        if (error instanceof GenerationRetired) await this.#adopt().catch((fault) => this.#report(fault));
        else if (!signal.aborted) this.#report(error);
        retryIn = this.position() > before ? retryMs.first : Math.min(retryIn * 2, retryMs.most);
        await pause(retryIn, signal);
      }
    }
  }

  async #follow(signal: AbortSignal, under: Term | undefined): Promise<void> {
    const { store } = this.workshop.ledger;
    if (this.#projector.allStopped) return aborted(signal);
    for await (const batch of store.subscribe({ after: this.position(), signal })) {
      await this.#turns.take(async () => {
        // A rebuild may have gone over to another generation while this batch waited for its turn.
        if (signal.aborted) return;
        const programmeIds = await this.#projector.project(batch, under);
        this.#listeners.reached(this.position());
        if (programmeIds.size > 0) this.#listeners.tell({ position: this.position(), programmeIds });
      });
      // One that lagged behind has stopped: the others have these events already, so that they subscribe further on.
      if (signal.aborted || this.#projector.allStopped || this.position() > batch.position) return;
    }
  }

  async #rebuild(): Promise<Rebuilt> {
    const { workshop } = this;
    await this.#turns.take(() => this.#projector.reload()).catch(() => this.#adopt());
    const live = await examined(this.#projector.generation, workshop.projections);
    const { generation, events, rows, seconds } = await buildGeneration(workshop, positionOf(live.checkpoints));
    const { checksums } = await examined(generation, workshop.projections);
    const differs = Object.keys(checksums).filter((table) => checksums[table] !== live.checksums[table]);
    if (differs.length > 0)
      workshop.logger?.warn({ differs }, 'the rebuild found tables that were not what the events make');
    const next = this.#projectorOf(generation);
    await next.reload();
    await catchUp(next, workshop.ledger.store, this.#projector.furthest);
    await this.#turns.take(async () => {
      do {
        await this.#projector.reload();
        await catchUp(next, workshop.ledger.store, this.#projector.furthest);
      } while (!(await retire(this.#projector.generation, next)));
      await this.#goOverTo(next);
    });
    await workshop.database.removeOthers(generation);
    return { events, rows, seconds, checksums, differs };
  }

  async #goOverTo(next: Projector): Promise<void> {
    const old = this.#projector.generation;
    await this.workshop.database.show(next.generation);
    this.#projector = next;
    next.retryStopped();
    await old.close();
    this.#restart.abort();
    this.#restart = new AbortController();
    this.#listeners.reached(this.position());
  }

  /** Another process has rebuilt: goes over to what it made. */
  #adopt(): Promise<void> {
    return this.#turns.take(async () => {
      const generation = await this.workshop.database.newest();
      if (generation === undefined) throw new Error('the read models have no generation that can be read');
      const next = this.#projectorOf(generation);
      await next.reload();
      await this.#goOverTo(next);
    });
  }

  async #look(signal: AbortSignal): Promise<void> {
    let retryIn = retryMs.first;
    for await (const _move of this.workshop.database.moves(signal)) {
      const before = this.position();
      try {
        await this.#turns.take(() => this.#projector.reload()).catch((error: unknown) => this.#adoptAfter(error));
        await this.#tellMoved(before);
        retryIn = retryMs.first;
      } catch (error) {
        this.#report(error);
        await pause(retryIn, signal);
        retryIn = Math.min(retryIn * 2, retryMs.most);
      }
    }
  }

  #adoptAfter(error: unknown): Promise<void> {
    if (error instanceof GenerationRetired) return this.#adopt();
    throw error;
  }

  /** Tells of what another process has projected. Whom it concerned stands in the ledger. */
  async #tellMoved(before: bigint): Promise<void> {
    const position = this.position();
    this.#listeners.reached(position);
    if (position <= before || !this.#listeners.anybody) return;
    const programmeIds = new Set<string>();
    for await (const event of this.workshop.ledger.store.readAll({ after: before })) {
      if (event.position > position) break;
      const programmeId = programmeOf(event.stream);
      if (programmeId !== undefined) programmeIds.add(programmeId);
    }
    if (programmeIds.size > 0) this.#listeners.tell({ position, programmeIds });
  }

  async #lagEvents(position: bigint, head: bigint): Promise<number> {
    let events = 0;
    if (position < head)
      for await (const _event of this.workshop.ledger.store.readAll({ after: position, max: lagEventsMax })) events++;
    return events;
  }

  #projectorOf(generation: Generation): Projector {
    const { projections, ledger, logger } = this.workshop;
    return new Projector(generation, projections, ledger, logger);
  }

  #report(error: unknown): void {
    this.workshop.logger?.warn(
      { error: error instanceof Error ? error.message : String(error) },
      'projecting is tried again',
    );
  }
}
