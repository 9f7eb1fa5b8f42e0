const lookEveryMs = 20;

/** Resolves with the first answer that is as it should be. The test's own time limit ends the wait. */
export const until = async <T>(ask: () => Promise<T>, isRight: (told: T) => boolean = Boolean): Promise<T> => {
  for (;;) {
    const told = await ask();
    if (isRight(told)) return told;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
};
