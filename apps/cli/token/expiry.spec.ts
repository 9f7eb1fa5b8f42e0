import { describe, expect, it } from '@jest/globals';
import { expiryOf } from './expiry.js';

const now = new Date('2026-01-31T12:00:00.000Z');

describe('when a token ends', () => {
  it.each([
    ['12h', '2026-02-01T00:00:00.000Z'],
    ['90d', '2026-05-01T12:00:00.000Z'],
    ['2w', '2026-02-14T12:00:00.000Z'],
    ['1y', '2027-01-31T12:00:00.000Z'],
    ['2026-01-31', '2026-01-31T23:59:59.999Z'],
    ['never', null],
  ])('%s is %s', (text, at) => expect(expiryOf(text, now)).toEqual({ at }));

  it.each(['', '0d', '90', 'd', '-1d', '2026-01-30', '2026-02-30', '31.01.2027', '999999d', 'soon'])(
    '%j is nothing that we know, or past',
    (text) => expect(expiryOf(text, now)).toBeUndefined(),
  );
});
