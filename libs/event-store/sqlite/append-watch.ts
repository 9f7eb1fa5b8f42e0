import { Nudges } from '../nudges.js';

/**
 * Tells who wants to know that something was appended: at once for appends of this process, and by polling for those
 * of others. One timer serves everybody, runs only while somebody listens, and keeps no process alive.
 * `dataVersion` changes whenever another connection commits: `PRAGMA data_version`.
 */
export const appendWatch = (dataVersion: () => unknown, pollMs: number): Nudges => {
  let timer: NodeJS.Timeout | undefined;
  let seen: unknown;

  /** A file that cannot be read counts as changed: whoever then reads it meets the fault, and can deal with it. */
  const version = (): unknown => {
    try {
      return dataVersion();
    } catch {
      return Symbol('unknown');
    }
  };
  const poll = (): void => {
    const now = version();
    if (now === seen) return;
    seen = now;
    nudges.nudge();
  };
  const nudges = new Nudges(
    () => {
      seen = version();
      timer = setInterval(poll, pollMs).unref();
    },
    () => {
      clearInterval(timer);
      timer = undefined;
    },
  );
  return nudges;
};
