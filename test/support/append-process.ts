import { randomUUID } from 'node:crypto';
import { stdin } from 'node:process';
import { isEventStoreError, openSqliteEventStore } from '#event-store';

/**
 * A process that writes to a ledger beside others: `node append-process.js FILE COUNT SHARED_STREAM`. Says `ready`,
 * begins when something comes in on stdin, and tells of every acknowledged event: `acknowledged ID POSITION`. Most
 * appends go to a stream of its own, several under way at once; each tenth goes to the stream that all share.
 */
const [file, count, shared] = process.argv.slice(2) as [string, string, string];
const underWayMax = 8;
const store = await openSqliteEventStore({ file });
const newEvent = () => ({ id: randomUUID(), type: 'SomethingHappened', data: { by: process.pid }, metadata: {} });
const tell = (id: string, position: bigint) => process.stdout.write(`acknowledged ${id} ${position}\n`);

/** Reads on and tries again for as long as somebody else was faster. */
const appendShared = async (event = newEvent()): Promise<void> => {
  let last: bigint | 'no_stream' = 'no_stream';
  for await (const { revision } of store.read(shared, { backwards: true, max: 1 })) last = revision;
  try {
    tell(event.id, (await store.append(shared, last, [event])).position);
  } catch (error) {
    if (!isEventStoreError(error, 'WRONG_EXPECTED_REVISION')) throw error;
    await appendShared(event);
  }
};

const own = `programme-${randomUUID()}`;
let next: bigint | 'no_stream' = 'no_stream';
const appendOwn = async (): Promise<void> => {
  const expected = next;
  next = expected === 'no_stream' ? 0n : expected + 1n;
  const event = newEvent();
  tell(event.id, (await store.append(own, expected, [event])).position);
};

process.stdout.write('ready\n');
await new Promise((resolve) => stdin.once('data', resolve));
stdin.destroy();
let begun = 0;
const client = async (): Promise<void> => {
  while (begun < Number(count)) await (++begun % 10 === 0 ? appendShared() : appendOwn());
};
await Promise.all(Array.from({ length: underWayMax }, client));
await store.close();
