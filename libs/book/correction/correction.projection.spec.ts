import { describe, expect, it } from '@jest/globals';
import { newId, on, recorded, step } from '#kernel';
import { OccurredOnCorrected } from './correction.events.js';
import { corrections } from './correction.projection.js';

const eventId = newId(1);
const data = {
  eventId,
  eventType: 'PilotStarted',
  revision: 7,
  previously: '2015-01-01',
  occurredOn: '2014-09-01',
  reason: 'Minutes',
};
const [first, second] = recorded([
  on('2018-01-10', OccurredOnCorrected(data)),
  on('2018-01-12', OccurredOnCorrected({ ...data, previously: '2014-09-01', occurredOn: '2014-10-01' })),
]);

describe('a correction in the read model', () => {
  it('says which line, from which day to which, and when that came out', () => {
    expect(step(corrections, undefined, first!, first!.id)?.row).toEqual({ ...data, correctedOn: '2018-01-10' });
  });
  it('is a row for each correction, also of the same line', () => {
    expect([first, second].map((event) => corrections.keysOf(event!))).toEqual([[first!.id], [second!.id]]);
  });
  it('stays as it is when it comes twice', () => {
    const once = step(corrections, undefined, first!, first!.id)!;
    expect(step(corrections, once, first!, first!.id)).toBe(once);
  });
});
