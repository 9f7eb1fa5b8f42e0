import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import type { Vault } from '#privacy';
import { type ProofLog, type Sealer, runSealer } from '#proof';
import type { PublishingConfig } from '../publishing/checkpoint-variables.js';
import { CheckpointKeys } from './checkpoint-keys.js';
import { Cosignatures } from './cosignatures.js';

export interface ProofParts {
  readonly log: ProofLog;
  readonly store: EventStore;
  readonly vault: Pick<Vault, 'secret' | 'findSecret'>;
  /** Tells whose signatures are kept; nobody's when undefined. */
  readonly publishing: Pick<PublishingConfig, 'witnesses'> | undefined;
  readonly logger?: Parameters<typeof runSealer>[0]['logger'];
  readonly now?: (() => Date) | undefined;
}

/** How often one who does not seal looks whether others have. */
const lookMs = 50;

/** The tree of a ledger, who signs for it, and what keeps it up to date. */
export class Proof {
  readonly log: ProofLog;
  readonly cosignatures: Cosignatures;
  #sealer: Sealer | undefined;

  private constructor(
    private readonly parts: ProofParts,
    readonly keys: CheckpointKeys,
  ) {
    const { log, publishing } = parts;
    this.log = log;
    this.cosignatures = new Cosignatures({ log, origin: keys.origin, witnesses: publishing?.witnesses ?? [] });
  }

  /** The key is made at the first start. */
  static async open(parts: ProofParts): Promise<Proof> {
    return new Proof(parts, await CheckpointKeys.open(parts, parts.log));
  }

  /** Undefined while this process seals nothing. */
  get sealer(): Sealer | undefined {
    return this.#sealer;
  }

  /** Keeps the tree up to date until the signal aborts. */
  seal(signal: AbortSignal): Sealer {
    const { store, log, logger, now } = this.parts;
    const told = { ...(logger ? { logger } : {}), ...(now ? { now } : {}) };
    const sealer = runSealer({ store, log, signer: this.keys.first, signers: this.keys, signal, ...told });
    this.#sealer = sealer;
    void sealer.done.then(() => {
      if (this.#sealer === sealer && signal.aborted) this.#sealer = undefined;
    });
    return sealer;
  }

  /** Resolves with true when everything up to the position is sealed, by whomever, with false when that takes longer. */
  async waitFor(position: bigint, timeoutMs: number): Promise<boolean> {
    if (this.#sealer) return this.#sealer.waitFor(position, timeoutMs);
    for (const deadline = Date.now() + timeoutMs; ; await delay(lookMs)) {
      if ((await this.log.end()).head >= position) return true;
      if (Date.now() > deadline) return false;
    }
  }

  /** Learns who signs by now; the process that seals knows it by itself. */
  async catchUp(): Promise<void> {
    if (!this.#sealer) await this.keys.catchUp(this.parts.store);
  }
}
