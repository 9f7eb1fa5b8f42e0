import { leastOf, mostOf, readCheckpoints } from './checkpoint.js';
import { type Partition, partitionsOf } from './partitions.js';
import { GenerationRetired, type Projector } from './projector.js';
import type { Generation } from './read-database.js';

/** For so long a generation counts as the one that is read, once it was looked at. */
const currentMs = 1_000;

/** Does work in the turns of several projectors at once. */
const inTurns = <T>([first, ...others]: readonly Projector[], work: () => Promise<T>): Promise<T> =>
  first ? first.turns.take(() => inTurns(others, work)) : work();

/** The projectors of one generation, one for each of its partitions. */
export class Projectors {
  #knownUntil = 0;

  private constructor(
    readonly generation: Generation,
    readonly all: readonly Projector[],
  ) {}

  /** Knows how far they are. @throws GenerationRetired */
  static async of(generation: Generation, projectorOf: (partition: Partition) => Projector): Promise<Projectors> {
    const stored = await readCheckpoints(generation.db);
    if (stored.length === 0) throw new GenerationRetired();
    const count = 1 + Math.max(...stored.map(({ partition }) => partition));
    const all = partitionsOf(count).map(projectorOf);
    for (const each of all) each.reloadFrom(stored);
    return new Projectors(generation, all);
  }

  /** Up to here all have come, but for what has stopped; when everything has, what stopped first. */
  get position(): bigint {
    return leastOf(this.#going.map(({ position }) => position));
  }

  get furthest(): bigint {
    return mostOf(this.#going.map(({ furthest }) => furthest));
  }

  get stopped() {
    return this.all.flatMap(({ stopped }) => stopped);
  }

  get allStopped(): boolean {
    return this.all.every(({ allStopped }) => allStopped);
  }

  /** Lets stopped projections meet again the event that stopped them. */
  retryStopped(): void {
    for (const each of this.all) each.retryStopped();
  }

  /** Does something while none of them is at work here. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return inTurns(this.all, work);
  }

  /**
   * Reads how far the tables are, as other processes bring them; of those alone that others work on. @throws GenerationRetired
   */
  async reload(isOthers: (projector: Projector) => boolean = () => true): Promise<void> {
    const others = this.all.filter(isOthers);
    if (others.length === 0) return this.#assertCurrent();
    await inTurns(others, async () => {
      const stored = await readCheckpoints(this.generation.db);
      // This process may have begun to work on one while it waited for its turn.
      for (const each of others) if (isOthers(each)) each.reloadFrom(stored);
    });
  }

  /** Whoever has nothing to project would not find out that somebody has rebuilt. @throws GenerationRetired */
  async #assertCurrent(): Promise<void> {
    if (performance.now() < this.#knownUntil) return;
    this.#knownUntil = performance.now() + currentMs;
    if ((await readCheckpoints(this.generation.db, 0)).length === 0) throw new GenerationRetired();
  }

  get #going(): readonly Projector[] {
    const going = this.all.filter(({ allStopped }) => !allStopped);
    return going.length > 0 ? going : this.all;
  }
}
