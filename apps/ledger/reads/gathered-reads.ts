import type { Read } from './read-log.js';

const sameThing = ({ actor, kind, programmeId, subject }: Read): string =>
  JSON.stringify([actor.id, actor.role, kind, programmeId, subject]);

interface Gathering {
  readonly reads: Map<string, Read>;
  readonly written: Promise<void>;
}

/** Gathers what is read in one turn of the event loop: it is written together, each thing once. */
export class GatheredReads {
  #gathering: Gathering | undefined;
  readonly #underWay = new Set<Promise<void>>();

  constructor(private readonly write: (reads: readonly Read[]) => Promise<void>) {}

  /** Resolves when it is written. */
  record(read: Read): Promise<void> {
    this.#gathering ??= this.#begin();
    this.#gathering.reads.set(sameThing(read), read);
    return this.#gathering.written;
  }

  /** Resolves when nothing is under way any more, however that ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  #begin(): Gathering {
    const reads = new Map<string, Read>();
    const turn = new Promise<void>((resolve) => void setImmediate(resolve));
    const written = turn.then(() => {
      this.#gathering = undefined;
      return this.write([...reads.values()]);
    });
    this.#underWay.add(written);
    const over = () => void this.#underWay.delete(written);
    written.then(over, over);
    return { reads, written };
  }
}
