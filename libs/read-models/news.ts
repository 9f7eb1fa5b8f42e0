import type { EventStore } from '#event-store';
import { programmeOf } from '#kernel';
import { Listeners, Turns } from './live.js';
import type { Change } from './read-models.js';

/** What is known of lines that were just projected, by whoever did it all. */
export interface Known {
  /** The last position before them. */
  readonly after: bigint;
  /** The last of theirs. */
  readonly upTo: bigint;
  readonly programmeIds: ReadonlySet<string>;
}

/** Tells those who wait and those who listen how far everything has come, and whom it concerned. */
export class News {
  readonly #listeners = new Listeners();
  readonly #turns = new Turns();
  /** Everybody who listens has been told of what came up to here. */
  #told: bigint;

  constructor(
    private readonly store: EventStore,
    private readonly position: () => bigint,
  ) {
    this.#told = position();
  }

  onProjected(listener: (change: Change) => void): () => void {
    return this.#listeners.onProjected(listener);
  }

  wait(position: bigint, timeoutMs: number): Promise<boolean> {
    return this.#listeners.wait(position, timeoutMs);
  }

  /** Whom it concerned is found in the ledger, unless it is known. */
  tell(known?: Known): Promise<void> {
    this.#listeners.reached(this.position());
    return this.#turns.take(async () => {
      const position = this.position();
      if (position <= this.#told) return;
      const isAll = known !== undefined && known.after <= this.#told && position <= known.upTo;
      const programmeIds = isAll ? known.programmeIds : await this.#concernedUpTo(position);
      this.#told = position;
      if (programmeIds.size > 0) this.#listeners.tell({ position, programmeIds });
    });
  }

  async #concernedUpTo(position: bigint): Promise<ReadonlySet<string>> {
    const programmeIds = new Set<string>();
    if (!this.#listeners.anybody) return programmeIds;
    for await (const event of this.store.readAll({ after: this.#told })) {
      if (event.position > position) break;
      const programmeId = programmeOf(event.stream);
      if (programmeId !== undefined) programmeIds.add(programmeId);
    }
    return programmeIds;
  }
}
