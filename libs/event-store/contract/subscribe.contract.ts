import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Batch, Position, StoredEvent } from '../port.js';
import { type CurrentEngine, newEvents, newStream, numbersOf, pipeline, upTo } from './engine.js';

/** No engine hands over more at once: a consumer's memory is bounded by it. */
const batchEventsMax = 1_000;

export const subscribing = (engine: CurrentEngine): void => {
  describe('subscribe', () => {
    let start: Position;
    let ending: AbortController;
    beforeEach(async () => {
      start = await engine().store.head();
      ending = new AbortController();
    });
    afterEach(() => ending.abort());

    const subscribe = (after = start) => engine().store.subscribe({ after, signal: ending.signal });

    /** Pulls batches until so many events have come and the last batch says that there are no more. */
    const take = async (batches: AsyncIterable<Batch>, count: number): Promise<StoredEvent[]> => {
      const events: StoredEvent[] = [];
      for await (const batch of batches) {
        expect(batch.events.length).toBeLessThanOrEqual(batchEventsMax);
        events.push(...batch.events);
        if (batch.events.length > 0) expect(batch.position).toBe(batch.events.at(-1)!.position);
        if (events.length >= count && batch.caughtUp) break;
      }
      return events;
    };

    it('says that it has caught up when there is nothing to deliver', async () => {
      for await (const batch of subscribe()) {
        expect(batch).toEqual({ events: [], position: start, caughtUp: true });
        break;
      }
    });

    it('delivers what was stored before, and then what is stored after', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, 'no_stream', newEvents(3));
      const batches = subscribe()[Symbol.asyncIterator]();
      const first = await batches.next();
      expect(first).toMatchObject({ done: false, value: { caughtUp: true } });
      expect(numbersOf((first.value as Batch).events)).toEqual([0, 1, 2]);
      const next = batches.next();
      const { position } = await store.append(stream, 2n, newEvents(1));
      expect(await next).toMatchObject({
        done: false,
        value: { position, caughtUp: true, events: [{ revision: 3n }] },
      });
    });

    it('loses and repeats nothing while others write', async () => {
      const { store } = engine();
      const streams = [newStream(), newStream(), newStream()];
      await store.append(newStream(), 'no_stream', newEvents(1_200));
      const taken = take(subscribe(), 1_200 + 3 * 200);
      await Promise.all(streams.flatMap((stream) => pipeline(store, stream, newEvents(200))));
      const events = await taken;
      expect(events).toHaveLength(1_800);
      expect(events.every(({ position }, n) => n === 0 || position > events[n - 1]!.position)).toBe(true);
      for (const stream of streams)
        expect(numbersOf(events.filter((event) => event.stream === stream))).toEqual(upTo(200));
    });

    it('resumes after the position of any batch or event', async () => {
      const { store } = engine();
      await store.append(newStream(), 'no_stream', newEvents(1_500));
      const events = await take(subscribe(), 1_500);
      for (const n of [0, 1, 998, 999, 1_000, 1_498])
        expect(numbersOf(await take(subscribe(events[n]!.position), 1_499 - n))).toEqual(upTo(1_500).slice(n + 1));
      const after: bigint[] = [];
      for await (const batch of subscribe()) {
        after.push(batch.position);
        if (batch.caughtUp) break;
      }
      for (const position of after) {
        const rest = events.filter((event) => event.position > position);
        if (rest.length > 0) expect(await take(subscribe(position), rest.length)).toEqual(rest);
      }
    });

    it('waits for a slow consumer, keeps nobody from writing, and hands over bounded batches', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, 'no_stream', newEvents(500));
      const batches = subscribe()[Symbol.asyncIterator]();
      const events = [...((await batches.next()).value as Batch).events];
      for (let from = 499n; from < 5_000n; from += 500n) await store.append(stream, from, newEvents(500));
      while (events.length < 5_500) {
        const { events: more } = (await batches.next()).value as Batch;
        expect(more.length).toBeLessThanOrEqual(batchEventsMax);
        events.push(...more);
      }
      expect(events.map(({ revision }) => Number(revision))).toEqual(upTo(5_500));
    });

    it('serves several consumers, each at its own pace', async () => {
      const { store } = engine();
      const takers = [take(subscribe(), 100), take(subscribe(), 50), take(subscribe(), 1)];
      await Promise.all(pipeline(store, newStream(), newEvents(100)));
      const [all, half, one] = await Promise.all(takers);
      expect(numbersOf(all!)).toEqual(upTo(100));
      expect(numbersOf(half!)).toEqual(upTo(half!.length));
      expect(numbersOf(one!)).toEqual(upTo(one!.length));
    });

    it('ends without a fault when it is aborted: before, while it waits, between batches', async () => {
      const before = new AbortController();
      before.abort();
      for await (const _batch of engine().store.subscribe({ signal: before.signal })) throw new Error('a batch came');

      const waiting = subscribe()[Symbol.asyncIterator]();
      await waiting.next();
      const next = waiting.next();
      ending.abort();
      expect(await next).toEqual({ done: true, value: undefined });

      await engine().store.append(newStream(), 'no_stream', newEvents(1_500));
      const between = new AbortController();
      let batches = 0;
      for await (const _batch of engine().store.subscribe({ after: start, signal: between.signal })) {
        batches++;
        between.abort();
      }
      expect(batches).toBe(1);
    });

    it('ends when its consumer leaves while it waits', async () => {
      const batches = subscribe()[Symbol.asyncIterator]();
      await batches.next();
      const next = batches.next();
      await batches.return!();
      expect(await next).toEqual({ done: true, value: undefined });
    });
  });

  describe('onAppend', () => {
    /** Resolves at the next nudge. */
    const nextNudge = () =>
      new Promise<void>((resolve) => {
        const stop = engine().store.onAppend(() => {
          stop();
          resolve();
        });
      });

    it('calls back after an append, until it is stopped', async () => {
      const { store } = engine();
      let calls = 0;
      const stop = store.onAppend(() => calls++);
      const first = nextNudge();
      await store.append(newStream(), 'no_stream', newEvents(1));
      await first;
      expect(calls).toBeGreaterThan(0);
      stop();
      const callsBefore = calls;
      const second = nextNudge();
      await store.append(newStream(), 'no_stream', newEvents(1));
      await second;
      expect(calls).toBe(callsBefore);
    });
  });
};
