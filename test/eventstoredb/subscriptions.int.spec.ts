import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AllStreamSubscription,
  END,
  type EventStoreDBClient,
  type Filter,
  jsonEvent,
  type Position,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import {
  collect,
  type ConnectedServer,
  newEvents,
  newStream,
  pipeline,
  serverName,
  startConnected,
  upTo,
} from './server.js';
import { settledWithin } from './settled.js';

/** The server looks through so many events at once, and holds so many for a subscriber. */
const window = 32;

describe(`subscriptions, as ${serverName} serves them`, () => {
  let server: ConnectedServer;
  let client: EventStoreDBClient;
  beforeAll(async () => {
    server = await startConnected();
    ({ client } = server);
  });
  afterAll(() => server.stop());

  /** Positions of events, told by the numbers in them. */
  const append = async (stream: string, count: number): Promise<Position[]> => {
    await client.appendToStream(stream, newEvents(count));
    const events = await collect(client.readStream(stream));
    return events.slice(-count).map(({ event }) => event!.position!);
  };

  const onlyOf = (stream: string, options: Partial<Filter> = {}) =>
    streamNameFilter({ prefixes: [stream], ...options });

  /** What a subscription delivers until it has caught up. */
  const caughtUpWith = async (subscription: AllStreamSubscription): Promise<bigint[]> => {
    const commits: bigint[] = [];
    subscription.on('data', ({ event }) => commits.push(event!.position.commit));
    await once(subscription, 'caughtUp');
    await subscription.unsubscribe();
    return commits;
  };

  it('confirm, deliver what is stored, say once that they have caught up, and go on with what is new', async () => {
    const stream = newStream();
    await append(stream, 3);
    const heard: unknown[] = [];
    const subscription = client
      .subscribeToStream(stream)
      .on('confirmation', () => heard.push('confirmation'))
      .on('caughtUp', () => heard.push('caughtUp'))
      .on('data', ({ event }) => heard.push(event!.revision));
    await once(subscription, 'caughtUp');
    await client.appendToStream(stream, newEvents(2));
    while (heard.length < 7) await once(subscription, 'data');
    expect(heard).toEqual(['confirmation', 0n, 1n, 2n, 'caughtUp', 3n, 4n]);
    await subscription.unsubscribe();
  });

  it('to a stream that is not there catch up with its first event', async () => {
    const stream = newStream();
    const subscription = client.subscribeToStream(stream);
    const caughtUp = once(subscription, 'caughtUp');
    subscription.resume();
    await once(subscription, 'confirmation');
    expect(await settledWithin(caughtUp)).toBe(false);
    await client.appendToStream(stream, newEvents(1));
    await caughtUp;
    await subscription.unsubscribe();
  });

  it('begin after the revision or the position that they are given, whichever that is', async () => {
    const stream = newStream();
    const positions = await append(stream, 70);
    for (const index of [0, 1, 30, 31, 32, 33, 63, 64, 68, 69]) {
      const after = positions.slice(index + 1).map(({ commit }) => commit);
      const all = client.subscribeToAll({ fromPosition: positions[index]!, filter: onlyOf(stream) });
      expect(await caughtUpWith(all)).toEqual(after);
      const own = client.subscribeToStream(stream, { fromRevision: BigInt(index) });
      expect(await caughtUpWith(own as unknown as AllStreamSubscription)).toEqual(after);
    }
  });

  it('without a filter begin after a position as well', async () => {
    const positions = await append(newStream(), 3);
    const delivered = await caughtUpWith(client.subscribeToAll({ fromPosition: positions[0]! }));
    expect(delivered.slice(0, 2)).toEqual([positions[1]!.commit, positions[2]!.commit]);
  });

  describe('with a filter', () => {
    it('tell how far they have looked after every 32 events, where nothing matched by a position of half zeros', async () => {
      const positions = await append(newStream(), 20 * window);
      const checkpoints: Position[] = [];
      const filter = onlyOf('nobody-', {
        checkpointReached: async (_subscription, position) => void checkpoints.push(position),
      });
      expect(await caughtUpWith(client.subscribeToAll({ fromPosition: positions[0]!, filter }))).toEqual([]);
      // The page that reaches the end tells nothing; others may have written meanwhile.
      expect(checkpoints.length).toBeGreaterThanOrEqual(19);
      expect(checkpoints.every(({ prepare }) => prepare === 0n)).toBe(true);
      const own = positions.slice(1).map(({ commit }) => commit);
      expect(checkpoints.slice(0, 3).map(({ commit }) => own.indexOf(commit))).toEqual([0, window, 2 * window]);
    });

    it('tell the place of the last event where some matched, and so often as they are told to', async () => {
      const stream = newStream();
      const positions = await append(stream, 20 * window);
      const checkpoints: Position[] = [];
      const filter = onlyOf(stream, {
        checkpointInterval: 4,
        checkpointReached: async (_subscription, position) => void checkpoints.push(position),
      });
      await caughtUpWith(client.subscribeToAll({ fromPosition: positions[0]!, filter }));
      expect(checkpoints.slice(0, 4)).toEqual([4, 8, 12, 16].map((pages) => positions[pages * window]));
    });

    it('lose and repeat nothing when they begin again at a checkpoint', async () => {
      const stream = newStream();
      const other = newStream();
      const positions: Position[] = [];
      // In between there are events that do not match, in pages that match in part, in whole and not at all.
      for (const count of [5, 40, 1, 33, 70]) {
        positions.push(...(await append(stream, count)));
        await append(other, count * 2);
      }
      const checkpoints: Position[] = [];
      const filter = onlyOf(stream, {
        checkpointReached: async (_subscription, position) => void checkpoints.push(position),
      });
      const all = await caughtUpWith(client.subscribeToAll({ fromPosition: positions[0]!, filter }));
      expect(all).toEqual(positions.slice(1).map(({ commit }) => commit));
      expect(checkpoints.length).toBeGreaterThan(5);
      for (const checkpoint of checkpoints) {
        const again = client.subscribeToAll({ fromPosition: checkpoint, filter: onlyOf(stream) });
        expect(await caughtUpWith(again)).toEqual(all.filter((commit) => commit > checkpoint.commit));
      }
    });

    it('tell it live as well, when so many events have come by; with little traffic they tell nothing', async () => {
      const stream = newStream();
      const checkpoints: Position[] = [];
      const told = new EventTarget();
      const filter = onlyOf('nobody-', {
        checkpointReached: async (_subscription, position) => {
          checkpoints.push(position);
          told.dispatchEvent(new Event('checkpoint'));
        },
      });
      const subscription = client.subscribeToAll({ fromPosition: END, filter });
      subscription.resume();
      await once(subscription, 'caughtUp');
      const isTold = once(told, 'checkpoint');
      await Promise.all(pipeline(client, stream, newEvents(window)));
      await isTold;
      expect(checkpoints[0]!.commit).toBe(checkpoints[0]!.prepare);
      await subscription.unsubscribe();
    });
  });

  describe('that are live', () => {
    const live = async (stream: string): Promise<AllStreamSubscription> => {
      const subscription = client.subscribeToAll({ fromPosition: END, filter: onlyOf(stream) });
      subscription.resume();
      await once(subscription, 'caughtUp');
      return subscription;
    };
    /** Events of a kilobyte and a half: some of them fill what the connection takes before its reader has read. */
    const large = (count: number) =>
      upTo(count).map((n) => jsonEvent({ type: 'Observed', data: { n }, metadata: { text: 'x'.repeat(1_500) } }));
    const dropped = {
      type: 'timeout',
      code: 10,
      message: expect.stringMatching(/^10 ABORTED: Operation timed out: Consumer too slow to handle event while/),
    };

    it('are dropped by one append of 256 events, however fast they are, and not resumed', async () => {
      const stream = newStream();
      const subscription = await live(stream);
      const ended: string[] = [];
      subscription.on('end', () => ended.push('end')).on('close', () => ended.push('close'));
      const failure = once(subscription, 'error');
      await client.appendToStream(stream, large(256));
      expect((await failure)[0]).toMatchObject(dropped);
      // Neither of them comes after an error.
      expect(await settledWithin(once(subscription, 'end'))).toBe(false);
      expect(ended).toEqual([]);
    });

    it('keep pace with appends of few events', async () => {
      const stream = newStream();
      const subscription = await live(stream);
      const numbers: number[] = [];
      subscription.on('data', ({ event }) => numbers.push((event!.data as { n: number }).n));
      const appended = client.appendToStream(stream, newEvents(16));
      while (numbers.length < 16) await once(subscription, 'data');
      await appended;
      expect(numbers).toEqual(upTo(16));
      await subscription.unsubscribe();
    });

    it('are dropped when their consumer pauses while others write', async () => {
      const stream = newStream();
      const subscription = await live(stream);
      subscription.pause();
      const failure = once(subscription, 'error');
      for (let from = 0; from < 400; from += 8) await client.appendToStream(stream, large(8));
      // He hears of it when he reads on, after all that was on its way to him.
      subscription.resume();
      expect((await failure)[0]).toMatchObject(dropped);
    });
  });

  it('that catch up are not dropped, however slow', async () => {
    const stream = newStream();
    await append(stream, 2_000);
    const subscription = client.subscribeToAll({ fromPosition: START, filter: onlyOf(stream) });
    let count = 0;
    for await (const _event of subscription) {
      if (++count % 500 === 0) await delay(50);
      if (count === 2_000) break;
    }
    expect(count).toBe(2_000);
    await subscription.unsubscribe();
  });
});
