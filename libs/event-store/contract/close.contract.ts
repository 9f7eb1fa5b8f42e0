import { describe, expect, it } from '@jest/globals';
import { collect, type CurrentEngine, newEvents, newStream, numbersOf, pipeline, upTo } from './engine.js';

export const closing = (engine: CurrentEngine): void => {
  describe('close', () => {
    it('finishes the appends that were asked for', async () => {
      const { store } = engine();
      const stream = newStream();
      const appends = pipeline(store, stream, newEvents(50));
      let acknowledged = 0;
      for (const append of appends) void append.then(() => acknowledged++);
      await store.close();
      expect(acknowledged).toBe(50);
      expect((await Promise.all(appends)).at(-1)).toMatchObject({ revision: 49n });
      expect(numbersOf(await collect((await engine().reopen()).read(stream)))).toEqual(upTo(50));
    });

    it('may be called twice', async () => {
      const { store } = engine();
      await Promise.all([store.close(), store.close()]);
      await store.close();
    });

    it('refuses every later call', async () => {
      const { store } = engine();
      await store.append(newStream(), 'no_stream', newEvents(1));
      const begun = store.readAll();
      await store.close();
      const closed = { code: 'STORE_CLOSED' };
      const { signal } = new AbortController();
      await expect(store.append(newStream(), 'no_stream', newEvents(1))).rejects.toMatchObject(closed);
      await expect(store.head()).rejects.toMatchObject(closed);
      await expect(collect(store.read(newStream()))).rejects.toMatchObject(closed);
      await expect(collect(begun)).rejects.toMatchObject(closed);
      await expect((async () => collect(store.subscribe({ signal })))()).rejects.toMatchObject(closed);
      expect(() => store.onAppend(() => undefined)).toThrow(expect.objectContaining(closed));
    });

    it('ends subscriptions without a fault', async () => {
      const { store } = engine();
      const { signal } = new AbortController();
      const batches = store.subscribe({ after: await store.head(), signal })[Symbol.asyncIterator]();
      await batches.next();
      const next = batches.next();
      await store.close();
      expect(await next).toEqual({ done: true, value: undefined });
    });

    it('leaves everything to be found by the next store', async () => {
      const stream = newStream();
      const { position } = await engine().store.append(stream, 'no_stream', newEvents(3));
      const before = await collect(engine().store.read(stream));
      const store = await engine().reopen();
      expect(await collect(store.read(stream))).toEqual(before);
      expect(await store.head()).toBe(position);
      expect(await store.append(stream, 2n, newEvents(1))).toMatchObject({ revision: 3n });
    });
  });
};
