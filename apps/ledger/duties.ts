import { programmesDue, type Tables } from '#book';
import type { EventStore } from '#event-store';
import type { Catalogue, LocalDate } from '#kernel';
import { type ClockParts, type Reaction, personErasure, runClock, runReaction } from '#ledger';
import type { Vault } from '#privacy';
import type { ReadModels } from '#read-models';
import type { PartsLog } from './parts-log.js';
import type { Proof } from './proof/open-proof.js';
import type { PublishingConfig } from './publishing/checkpoint-variables.js';
import { openPublishing } from './publishing/open-publishing.js';
import type { Publisher } from './publishing/publisher.js';

export interface DutyParts {
  readonly store: EventStore;
  readonly catalogue: Catalogue;
  readonly vault: Vault;
  readonly readModels: ReadModels<Tables>;
  readonly proof: Proof;
  readonly ledger: ClockParts['ledger'];
  readonly publishing: PublishingConfig | undefined;
  /** `sees` is told of each day that a round finds. */
  readonly clock: Pick<ClockParts, 'now' | 'wait'> & { readonly sees: (today: LocalDate) => void };
  /** Told of a programme in which somebody was erased. */
  readonly erased: (programmeId: string) => void;
  readonly log: PartsLog;
}

/**
 * What is nobody's command, and is done once for a ledger however many processes there are: its tree, what falls due,
 * erasures, checkpoints that are given away. Whoever leads does it; all of it keeps to rules that hold
 * between processes, for the moment in which two believe that they do.
 */
export class Duties {
  #reactions: readonly Reaction[] = [];
  #publishers: readonly Publisher[] = [];
  #isLeading = false;
  #clockRoundAt: number | undefined;

  constructor(private readonly parts: DutyParts) {}

  /** Whether it is this process that does them now. */
  get isLeading(): boolean {
    return this.#isLeading;
  }

  get reactions(): readonly Reaction[] {
    return this.#reactions;
  }

  get publishers(): readonly Publisher[] {
    return this.#publishers;
  }

  /** The clock's last round, in ms since 1970; undefined before the first. */
  get clockRoundAt(): number | undefined {
    return this.#clockRoundAt;
  }

  /** Does them until the signal aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, catalogue, vault, proof, publishing, erased, log } = this.parts;
    this.#isLeading = true;
    const sealer = proof.seal(signal);
    this.#publishers = openPublishing({ proof, config: publishing, signal, logger: log });
    this.#reactions = [runReaction({ ...personErasure(vault, erased), store, catalogue, signal, log })];
    await Promise.all([
      this.#runClock(signal),
      sealer.done,
      ...this.#reactions.map(({ done }) => done),
      ...this.#publishers.map(({ done }) => done),
    ]);
    this.#isLeading = false;
    this.#publishers = [];
    this.#reactions = [];
    this.#clockRoundAt = undefined;
  }

  #runClock(signal: AbortSignal): Promise<void> {
    const { ledger, vault, readModels, clock, log } = this.parts;
    const due: ClockParts['due'] = async (today) => {
      clock.sees(today);
      const programmeIds = await programmesDue(readModels.db, today);
      this.#clockRoundAt = Date.now();
      return programmeIds;
    };
    return runClock({ ledger, vault, due, signal, log, ...clock });
  }
}
