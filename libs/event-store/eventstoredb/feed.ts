import { setTimeout as delay } from 'node:timers/promises';
import type { Position } from '../port.js';
import type { Connection } from './connection.js';
import type { ReadResp } from './protocol.js';
import { allRead, startAfter } from './read-calls.js';

const retryMs = { first: 20, most: 2_000 };
/** A connection that is dead and does not know it tells nothing: so often somebody looks by himself. */
const lookMs = 1_000;

/** A stretch of the server's log that is known to hold nothing of the ledger. */
export interface Quiet {
  /** Position of the ledger's event before it; `beginning` when there is none. */
  readonly after: Position;
  /** Where it ends, or rather: up to where the server has looked. */
  readonly upTo: Position;
}

export interface FeedParts {
  readonly connection: Connection;
  readonly streams: string;
  readonly head: () => Promise<Position>;
  readonly nudge: () => void;
}

/**
 * Follows the end of the ledger to learn that something was appended, by whomever. It carries news and no events: those
 * who want them read them. So it costs nothing when the server drops it, as it does with everybody who is slow or idle
 * at the wrong moment: it subscribes again where it was. What other programs write on the same server it does not see,
 * but the server tells how far it has looked, so that no reader has to look there once more.
 */
export class Feed {
  #quiet: Quiet | undefined;
  #running: AbortController | undefined;

  constructor(private readonly parts: FeedParts) {}

  get quiet(): Quiet | undefined {
    return this.#quiet;
  }

  start(): void {
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  stop(): void {
    this.#running?.abort();
    this.#quiet = undefined;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const look = setInterval(() => this.parts.nudge(), lookMs).unref();
    for (let retryIn = retryMs.first; !signal.aborted;) {
      const hasHeard = await this.#follow(signal).catch(() => false);
      retryIn = hasHeard ? retryMs.first : Math.min(retryIn * 2, retryMs.most);
      // Not all of those who were dropped together shall come back together.
      await delay(retryIn * (0.5 + Math.random()), undefined, { signal, ref: false }).catch(() => undefined);
    }
    clearInterval(look);
  }

  /** Resolves when the subscription has ended, with whether it had told anything. */
  async #follow(signal: AbortSignal): Promise<boolean> {
    const { connection, streams, head } = this.parts;
    const from = this.#quiet?.upTo ?? (await head());
    const call = await connection.subscribe(allRead({ from: startAfter(from), count: 'subscription', streams }));
    if (signal.aborted) {
      call.cancel();
      return true;
    }
    this.#quiet ??= { after: from, upTo: from };
    let hasHeard = false;
    const cancel = () => call.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    await new Promise<void>((resolve) => {
      call.on('data', (response: ReadResp) => {
        hasHeard = true;
        if (!signal.aborted) this.#heard(response);
      });
      call.on('error', () => resolve());
      call.on('end', () => resolve());
    });
    signal.removeEventListener('abort', cancel);
    return hasHeard;
  }

  #heard(response: ReadResp): void {
    const event = response.getEvent()?.getEvent();
    const checkpoint = response.getCheckpoint();
    if (event) {
      const position = BigInt(event.getCommitPosition());
      this.#quiet = { after: position, upTo: position };
    } else if (checkpoint) {
      this.#quiet = { ...this.#quiet!, upTo: BigInt(checkpoint.getCommitPosition()) };
      return;
    }
    // Also when it has just begun: something may have come before.
    this.parts.nudge();
  }
}
