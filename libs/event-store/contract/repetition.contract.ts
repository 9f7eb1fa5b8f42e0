import { describe, expect, it } from '@jest/globals';
import { collect, type CurrentEngine, newEvent, newEvents, newStream } from './engine.js';

export const repeating = (engine: CurrentEngine): void => {
  describe('an append that is repeated', () => {
    it('returns the first result and writes nothing', async () => {
      const { store } = engine();
      const stream = newStream();
      const events = newEvents(3);
      const first = await store.append(stream, 'no_stream', events);
      expect(await store.append(stream, 'no_stream', events)).toEqual(first);
      expect(await collect(store.read(stream))).toHaveLength(3);
    });

    it('is known although the stream has gone on', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, 'no_stream', newEvents(2));
      const events = newEvents(2);
      const first = await store.append(stream, 1n, events);
      await store.append(stream, 3n, newEvents(5));
      expect(await store.append(stream, 1n, events)).toEqual(first);
      expect(await collect(store.read(stream))).toHaveLength(9);
    });

    it('is known after the store was opened again', async () => {
      const stream = newStream();
      const events = newEvents(2);
      const first = await engine().store.append(stream, 'no_stream', events);
      const store = await engine().reopen();
      expect(await store.append(stream, 'no_stream', events)).toEqual(first);
      expect(await collect(store.read(stream))).toHaveLength(2);
    });

    it('is known while the first one is still under way', async () => {
      const { store } = engine();
      const stream = newStream();
      const events = newEvents(2);
      const [first, second] = await Promise.all([
        store.append(stream, 'no_stream', events),
        store.append(stream, 'no_stream', events),
      ]);
      expect(second).toEqual(first);
      expect(await collect(store.read(stream))).toHaveLength(2);
    });

    it('in part returns where that part ended', async () => {
      const { store } = engine();
      const stream = newStream();
      const events = newEvents(3);
      await store.append(stream, 'no_stream', events);
      const [, second] = await collect(store.read(stream));
      expect(await store.append(stream, 'no_stream', events.slice(0, 2))).toMatchObject({
        revision: 1n,
        position: second!.position,
      });
    });

    it('with more behind it is a conflict', async () => {
      const { store } = engine();
      const stream = newStream();
      const events = newEvents(2);
      await store.append(stream, 'no_stream', events);
      await expect(store.append(stream, 'no_stream', [...events, newEvent()])).rejects.toMatchObject({
        code: 'WRONG_EXPECTED_REVISION',
      });
      expect(await collect(store.read(stream))).toHaveLength(2);
    });

    it.each([
      ['data', { data: { text: 'something else' } }],
      ['metadata', { metadata: { version: 2, evidence: [] } }],
      ['type', { type: 'SomethingElseHappened' }],
    ])('with other %s under the same id is refused', async (_what, other) => {
      const { store } = engine();
      const stream = newStream();
      const event = newEvent();
      await store.append(stream, 'no_stream', [event]);
      await expect(store.append(stream, 'no_stream', [{ ...event, ...other }])).rejects.toMatchObject({
        code: 'EVENT_ID_REUSED',
      });
      expect(await collect(store.read(stream))).toMatchObject([event]);
    });
  });
};
