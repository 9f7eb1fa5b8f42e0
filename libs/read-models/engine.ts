import type { EventStore } from '#event-store';
import type { Term } from '#postgres';
import type { Kysely } from 'kysely';
import { aborted, pause } from './live.js';
import { type Workshop, buildSuccessor, projectorsOf, retire } from './generations.js';
import { News } from './news.js';
import type { Partition } from './partitions.js';
import { GenerationRetired, type Projector } from './projector.js';
import type { Projectors } from './projectors.js';
import { type Generation, ProjectorDeposed } from './read-database.js';
import type { Change, ReadModels, RebuildOptions, Rebuilt, RunOptions, Status } from './read-models.js';
import { fingerprintOf } from './tables.js';

const retryMs = { first: 50, most: 5000 };

/** The read models over one read database. */
export class Engine<Tables> implements ReadModels<Tables> {
  readonly #news: News;
  readonly #fingerprint: string;
  #projectors: Projectors;
  /** Partitions that this process projects, by their names. */
  readonly #here = new Set<string>();
  #restart = new AbortController();
  #following = 0;
  #rebuilding = false;

  private constructor(
    private readonly workshop: Workshop,
    projectors: Projectors,
  ) {
    this.#fingerprint = fingerprintOf(workshop.projections);
    this.#projectors = projectors;
    this.#news = new News(workshop.ledger.store, () => this.position());
  }

  static async begin<Tables>(workshop: Workshop, generation: Generation): Promise<Engine<Tables>> {
    const engine = new Engine<Tables>(workshop, await projectorsOf(workshop, generation));
    await workshop.database.show(generation);
    return engine;
  }

  get db(): Kysely<Tables> {
    return this.workshop.database.reader as Kysely<Tables>;
  }

  position(): bigint {
    return this.#projectors.position;
  }

  onProjected(listener: (change: Change) => void): () => void {
    return this.#news.onProjected(listener);
  }

  async waitFor(position: bigint, { timeoutMs }: { readonly timeoutMs: number }): Promise<boolean> {
    if (this.position() >= position) return true;
    const reached = this.#news.wait(position, timeoutMs);
    if (this.#following > 0) return reached;
    const stop = new AbortController();
    void this.#look(stop.signal);
    return reached.finally(() => stop.abort());
  }

  async status(): Promise<Status> {
    const position = this.position();
    const head = await this.workshop.ledger.store.head();
    const { stopped, all } = this.#projectors;
    const [lagEvents, reachable] = await Promise.all([
      lagOf(this.workshop.ledger.store, position, head),
      this.workshop.database.answers(),
    ]);
    return {
      ...{ position, head, lagEvents, reachable, rebuilding: this.#rebuilding },
      stopped: stopped.map((each) => ({ projection: each.projection, ...each.stopped! })),
      partitions: {
        of: all.length,
        here: all.filter((each) => this.#isHere(each)).map(({ partition }) => partition.index),
      },
    };
  }

  partitions(): readonly string[] {
    return this.#projectors.all.map(({ partition }) => this.#nameOf(partition));
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#heeding(async () => {
      while (!signal.aborted) await Promise.all(this.partitions().map((each) => this.project(each, signal)));
    });
  }

  async project(partition: string, signal: AbortSignal, { under }: RunOptions = {}): Promise<void> {
    this.#here.add(partition);
    try {
      this.#named(partition)?.retryStopped();
      await this.#project(partition, signal, under);
    } finally {
      this.#here.delete(partition);
    }
  }

  async follow(signal: AbortSignal): Promise<void> {
    await this.#heeding(() => this.#look(signal));
  }

  async rebuild(options: RebuildOptions = {}): Promise<Rebuilt> {
    this.#rebuilding = true;
    try {
      return await this.workshop.database.exclusive(() => this.#rebuild(options));
    } finally {
      this.#rebuilding = false;
    }
  }

  async close(): Promise<void> {
    await this.#projectors.alone(async () => {
      await this.workshop.database.close();
      await this.#projectors.generation.close();
    });
  }

  #nameOf({ index, of }: Partition): string {
    return `projector ${this.#fingerprint} ${index + 1}/${of}`;
  }

  #named(name: string): Projector | undefined {
    return this.#projectors.all.find(({ partition }) => this.#nameOf(partition) === name);
  }

  #isHere({ partition }: Projector): boolean {
    return this.#here.has(this.#nameOf(partition));
  }

  /** Meanwhile it hears of what is projected without being asked. */
  async #heeding(work: () => Promise<void>): Promise<void> {
    this.#following++;
    try {
      await work();
    } finally {
      this.#following--;
    }
  }

  async #project(partition: string, signal: AbortSignal, under: Term | undefined): Promise<void> {
    for (let retryIn = retryMs.first; !signal.aborted;) {
      const projector = this.#named(partition);
      if (projector === undefined) return;
      const before = projector.position;
      try {
        await this.#subscribe(projector, AbortSignal.any([signal, this.#restart.signal]), under);
      } catch (error) {
        if (error instanceof ProjectorDeposed) throw error;
        if (error instanceof GenerationRetired)
          await this.#adopt(projector.generation).catch((fault) => this.#report(fault));
        else if (!signal.aborted) this.#report(error);
        retryIn = projector.position > before ? retryMs.first : Math.min(retryIn * 2, retryMs.most);
        await pause(retryIn, signal);
      }
    }
  }

  async #subscribe(projector: Projector, signal: AbortSignal, under: Term | undefined): Promise<void> {
    const { store } = this.workshop.ledger;
    if (projector.allStopped) return aborted(signal);
    for await (const batch of store.subscribe({ after: projector.position, signal })) {
      await projector.turns.take(async () => {
        // A rebuild may have gone over to another generation while this batch waited for its turn.
        if (signal.aborted) return;
        const { position: after, partition } = projector;
        const programmeIds = await projector.project(batch, under);
        await this.#news.tell(partition.of === 1 ? { after, upTo: batch.position, programmeIds } : undefined);
      });
      // One that lagged behind has stopped: the others have these events already, so that they subscribe further on.
      if (signal.aborted || projector.allStopped || projector.position > batch.position) return;
    }
  }

  async #rebuild(options: RebuildOptions): Promise<Rebuilt> {
    const { workshop } = this;
    await this.#projectors.reload().catch(() => this.#adopt(this.#projectors.generation));
    const { next, rebuilt } = await buildSuccessor(workshop, this.#projectors, options);
    await this.#projectors.alone(async () => {
      await retire(this.#projectors.generation, next, workshop.ledger.store);
      await this.#goOverTo(next);
    });
    await workshop.database.removeOthers(next.generation);
    return rebuilt;
  }

  /** In the turns of all projectors. */
  async #goOverTo(next: Projectors): Promise<void> {
    const old = this.#projectors.generation;
    await this.workshop.database.show(next.generation);
    this.#projectors = next;
    next.retryStopped();
    await old.close();
    this.#restart.abort();
    this.#restart = new AbortController();
    await this.#news.tell().catch((fault) => this.#report(fault));
  }

  /** Another process has rebuilt: goes over from a generation that was retired to what that one made. */
  #adopt(retired: Generation): Promise<void> {
    return this.#projectors.alone(async () => {
      if (this.#projectors.generation !== retired) return;
      const generation = await this.workshop.database.newest();
      if (generation === undefined) throw new Error('the read models have no generation that can be read');
      await this.#goOverTo(await projectorsOf(this.workshop, generation));
    });
  }

  /** Looks how far other processes bring what is not projected here. */
  async #look(signal: AbortSignal): Promise<void> {
    let retryIn = retryMs.first;
    for await (const _move of this.workshop.database.moves(signal)) {
      const { generation } = this.#projectors;
      try {
        await this.#projectors
          .reload((each) => !this.#isHere(each))
          .catch((error: unknown) => this.#adoptAfter(error, generation));
        await this.#news.tell();
        retryIn = retryMs.first;
      } catch (error) {
        this.#report(error);
        await pause(retryIn, signal);
        retryIn = Math.min(retryIn * 2, retryMs.most);
      }
    }
  }

  #adoptAfter(error: unknown, generation: Generation): Promise<void> {
    if (error instanceof GenerationRetired) return this.#adopt(generation);
    throw error;
  }

  #report(error: unknown): void {
    this.workshop.logger?.warn(
      { error: error instanceof Error ? error.message : String(error) },
      'projecting is tried again',
    );
  }
}

const lagEventsMax = 1000;

const lagOf = async (store: EventStore, position: bigint, head: bigint): Promise<number> => {
  let events = 0;
  if (position < head) for await (const _event of store.readAll({ after: position, max: lagEventsMax })) events++;
  return events;
};
