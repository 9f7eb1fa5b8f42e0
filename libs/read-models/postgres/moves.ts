import { setTimeout as delay } from 'node:timers/promises';
import type { Session } from '#postgres';

/** A nudge is lost with the connection that carries it; so whoever waits for one looks this often in any case. */
const lookMs = 500;

/** As `ReadDatabase.moves`: told by whoever writes, in the same transaction. */
export async function* movesOn(session: Session, signal: AbortSignal): AsyncIterable<void> {
  let rung = new AbortController();
  const stop = session.listen(() => rung.abort());
  try {
    while (!signal.aborted) {
      // What rings while somebody looks is not missed: it ends the next wait before it begins.
      rung = new AbortController();
      yield;
      await delay(lookMs, undefined, { signal: AbortSignal.any([rung.signal, signal]) }).catch(() => undefined);
    }
  } finally {
    stop();
  }
}
