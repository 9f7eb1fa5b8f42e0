import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  type EventStoreDBClient,
  type Position,
  type ReadPosition,
} from '@eventstore/db-client';
import {
  collect,
  connect,
  type ConnectedServer,
  errorOf,
  newEvents,
  newStream,
  serverName,
  startConnected,
} from './server.js';
import { settledWithin } from './settled.js';

const at = (position: bigint): Position => ({ commit: position, prepare: position });

describe(`reads, as ${serverName} answers them`, () => {
  let server: ConnectedServer;
  let client: EventStoreDBClient;
  let stream: string;
  /** Where the events of the stream are. */
  let positions: bigint[];
  beforeAll(async () => {
    server = await startConnected();
    ({ client } = server);
    stream = newStream();
    await client.appendToStream(stream, newEvents(40));
    positions = (await collect(client.readStream(stream))).map(({ event }) => event!.position!.commit);
  });
  afterAll(() => server.stop());

  const readAll = async (fromPosition: ReadPosition, options: { maxCount: number; direction?: typeof BACKWARDS }) =>
    (await collect<AllStreamResolvedEvent>(client.readAll({ fromPosition, ...options }))).map(
      ({ event }) => event!.position.commit,
    );

  it('give each event a position of its own, with gaps between them, in order', () => {
    expect(positions).toHaveLength(40);
    for (const [index, position] of positions.slice(1).entries())
      expect(position - positions[index]!).toBeGreaterThan(1);
  });

  it('of a stream that is not there fail at the first event; past the end there is nothing', async () => {
    const missing = newStream();
    expect(await errorOf(collect(client.readStream(missing)))).toMatchObject({
      type: 'stream-not-found',
      streamName: missing,
    });
    expect(await collect(client.readStream(stream, { fromRevision: 40n }))).toEqual([]);
  });

  it('of one stream fail when they ask for nothing, or for what follows the end', async () => {
    const failure = { type: 'unknown', code: 2, message: '2 UNKNOWN: Unexpected ReadStreamResult: Error' };
    expect(await errorOf(collect(client.readStream(stream, { maxCount: 0 })))).toMatchObject(failure);
    expect(await errorOf(collect(client.readStream(stream, { fromRevision: END })))).toMatchObject(failure);
  });

  it('of all streams that ask for no event never end', async () => {
    const reading = client.readAll({ maxCount: 0 });
    const other = collect(client.readStream(stream));
    expect(await settledWithin(collect(reading), other)).toBe(false);
    await reading.cancel();
  });

  it('of all streams begin with the event at a position forwards, and before it backwards', async () => {
    const tenth = at(positions[10]!);
    expect(await readAll(tenth, { maxCount: 1 })).toEqual([positions[10]]);
    expect(await readAll(tenth, { maxCount: 1, direction: BACKWARDS })).toEqual([positions[9]]);
    expect(await readAll(at(positions[0]!), { maxCount: 40 })).toEqual(positions);
    expect(await readAll(at(positions[39]!), { maxCount: 39, direction: BACKWARDS })).toEqual(
      positions.slice(0, 39).reverse(),
    );
  });

  it('of all streams fail at a position that is none of an event, and find nothing beyond the end', async () => {
    const failure = { type: 'unknown', code: 2, message: '2 UNKNOWN: Unexpected ReadAllResult: Error' };
    const within = at(positions[10]! + 1n);
    expect(await errorOf(readAll(within, { maxCount: 1 }))).toMatchObject(failure);
    expect(await errorOf(readAll(within, { maxCount: 1, direction: BACKWARDS }))).toMatchObject(failure);
    const beyond = at(positions[39]! + 1_000_000_000n);
    expect(await readAll(beyond, { maxCount: 1 })).toEqual([]);
    expect(await errorOf(readAll(beyond, { maxCount: 1, direction: BACKWARDS }))).toMatchObject(failure);
    expect(await readAll(END, { maxCount: 1 })).toEqual([]);
  });

  it('of all streams tell of the events of the server as well', async () => {
    const types = (await collect(client.readAll({ maxCount: 1 }))).map(({ event }) => event!.type);
    expect(types).toEqual(['$metadata']);
  });

  describe('of deleted streams', () => {
    const deletable = async () => {
      const name = newStream();
      await client.appendToStream(name, newEvents(3));
      return name;
    };
    const revisions = async (name: string) =>
      (await collect(client.readStream(name))).map(({ event }) => event!.revision);

    it('find none after a soft deletion; the next append goes on with the numbers, and what was before is gone', async () => {
      const name = await deletable();
      await client.deleteStream(name);
      expect(await errorOf(revisions(name))).toMatchObject({ type: 'stream-not-found' });
      const { nextExpectedRevision } = await client.appendToStream(name, newEvents(2), {
        expectedRevision: 'no_stream',
      });
      expect(nextExpectedRevision).toBe(4n);
      expect(await revisions(name)).toEqual([3n, 4n]);
    });

    it('are told of in a stream about the stream, of which the last word can be read', async () => {
      const name = await deletable();
      await client.deleteStream(name);
      const about = async () => (await collect(client.readStream(`$$${name}`))).map(({ event }) => event!);
      expect(await about()).toMatchObject([{ type: '$metadata', revision: 0n, data: { $tb: 2 ** 63 } }]);
      await client.appendToStream(name, newEvents(1));
      expect(await about()).toMatchObject([{ type: '$metadata', revision: 1n, data: { $tb: 3 } }]);
    });

    it('fail for good after a tombstone, and so do appends', async () => {
      const name = await deletable();
      await client.tombstoneStream(name);
      const deleted = { type: 'stream-deleted', streamName: name };
      const credentials = { username: 'admin', password: 'changeit' };
      expect(await errorOf(revisions(name))).toMatchObject({ ...deleted, code: 9 });
      expect(await errorOf(client.appendToStream(name, newEvents(1)))).toMatchObject(deleted);
      expect(await errorOf(client.appendToStream(name, newEvents(1), { credentials }))).toMatchObject(deleted);
      expect(await errorOf(client.deleteStream(name))).toMatchObject(deleted);
    });

    it('are in the order of all streams: what was deleted, and that it was', async () => {
      const name = await deletable();
      const [first] = await collect(client.readStream(name, { maxCount: 1 }));
      await client.tombstoneStream(name);
      const all = await collect(client.readAll({ fromPosition: first!.event!.position! }));
      const own = all
        .filter(({ event }) => event!.streamId === name)
        .map(({ event }) => [event!.revision, event!.type]);
      expect(own).toEqual([
        [0n, 'Observed'],
        [1n, 'Observed'],
        [2n, 'Observed'],
        [2n ** 63n - 1n, '$streamDeleted'],
      ]);
    });

    it('cannot be deleted at another revision than they have, or when there are none', async () => {
      const name = await deletable();
      const wrong = { type: 'wrong-expected-version', code: 9 };
      expect(await errorOf(client.deleteStream(name, { expectedRevision: 7n }))).toMatchObject({
        ...wrong,
        expectedVersion: 7n,
        actualVersion: 2n,
      });
      expect(await errorOf(client.deleteStream(newStream()))).toMatchObject({ ...wrong, actualVersion: -1n });
    });
  });

  describe('that are left', () => {
    /** All clients of a process share one connection: the hundredth of its calls is the one that the other client appends on. */
    const callsMax = 99;

    it('stay open on the wire: a hundred of them, and the connection carries no more, without a word', async () => {
      const crowded = connect(server.url);
      const subscriptions = Array.from({ length: callsMax }, () => crowded.subscribeToStream(stream));
      await Promise.all(
        subscriptions.map(async (subscription) => {
          for await (const _event of subscription) break;
        }),
      );
      const reading = collect(crowded.readStream(stream));
      expect(await settledWithin(reading)).toBe(false);
      await Promise.all(subscriptions.slice(0, 2).map((subscription) => subscription.unsubscribe()));
      expect(await reading).toHaveLength(40);
      await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
      await crowded.dispose();
    });
  });
});
