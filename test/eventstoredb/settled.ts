import { setTimeout as delay } from 'node:timers/promises';

/** Longer than any answer takes that is on its way; there is no other sign that one does not come. */
const patienceMs = 300;

/** Whether a promise settles, within the time that others take and a little more. */
export const settledWithin = async (
  promise: Promise<unknown>,
  ...others: readonly Promise<unknown>[]
): Promise<boolean> => {
  let hasSettled = false;
  const settle = () => (hasSettled = true);
  promise.then(settle, settle);
  await Promise.all(others);
  await delay(patienceMs);
  return hasSettled;
};
