import { type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { connectWarm, errorOf, newEvents, newStream } from './server.js';

/**
 * A process that walks into one of the client's traps, since some of them end it: `node trap-program.js TRAP URL`. What
 * it finds out on the way it tells in lines.
 */
const [trap, url] = process.argv.slice(2) as [string, string];
const tell = (line: string) => process.stdout.write(`${line}\n`);

/** Enough events that the server is busy with them for a while. */
const busyWith = 4_000;

/** Two clients have nothing in common but the process. */
const disposeTheOther = async (): Promise<void> => {
  const [one, other] = [await connectWarm(url), await connectWarm(url)];
  const failure = errorOf(one.appendToStream(newStream(), newEvents(busyWith)));
  // All of it is on its way when the other client goes.
  await new Promise((resolve) => setImmediate(resolve));
  await other.dispose();
  tell(`the append of the first client failed: ${(await failure).message}`);
  await new Promise((resolve) => setTimeout(resolve, 30_000));
  tell('survived');
};

const answeredTwice = async (): Promise<void> => {
  const client = await connectWarm(url);
  await client.appendToStream(newStream(), newEvents(1));
  await new Promise((resolve) => setTimeout(resolve, 30_000));
  tell('survived');
};

const malformed = (client: EventStoreDBClient): Readonly<Record<string, () => Promise<unknown>>> => ({
  'data that is undefined': () =>
    client.appendToStream(newStream(), jsonEvent({ type: 'Observed', data: undefined as unknown as string })),
  'data with a BigInt': () =>
    client.appendToStream(newStream(), jsonEvent({ type: 'Observed', data: { n: 1n } as unknown as string })),
  'a revision that is null': () =>
    client.appendToStream(newStream(), newEvents(1), { expectedRevision: null as unknown as bigint }),
});

const neverSettles = async (): Promise<void> => {
  const client = await connectWarm(url);
  let unhandled = 0;
  const news = new EventTarget();
  process.on('unhandledRejection', () => {
    unhandled++;
    news.dispatchEvent(new Event('unhandled'));
  });
  const settled = new Set<string>();
  const calls = Object.entries(malformed(client));
  for (const [name, call] of calls) {
    const settle = () => settled.add(name);
    call().then(settle, settle);
  }
  while (unhandled < calls.length) await new Promise((resolve) => news.addEventListener('unhandled', resolve));
  // What came later has been answered: what has not been by now never is.
  await client.appendToStream(newStream(), newEvents(1));
  for (const [name] of calls) tell(`${name}: ${settled.has(name) ? 'settled' : 'nobody knows'}`);
  process.exit(0);
};

const traps: Readonly<Record<string, () => Promise<void>>> = {
  'dispose the other': disposeTheOther,
  'answered twice': answeredTwice,
  'never settles': neverSettles,
};
const walk = traps[trap]!;
await walk();
