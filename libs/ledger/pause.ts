import { setTimeout as wait } from 'node:timers/promises';

const doublingsMax = 6;

/**
 * Waits before attempt number `attempt` + 1: between half and all of `delayMs` doubled each time, at most 64 times as
 * long. The chance in it keeps two that collided from colliding again. Ends early, without a fault, when `signal` aborts.
 */
export const pause = async (attempt: number, delayMs: number, signal?: AbortSignal): Promise<void> => {
  const longestMs = delayMs * 2 ** Math.min(attempt - 1, doublingsMax);
  const ms = longestMs * (0.5 + Math.random() / 2);
  await wait(ms, undefined, { signal }).catch(() => undefined);
};
