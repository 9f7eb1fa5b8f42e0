import { describe, expect, it } from '@jest/globals';
import type { ExpectedRevision } from '../port.js';
import { collect, type CurrentEngine, newEvent, newEvents, newStream, numbersOf, pipeline, upTo } from './engine.js';

const conflict = (actualRevision?: ExpectedRevision) => ({
  code: 'WRONG_EXPECTED_REVISION',
  ...(actualRevision === undefined ? {} : { details: { actualRevision } }),
});

export const appending = (engine: CurrentEngine): void => {
  describe('append', () => {
    it('keeps the events as they were given, in order, and tells where the last one is', async () => {
      const { store } = engine();
      const stream = newStream();
      const events = [newEvent({ n: 0, list: [1, null, { deep: true }] }), newEvent({ n: 1 }, { type: 'OtherThing' })];
      const { revision, position, firstPosition } = await store.append(stream, 'no_stream', events);
      const stored = await collect(store.read(stream));
      expect(stored).toEqual(
        events.map((event, n) => ({ ...event, stream, revision: BigInt(n), position: expect.anything() })),
      );
      expect({ revision, position }).toEqual({ revision: 1n, position: stored[1]!.position });
      expect(stored[0]!.position < position).toBe(true);
      // An engine need not know it; one that does, says it right.
      expect([undefined, stored[0]!.position]).toContain(firstPosition);
      if (firstPosition !== undefined) expect(position - firstPosition).toBe(1n);
    });

    it('gives later appends higher positions, across streams', async () => {
      const { store } = engine();
      const [one, other] = [newStream(), newStream()];
      const first = await store.append(one, 'no_stream', newEvents(2));
      const second = await store.append(other, 'no_stream', newEvents(1));
      const third = await store.append(one, first.revision, newEvents(1));
      expect([first.revision, second.revision, third.revision]).toEqual([1n, 0n, 2n]);
      expect(first.position < second.position && second.position < third.position).toBe(true);
    });

    it('refuses no_stream on a stream that exists, and leaves it as it was', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, 'no_stream', newEvents(2));
      await expect(store.append(stream, 'no_stream', newEvents(1))).rejects.toMatchObject(conflict(1n));
      expect(await collect(store.read(stream))).toHaveLength(2);
    });

    it('refuses a revision that the stream has not reached, or has passed', async () => {
      const { store } = engine();
      const stream = newStream();
      await expect(store.append(stream, 0n, newEvents(1))).rejects.toMatchObject(conflict('no_stream'));
      await store.append(stream, 'no_stream', newEvents(3));
      await expect(store.append(stream, 1n, newEvents(1))).rejects.toMatchObject(conflict(2n));
      await expect(store.append(stream, 3n, newEvents(1))).rejects.toMatchObject(conflict(2n));
      expect(await collect(store.read(stream))).toHaveLength(3);
    });

    it('appends all events or none', async () => {
      const { store } = engine();
      const stream = newStream();
      await expect(store.append(stream, 4n, newEvents(3))).rejects.toMatchObject(conflict('no_stream'));
      await expect(
        store.append(stream, 'no_stream', [newEvent(), newEvent({ amount: 1n }), newEvent()]),
      ).rejects.toMatchObject({ code: 'APPEND_INVALID' });
      expect(await collect(store.read(stream))).toEqual([]);
    });

    it('lets exactly one of those win who append at the same revision', async () => {
      const { store } = engine();
      const stream = newStream();
      const results = await Promise.allSettled(
        newEvents(20).map((event) => store.append(stream, 'no_stream', [event])),
      );
      const lost = results.filter((result) => result.status === 'rejected');
      expect(lost).toHaveLength(19);
      for (const { reason } of lost) expect(reason).toMatchObject(conflict());
      expect(await collect(store.read(stream))).toHaveLength(1);
    });
  });

  describe('appends under way at once', () => {
    it('are carried out in the order in which they were asked for', async () => {
      const { store } = engine();
      const stream = newStream();
      const results = await Promise.all(pipeline(store, stream, newEvents(60)));
      expect(results.map(({ revision }) => revision)).toEqual(upTo(60).map(BigInt));
      expect(numbersOf(await collect(store.read(stream)))).toEqual(upTo(60));
    });

    it('fail from the first that fails on, and only those of the same stream', async () => {
      const { store } = engine();
      const [stream, other] = [newStream(), newStream()];
      const events = newEvents(20);
      events[10] = newEvent({ n: 10 });
      const before = pipeline(store, stream, events.slice(0, 10));
      const wrong = store.append(stream, 3n, [events[10]]);
      const after = events.slice(11).map((event, n) => store.append(stream, BigInt(10 + n), [event]));
      const elsewhere = pipeline(store, other, newEvents(5));
      const outcomes = await Promise.allSettled([...before, wrong, ...after, ...elsewhere]);
      expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
        ...before.map(() => true),
        false,
        ...after.map(() => false),
        ...elsewhere.map(() => true),
      ]);
      expect(numbersOf(await collect(store.read(stream)))).toEqual(upTo(10));
    });
  });
};
