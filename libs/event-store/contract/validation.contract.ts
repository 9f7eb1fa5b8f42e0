import { describe, expect, it } from '@jest/globals';
import { appendBytesMax, type NewEvent } from '../port.js';
import { collect, type CurrentEngine, newEvent, newStream } from './engine.js';

class Money {
  constructor(readonly amount: number) {}
}
const cycle: Record<string, unknown> = { name: 'a cycle' };
cycle['list'] = [cycle];
const deep = (levels: number): unknown => (levels === 0 ? {} : { inner: deep(levels - 1) });

/** What is wrong with an event, the event, and what the message must name. */
const invalidEvents: readonly (readonly [what: string, event: NewEvent, named: string])[] = [
  ['an id that is no UUID', newEvent({}, { id: '42' }), 'events[0].id'],
  ['an id in upper case', newEvent({}, { id: 'ABCDEF00-0000-4000-8000-000000000000' }), 'events[0].id'],
  ['no type', newEvent({}, { type: '' }), 'events[0].type'],
  ['a type of the engine', newEvent({}, { type: '$metadata' }), 'events[0].type'],
  ['no data', newEvent(undefined, { data: undefined }), 'events[0].data is undefined'],
  ['no metadata', newEvent({}, { metadata: undefined }), 'events[0].metadata is undefined'],
  ['a BigInt', newEvent({ units: [{ users: 1n }] }), 'events[0].data.units[0].users is a bigint'],
  ['a BigInt in the metadata', newEvent({}, { metadata: { position: 1n } }), 'events[0].metadata.position is a bigint'],
  ['NaN', newEvent({ share: NaN }), 'events[0].data.share is NaN'],
  ['Infinity', newEvent({ share: -Infinity }), 'events[0].data.share is -Infinity'],
  ['a date', newEvent({ on: new Date(0) }), 'events[0].data.on is an instance of Date'],
  ['a map', newEvent({ waves: new Map() }), 'events[0].data.waves is an instance of Map'],
  ['a set', newEvent(new Set()), 'events[0].data is an instance of Set'],
  ['bytes', newEvent({ file: new Uint8Array(2) }), 'events[0].data.file is an instance of Uint8Array'],
  ['an instance of a class', newEvent({ cost: new Money(1) }), 'events[0].data.cost is an instance of Money'],
  ['a function', newEvent({ toJSON: () => 'x' }), 'events[0].data.toJSON is a function'],
  ['a symbol', newEvent({ state: Symbol('open') }), 'events[0].data.state is a symbol'],
  [
    'a symbol for a key',
    newEvent({ inner: { [Symbol('key')]: 1 } }),
    'events[0].data.inner is an object with a symbol',
  ],
  ['undefined in a list', newEvent({ list: [1, undefined] }), 'events[0].data.list[1] is undefined'],
  ['a cycle', newEvent(cycle), 'events[0].data.list[0] is a reference to an object that holds it'],
  ['endless depth', newEvent(deep(5_000)), 'levels deep'],
];

/** `{"text":"…"}` of exactly so many bytes. */
const dataOf = (bytes: number, character = 'a') => {
  const free = bytes - Buffer.byteLength('{"text":""}');
  const width = Buffer.byteLength(character);
  return { text: character.repeat(Math.floor(free / width)) + 'a'.repeat(free % width) };
};

/** Strings that programs have stumbled over: quotes, controls, wide and combining characters, half of a pair. */
const naughty = [
  '',
  ' ',
  '"\'`;--',
  '\\u0000',
  '\0',
  '\u2028\u2029',
  '\ud83d\ude00',
  '\ud83d',
  'e\u0301',
  '\ufeff',
  'Æøå',
  '\u202eabc',
  '${x}',
];

export const validating = (engine: CurrentEngine): void => {
  describe('what cannot be kept', () => {
    it.each(invalidEvents)('is refused by name: %s', async (_what, event, named) => {
      const { store } = engine();
      const stream = newStream();
      const refused = store.append(stream, 'no_stream', [event]);
      await expect(refused).rejects.toMatchObject({ code: 'APPEND_INVALID', message: expect.stringContaining(named) });
      expect(await collect(store.read(stream))).toEqual([]);
    });

    it('is refused when there is nothing to append', async () => {
      await expect(engine().store.append(newStream(), 'no_stream', [])).rejects.toMatchObject({
        code: 'APPEND_INVALID',
      });
    });

    it('is refused when one append uses an id twice', async () => {
      const event = newEvent();
      await expect(engine().store.append(newStream(), 'no_stream', [event, event])).rejects.toMatchObject({
        code: 'APPEND_INVALID',
      });
    });

    it.each(['', '$all', 'half\ud800', 'nul\0'])('is refused for the stream name %j', async (stream) => {
      await expect(engine().store.append(stream, 'no_stream', [newEvent()])).rejects.toMatchObject({
        code: 'APPEND_INVALID',
        message: expect.stringContaining('stream'),
      });
    });

    it.each([null, undefined, -1n, 0, 'any', 'stream_exists'])('is refused for the revision %s', async (expected) => {
      await expect(engine().store.append(newStream(), expected as bigint, [newEvent()])).rejects.toMatchObject({
        code: 'APPEND_INVALID',
        message: expect.stringContaining('expectedRevision'),
      });
    });
  });

  describe('what can just be kept', () => {
    it.each([
      ['one event', [dataOf(appendBytesMax)]],
      ['characters of several bytes', [dataOf(appendBytesMax, 'å')]],
      ['two events together', [dataOf(appendBytesMax / 2), dataOf(appendBytesMax / 2)]],
    ])('is an append of the largest size: %s', async (_what, data) => {
      const { store } = engine();
      const stream = newStream();
      await store.append(
        stream,
        'no_stream',
        data.map((each) => newEvent(each)),
      );
      const stored = await collect(store.read(stream));
      expect(stored.map((event) => event.data)).toEqual(data);
    });

    it('is not one byte more, in one event or in several', async () => {
      const { store } = engine();
      const stream = newStream();
      for (const data of [
        [dataOf(appendBytesMax + 1)],
        [dataOf(appendBytesMax + 1, 'å')],
        [dataOf(appendBytesMax), {}],
      ]) {
        const refused = store.append(
          stream,
          'no_stream',
          data.map((each) => newEvent(each)),
        );
        await expect(refused).rejects.toMatchObject({ code: 'APPEND_TOO_LARGE' });
      }
      expect(await collect(store.read(stream))).toEqual([]);
    });

    it('is text of every kind', async () => {
      const { store } = engine();
      const stream = newStream();
      const data = { naughty, keys: Object.fromEntries(naughty.map((text, n) => [text, n])) };
      await store.append(stream, 'no_stream', [newEvent(data)]);
      expect((await collect(store.read(stream)))[0]!.data).toEqual(data);
    });

    it('is a field without a value, which is left out', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, 'no_stream', [newEvent({ note: undefined, kept: null })]);
      expect(Object.keys((await collect(store.read(stream)))[0]!.data as object)).toEqual(['kept']);
    });
  });
};
