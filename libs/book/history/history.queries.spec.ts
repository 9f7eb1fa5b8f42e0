import { describe, expect, it } from '@jest/globals';
import { dateIn, on, recorded } from '#kernel';
import { chartered } from '../testing/rollout.js';
import { recordedDaysLater } from './history.queries.js';

const line = recorded([on('2018-06-15', chartered)])[0]!;
const later = (recordedAt: string, timeZone = 'Europe/Oslo') =>
  recordedDaysLater({ dayOf: dateIn(timeZone) }, { ...line, recordedAt });

describe('the days between what happened and when it was written down', () => {
  it('are none on the same day', () => expect(later('2018-06-15T21:59:59.999Z')).toBe(0));
  it('are counted in the ledger’s time zone, where midnight comes before that of UTC', () => {
    expect(later('2018-06-15T22:00:00.000Z')).toBe(1);
    expect(later('2018-06-15T22:00:00.000Z', 'UTC')).toBe(0);
  });
  it('are never less than none', () => expect(later('2018-06-14T12:00:00.000Z')).toBe(0));
});
