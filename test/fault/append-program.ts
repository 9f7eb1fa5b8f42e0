import { randomUUID } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import {
  type Appended,
  type EventStore,
  type ExpectedRevision,
  isEventStoreError,
  openSqliteEventStore,
} from '#event-store';

/**
 * Appends to a ledger, one after the other, as the ledger's pipeline does: `node append-program.js FILE COUNT TOLD`. Repeats the
 * same append while its outcome is unknown, and opens again what could not be opened. Tells of each acknowledged event,
 * `acknowledged ID POSITION`, and of each fault, `fault CODE MESSAGE`; ends with `done`.
 */
const [file, count, toldFile] = process.argv.slice(2) as [string, string, string];
const told = openSync(toldFile, 'a');
const attemptsMax = 6;
const stream = `programme-${randomUUID()}`;
/** At once, also when the process is killed in the next moment. */
const tell = (...words: unknown[]) => [told, 1].forEach((stream) => writeSync(stream, `${words.join(' ')}\n`));

const persistently = async <Result>(step: () => Promise<Result>): Promise<Result> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await step();
    } catch (error) {
      if (!isEventStoreError(error, 'STORE_UNAVAILABLE')) throw error;
      tell('fault', error.message);
      if (attempt === attemptsMax) throw error;
    }
  }
};

/** Of several pages, so that a transaction can be torn in many places. */
const newEvents = (n: number) =>
  [0, 1].map(() => ({
    id: randomUUID(),
    type: 'SomethingHappened',
    data: { n, text: 'x'.repeat(3_000) },
    metadata: {},
  }));

const store: EventStore = await persistently(() => openSqliteEventStore({ file }));
let expected: ExpectedRevision = 'no_stream';
for (let n = 0; n < Number(count); n++) {
  const events = newEvents(n);
  const at: ExpectedRevision = expected;
  const { revision, position }: Appended = await persistently(() => store.append(stream, at, events));
  expected = revision;
  tell('acknowledged', events[0]!.id, position - 1n);
  tell('acknowledged', events[1]!.id, position);
}
await store.close();
tell('done');
