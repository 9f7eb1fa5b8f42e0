import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConnectionArgumentError, pageOf } from './connection-arguments.js';
import { decodeCursor, encodeCursor } from './cursor.js';

const order = 'title asc,points desc';
const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const wellFormed = (text: string) => Buffer.from(text).toString() === text;

describe('cursors', () => {
  it('come back as the place that they were made of', () => {
    fc.assert(
      fc.property(fc.tuple(value, value), fc.string(), (values, key) => {
        fc.pre(values.every((each) => typeof each !== 'string' || wellFormed(each)));
        const normal = values.map((each) => (Object.is(each, -0) ? 0 : each));
        expect(decodeCursor(order, encodeCursor(order, { values: normal, key }), 'after')).toEqual({
          values: normal,
          key,
        });
      }),
    );
  });

  it('are refused whatever else a caller makes up, and never otherwise than by name', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (cursor) => {
          expect(() => decodeCursor(order, cursor, 'after')).toThrow(ConnectionArgumentError);
        },
      ),
    );
  });

  it.each([
    ['another order', encodeCursor('title asc', { values: ['a'], key: 'k' })],
    ['too few values', encodeCursor(order, { values: ['a'], key: 'k' })],
    ['padding that was added', `${encodeCursor(order, { values: ['a', 1], key: 'k' })}==`],
    ['a list for a value', Buffer.from(JSON.stringify([order, [[], 1], 'k'])).toString('base64url')],
    ['a key that is no text', Buffer.from(JSON.stringify([order, ['a', 1], 7])).toString('base64url')],
  ])('of %s are refused', (_what, cursor) => {
    expect(() => decodeCursor(order, cursor, 'before')).toThrow('`before` is not a cursor of this list in this order.');
  });
});

describe('page sizes', () => {
  it.each([
    [{}, 'PAGE_SIZE_MISSING'],
    [{ first: null, last: null }, 'PAGE_SIZE_MISSING'],
    [{ first: 1, last: 1 }, 'PAGE_SIZE_TWICE'],
    [{ first: 0 }, 'PAGE_SIZE'],
    [{ last: 101 }, 'PAGE_SIZE'],
    [{ first: 1.5 }, 'PAGE_SIZE'],
  ])('%j is refused as %s', (args, code) => {
    expect(() => pageOf(args)).toThrow(expect.objectContaining({ code }));
  });

  it('say what would be right', () => {
    expect(() => pageOf({ last: 101 })).toThrow('`last` is 101; it must be a whole number from 1 to 100.');
    expect(pageOf({ last: 100 })).toEqual({ size: 100, backwards: true });
    expect(pageOf({ first: 1, last: null })).toEqual({ size: 1, backwards: false });
  });
});
