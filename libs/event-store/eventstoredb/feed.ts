import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from './connection.js';
import { allRead } from './read-calls.js';

const retryMs = { first: 20, most: 2_000 };
/** A connection that is dead and does not know it tells nothing: so often somebody looks by himself. */
const lookMs = 1_000;

/**
 * Follows the end of the ledger to learn that something was appended, by whomever. It carries news and no events: those
 * who want them read them. So it costs nothing when the server drops it, as it does with everybody who is slow or idle
 * at the wrong moment; it subscribes again, and tells that something may have come meanwhile.
 */
export const runFeed = async (
  connection: Connection,
  streams: string,
  { nudge, signal }: { readonly nudge: () => void; readonly signal: AbortSignal },
): Promise<void> => {
  const look = setInterval(nudge, lookMs).unref();
  signal.addEventListener('abort', () => clearInterval(look), { once: true });

  /** Resolves when the subscription has ended, with whether it had begun. */
  const follow = async (): Promise<boolean> => {
    const call = await connection.subscribe(allRead({ from: 'end', count: 'subscription', streams }));
    if (signal.aborted) return (call.cancel(), true);
    let hasBegun = false;
    const cancel = () => call.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    await new Promise<void>((resolve) => {
      call.on('data', () => {
        hasBegun = true;
        nudge();
      });
      call.on('error', () => resolve());
      call.on('end', () => resolve());
    });
    signal.removeEventListener('abort', cancel);
    return hasBegun;
  };

  for (let retryIn = retryMs.first; !signal.aborted;) {
    const hasBegun = await follow().catch(() => false);
    retryIn = hasBegun ? retryMs.first : Math.min(retryIn * 2, retryMs.most);
    // Not all of those who were dropped together shall come back together.
    const wait = retryIn * (0.5 + Math.random());
    await delay(wait, undefined, { signal, ref: false }).catch(() => undefined);
  }
};
