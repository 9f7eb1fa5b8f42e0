import { expect } from '@jest/globals';

/** A message that is not there by then does not come. */
const patienceMs = 8_000;

/** The next message of which something holds. Others may come before it: the states in between, which may be left out. */
export const nextWhere = async <Message>(
  messages: { next(): Promise<Message> },
  holds: (message: Message) => boolean,
): Promise<Message> => {
  let last: Message | undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no such message; the last one: ${JSON.stringify(last)}`)), patienceMs);
  });
  const looking = async () => {
    do last = await messages.next();
    while (!holds(last));
    return last;
  };
  return Promise.race([looking(), late]).finally(() => clearTimeout(timer));
};

/** Is it an object like this one, as far as that goes? */
export const matches = (value: unknown, expected: object): boolean => {
  try {
    expect(value).toMatchObject(expected);
    return true;
  } catch {
    return false;
  }
};
