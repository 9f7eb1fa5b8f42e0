/** A clock that stands still until it is moved, and whoever waits on it with it. */
export const manualClock = (start: string) => {
  let now = Date.parse(start);
  const waiting = new Set<{ readonly at: number; readonly wake: () => void }>();
  return {
    now: () => new Date(now),
    wait: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (signal.aborted) return resolve();
        const wake = () => {
          waiting.delete(waiter);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const waiter = { at: now + ms, wake };
        waiting.add(waiter);
        signal.addEventListener('abort', wake);
      }),
    /** When each of those who wait wants to be woken. */
    alarms: () => [...waiting].map(({ at }) => new Date(at).toISOString()),
    moveTo(moment: string): void {
      now = Date.parse(moment);
      for (const { at, wake } of waiting) if (at <= now) wake();
    },
  };
};
