import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeAppend } from './encode-append.js';

const id = '00000000-0000-4000-8000-000000000001';
const encode = (data: unknown) => encodeAppend('programme-1', 'no_stream', [{ id, type: 'T', data, metadata: {} }])[0]!;

/** Told apart by kind and content; a field without a value is no field, and JSON knows one zero. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b) || Object.prototype.toString.call(a) !== Object.prototype.toString.call(b))
    return false;
  const present = (value: object) => Object.entries(value).filter(([, member]) => member !== undefined);
  const [left, right] = [present(a), new Map(present(b))];
  return left.length === right.size && left.every(([key, member]) => right.has(key) && isSame(member, right.get(key)));
};

describe('the text of an event', () => {
  it('reads back as what was written, for everything that JSON can carry', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => isSame(JSON.parse(encode(value).data), value)),
      { numRuns: 500 },
    );
  });

  it('is refused for whatever would read back otherwise', () => {
    const options = {
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
    };
    const attempt = (value: unknown) => {
      try {
        return encode(value);
      } catch (error) {
        expect(error).toMatchObject({ code: 'APPEND_INVALID' });
        return undefined;
      }
    };
    const holds = (value: unknown) => {
      const encoded = attempt(value);
      return encoded === undefined || isSame(JSON.parse(encoded.data), value);
    };
    fc.assert(fc.property(fc.anything(options), holds), { numRuns: 2_000 });
  });

  it('takes objects without a prototype, and one object in two places', () => {
    const shared = Object.assign(Object.create(null) as object, { a: 1 });
    expect(encode({ one: shared, two: shared }).data).toBe('{"one":{"a":1},"two":{"a":1}}');
  });

  it('refuses metadata of one event that is larger than an append', () => {
    const metadata = { text: 'a'.repeat(1_048_576) };
    expect(() => encodeAppend('s', 'no_stream', [{ id, type: 'T', data: {}, metadata }])).toThrow(
      expect.objectContaining({ code: 'APPEND_TOO_LARGE' }),
    );
  });
});
