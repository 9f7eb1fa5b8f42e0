import { randomUUID } from 'node:crypto';
import { openSqliteEventStore } from '#event-store';

/** Appends as many events as it is told, each after the acknowledgement of the one before: `file count`. */
const [file, count] = [process.argv[2]!, Number(process.argv[3])];
const store = await openSqliteEventStore({ file });
let expected: bigint | 'no_stream' = 'no_stream';
for (let n = 0; n < count; n++) {
  const event = { id: randomUUID(), type: 'UnitWentLive', data: {}, metadata: { synthetic: true } };
  ({ revision: expected } = await store.append('programme-synced', expected, [event]));
}
await store.close();
