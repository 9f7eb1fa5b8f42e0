import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, payloadDigest } from './payload-digest.js';

const secret = Buffer.alloc(32, 1);

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
};

describe('the digest of a payload', () => {
  it('does not depend on the order of keys, or on fields without a value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => payloadDigest(secret, reversed(value)) === payloadDigest(secret, value)),
    );
    expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: 2n })).toBe('{"a":"2","b":[{"d":1}]}');
  });

  it('differs when a value, the order of a list, or the secret differs', () => {
    const digests = [{ a: [1, 2] }, { a: [2, 1] }, { a: [1, 2], b: null }, { a: '1,2' }].map((each) =>
      payloadDigest(secret, each),
    );
    expect(new Set([...digests, payloadDigest(Buffer.alloc(32, 2), { a: [1, 2] })]).size).toBe(5);
  });
});
