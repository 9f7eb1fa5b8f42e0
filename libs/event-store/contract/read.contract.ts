import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Position } from '../port.js';
import { collect, type CurrentEngine, newEvent, newEvents, newStream, numbersOf, upTo } from './engine.js';

/** More than one page of any engine. */
const manyEvents = 2_500;

const readingStreams = (engine: CurrentEngine): void => {
  describe('read', () => {
    let stream: string;
    const numbers = async (options: { from?: bigint; backwards?: boolean; max?: number }) =>
      numbersOf(await collect(engine().store.read(stream, options)));

    beforeEach(async () => {
      stream = newStream();
      await engine().store.append(stream, 'no_stream', newEvents(10));
    });

    it('finds nothing in a stream that does not exist', async () => {
      expect(await collect(engine().store.read(newStream()))).toEqual([]);
      expect(await collect(engine().store.read(newStream(), { backwards: true }))).toEqual([]);
    });

    it('reads that stream alone', async () => {
      await engine().store.append(newStream(), 'no_stream', [newEvent({ n: 99 })]);
      expect(await numbers({})).toEqual(upTo(10));
    });

    it('starts at a revision, that one included', async () => {
      expect(await numbers({ from: 7n })).toEqual([7, 8, 9]);
      expect(await numbers({ from: 9n })).toEqual([9]);
    });

    it('finds nothing past the end', async () => {
      expect(await numbers({ from: 10n })).toEqual([]);
      expect(await numbers({ from: 2n ** 63n - 1n })).toEqual([]);
    });

    it('reads backwards, from the end or from a revision', async () => {
      expect(await numbers({ backwards: true })).toEqual(upTo(10).reverse());
      expect(await numbers({ backwards: true, from: 2n })).toEqual([2, 1, 0]);
      expect(await numbers({ backwards: true, max: 1 })).toEqual([9]);
    });

    it('reads no more than was asked for', async () => {
      expect(await numbers({ max: 3 })).toEqual([0, 1, 2]);
      expect(await numbers({ from: 8n, max: 3 })).toEqual([8, 9]);
      expect(await numbers({ max: 0 })).toEqual([]);
    });

    it('can be begun twice', async () => {
      const events = engine().store.read(stream, { max: 4 });
      expect(numbersOf(await collect(events))).toEqual(upTo(4));
      expect(numbersOf(await collect(events))).toEqual(upTo(4));
    });

    it('goes on over pages, both ways', async () => {
      const { store } = engine();
      const long = newStream();
      await store.append(long, 'no_stream', newEvents(manyEvents));
      expect(numbersOf(await collect(store.read(long)))).toEqual(upTo(manyEvents));
      expect(numbersOf(await collect(store.read(long, { backwards: true })))).toEqual(upTo(manyEvents).reverse());
      expect(await collect(store.read(long, { max: manyEvents - 1 }))).toHaveLength(manyEvents - 1);
    });

    it('can be left in the middle, again and again', async () => {
      const { store } = engine();
      const long = newStream();
      await store.append(long, 'no_stream', newEvents(manyEvents));
      for (let round = 0; round < 110; round++)
        for await (const event of store.read(long)) {
          expect(event.revision).toBe(0n);
          break;
        }
      expect(await store.append(long, BigInt(manyEvents - 1), newEvents(1))).toMatchObject({
        revision: BigInt(manyEvents),
      });
    });
  });
};

const readingAll = (engine: CurrentEngine): void => {
  describe('readAll and head', () => {
    let start: Position;
    beforeEach(async () => {
      start = await engine().store.head();
    });

    it('reads what follows a position, in the order of positions, all streams together', async () => {
      const { store } = engine();
      const [one, other] = [newStream(), newStream()];
      await store.append(one, 'no_stream', newEvents(2));
      await store.append(other, 'no_stream', newEvents(1));
      await store.append(one, 1n, newEvents(1));
      const all = await collect(store.readAll({ after: start }));
      expect(all.map(({ stream, revision }) => [stream, revision])).toEqual([
        [one, 0n],
        [one, 1n],
        [other, 0n],
        [one, 2n],
      ]);
      expect(all.every(({ position }, n) => position > (n === 0 ? start : all[n - 1]!.position))).toBe(true);
      for (const [n, { position }] of all.entries())
        expect(await collect(store.readAll({ after: position }))).toEqual(all.slice(n + 1));
    });

    it('reads no more than was asked for, and begins at the beginning', async () => {
      const { store } = engine();
      await store.append(newStream(), 'no_stream', newEvents(5));
      expect(numbersOf(await collect(store.readAll({ after: start, max: 3 })))).toEqual(upTo(3));
      expect(await collect(store.readAll({ after: start, max: 0 }))).toEqual([]);
      expect(await collect(store.readAll({ max: 1 }))).toHaveLength(1);
    });

    it('finds one event by its position, and none where there is none', async () => {
      const { store } = engine();
      const stream = newStream();
      const { position } = await store.append(stream, 'no_stream', newEvents(3));
      const all = await collect(store.readAll({ after: start }));
      for (const event of all) expect(await store.readAt(event.position)).toEqual(event);
      expect(all.at(-1)!.position).toBe(position);
      for (const nowhere of [0n, position + 1n, position + 1_000_000n])
        expect(await store.readAt(nowhere)).toBeUndefined();
    });

    it('goes on over pages', async () => {
      const { store } = engine();
      await store.append(newStream(), 'no_stream', newEvents(manyEvents));
      expect(numbersOf(await collect(store.readAll({ after: start })))).toEqual(upTo(manyEvents));
    });

    it('tells the head, after which there is nothing', async () => {
      const { store } = engine();
      const { position } = await store.append(newStream(), 'no_stream', newEvents(2));
      expect(await store.head()).toBe(position);
      expect(await collect(store.readAll({ after: position }))).toEqual([]);
    });

    it('can be left in the middle', async () => {
      const { store } = engine();
      await store.append(newStream(), 'no_stream', newEvents(manyEvents));
      for (let round = 0; round < 110; round++) for await (const _first of store.readAll({ after: start })) break;
      expect(await collect(store.readAll({ after: start }))).toHaveLength(manyEvents);
    });
  });
};

export const reading = (engine: CurrentEngine): void => {
  readingStreams(engine);
  readingAll(engine);
};
