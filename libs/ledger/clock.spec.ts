import { describe, expect, it } from '@jest/globals';
import { dateIn } from '#kernel';
import { nextRound } from './clock.js';

const minute = 60_000;
const roundAfter = (now: string, origin: string, timeZone = 'Europe/Oslo', everyMs = minute) =>
  new Date(nextRound(Date.parse(now), Date.parse(origin), everyMs, dateIn(timeZone))).toISOString();

describe('the next round of the clock', () => {
  it('is on the grid, however long the last one took', () => {
    expect(roundAfter('2018-01-15T12:00:00.000Z', '2018-01-15T12:00:00.000Z')).toBe('2018-01-15T12:01:00.000Z');
    expect(roundAfter('2018-01-15T12:00:59.999Z', '2018-01-15T12:00:00.000Z')).toBe('2018-01-15T12:01:00.000Z');
    expect(roundAfter('2018-01-15T12:01:00.001Z', '2018-01-15T12:00:00.000Z')).toBe('2018-01-15T12:02:00.000Z');
  });

  it('is in the first moment of the new day, in winter and in summer, and across the change between them', () => {
    const origin = '2018-01-15T12:00:17.123Z';
    expect(roundAfter('2018-01-15T22:59:20.000Z', origin)).toBe('2018-01-15T23:00:00.000Z');
    expect(roundAfter('2018-07-15T21:59:20.000Z', origin)).toBe('2018-07-15T22:00:00.000Z');
    expect(roundAfter('2018-03-24T22:30:00.000Z', origin, 'Europe/Oslo', 86_400_000)).toBe('2018-03-24T23:00:00.000Z');
    expect(roundAfter('2018-03-25T02:00:00.000Z', origin, 'Europe/Oslo', 86_400_000)).toBe('2018-03-25T12:00:17.123Z');
    expect(roundAfter('2018-03-25T21:59:59.999Z', origin)).toBe('2018-03-25T22:00:00.000Z');
  });

  it('comes again at once when the machine woke a moment too early', () => {
    expect(roundAfter('2018-01-15T22:59:59.998Z', '2018-01-15T12:00:30.000Z')).toBe('2018-01-15T23:00:00.000Z');
  });

  it('follows the ledger’s time zone', () => {
    expect(roundAfter('2018-01-15T23:59:40.000Z', '2018-01-15T12:00:30.000Z', 'UTC')).toBe('2018-01-16T00:00:00.000Z');
  });
});
