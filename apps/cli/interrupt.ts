const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls back when the process is asked to end, instead of ending it. Returns how to take that back. */
export const onInterrupt = (listener: () => void): (() => void) => {
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
};

/**
 * Does work that leaves something half done behind when it is stopped: then, and when it fails, that is cleared away.
 * When it is asked to end, the process ends with the code of an interrupted one (130, as shells have it).
 */
export const clearedWhenStopped = async <Result>(clear: () => void, work: () => Promise<Result>): Promise<Result> => {
  const stopListening = onInterrupt(() => {
    clear();
    process.exit(130);
  });
  try {
    return await work();
  } catch (error) {
    clear();
    throw error;
  } finally {
    stopListening();
  }
};
