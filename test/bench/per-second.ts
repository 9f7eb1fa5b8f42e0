/** Waits for one thing to be done, and is asked for the next. */
export type Step = () => Promise<void>;

/** All clients at once take one step after the other until the time is over; gives how many steps that were per second. */
export const perSecond = async (seconds: number, clients: readonly Step[]): Promise<number> => {
  const start = performance.now();
  let steps = 0;
  const loop = async (step: Step) => {
    for (; performance.now() - start < seconds * 1000; steps++) await step();
  };
  await Promise.all(clients.map(loop));
  return steps / ((performance.now() - start) / 1000);
};

/** Several rivals in turns, so that what disturbs one of them disturbs all; gives what each did per second over its turns. */
export const inTurns = async (turns: number, seconds: number, rivals: readonly (readonly Step[])[]) => {
  const sums = rivals.map(() => 0);
  for (let turn = 0; turn < turns; turn++) {
    // Who went last goes first: nobody is always the one after a pause.
    const order = turn % 2 === 0 ? rivals : rivals.toReversed();
    for (const clients of order) sums[rivals.indexOf(clients)]! += await perSecond(seconds, clients);
  }
  return sums.map((sum) => sum / turns);
};
