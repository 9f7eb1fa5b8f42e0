import { setTimeout as wait } from 'node:timers/promises';
import { type Actor, type LocalDate, dateIn } from '#kernel';
import type { Vault } from '#privacy';
import { clockCommandIdOf } from './ids.js';
import type { Ledger } from './ledger.js';
import type { Log } from './log.js';

export interface ClockParts {
  readonly ledger: Pick<Ledger<unknown>, 'submit' | 'book' | 'timeZone'>;
  /** Makes the ids of the clock's commands: the same for all clocks on a ledger. */
  readonly vault: Pick<Vault, 'secret'>;
  /** Programmes in which something may have fallen due by a day. One too many does no harm. */
  readonly due: (today: LocalDate) => Promise<readonly string[]>;
  /** The domain's command that writes what fell due, or refuses with NOTHING_DUE; `tick` when absent. */
  readonly command?: string;
  /** The same clock as the ledger's. */
  readonly now?: () => Date;
  /** Between two rounds; a minute when absent. A round also starts in the moment in which the day changes. */
  readonly everyMs?: number;
  readonly signal: AbortSignal;
  readonly log?: Log;
  /** How to wait; ends early when the signal aborts. The tests have a way of their own. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const clockActor: Actor = { id: 'clock', role: 'system' };

const waitByTimer = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => undefined);

/**
 * The moment of the next round, in ms since 1970: the next tick of a grid that starts at `origin`, or, when the day
 * changes before that, the first millisecond of the new day. Counted from the grid, so that rounds do not drift.
 */
export const nextRound = (
  now: number,
  origin: number,
  everyMs: number,
  dayOf: (instant: Date) => LocalDate,
): number => {
  const tick = origin + (Math.floor((now - origin) / everyMs) + 1) * everyMs;
  const today = dayOf(new Date(now));
  if (dayOf(new Date(tick)) === today) return tick;
  let [before, after] = [now, tick];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(new Date(middle)) === today) before = middle;
    else after = middle;
  }
  return after;
};

/**
 * Writes what falls due by the calendar, with no human hand: at the start, which catches up on what fell due while
 * nothing ran, then every minute and at midnight. Several clocks may run on one ledger: their commands have the same
 * ids, and what fell due is written once. Resolves when the signal has aborted and the last command is answered.
 */
export const runClock = async (parts: ClockParts): Promise<void> => {
  const { ledger, due, signal, log, command = 'tick', now = () => new Date(), everyMs = 60_000 } = parts;
  const dayOf = dateIn(ledger.timeZone);
  let secret: Buffer | undefined;

  const tick = async (programmeId: string, today: LocalDate): Promise<void> => {
    const book = await ledger.book(programmeId);
    if (!book) return;
    // Asked for in a round, so that keys that cannot be reached fail one round and not the clock.
    secret ??= await parts.vault.secret('clock-command-id');
    const commandId = clockCommandIdOf(secret, programmeId, today, book.revision);
    const outcome = await ledger.submit({ programmeId, command, input: {}, actor: clockActor, record: { commandId } });
    if (outcome.accepted || outcome.refusals.every(({ refused }) => refused === 'NOTHING_DUE')) return;
    log?.warn({ programmeId, refusals: outcome.refusals }, 'what fell due was refused; the next round tries again');
  };

  const round = async (): Promise<void> => {
    const today = dayOf(now());
    for (const programmeId of await due(today)) {
      if (signal.aborted) return;
      await tick(programmeId, today).catch((error: unknown) =>
        log?.error({ err: error, programmeId }, 'what fell due was not written; the next round tries again'),
      );
    }
  };

  const origin = now().getTime();
  while (!signal.aborted) {
    await round().catch((error: unknown) =>
      log?.error({ err: error }, 'a round of the clock failed; the next one tries again'),
    );
    const at = now().getTime();
    await (parts.wait ?? waitByTimer)(nextRound(at, origin, everyMs, dayOf) - at, signal);
  }
};
