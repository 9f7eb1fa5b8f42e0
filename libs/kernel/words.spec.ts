import { describe, expect, it } from '@jest/globals';
import { globalId, parseGlobalId, plainId } from './global-id.js';
import { addDays, dateIn, daysBetween, latest } from './time.js';
import { type Say, fill } from './words.js';

const plainly: Say = (value) => (typeof value === 'string' ? value : undefined);

describe('fill', () => {
  it('puts values in, also from within', () =>
    expect(fill('{wave} is {reason.code}.', { wave: 'W-1', reason: { code: 'late' } }, 'en', plainly)).toBe(
      'W-1 is late.',
    ));
  it('leaves out a part whose value is absent', () =>
    expect(fill('{wave} went on[, as {reason} said].', { wave: 'W-1' }, 'en', plainly)).toBe('W-1 went on.'));
  it('keeps a part whose value is there', () =>
    expect(fill('{wave} went on[, as {reason} said].', { wave: 'W-1', reason: 'they' }, 'en', plainly)).toBe(
      'W-1 went on, as they said.',
    ));
  it('reads as a dash what is missing, and never as an object', () => {
    expect(fill('{wave}.', {}, 'en', plainly)).toBe('–.');
    expect(fill('{wave}.', { wave: {} }, 'en', plainly)).toBe('–.');
  });
  it('takes values as text, not as sentences', () =>
    expect(fill('{a}', { a: '{b} [x]', b: 'no' }, 'en', plainly)).toBe('{b} [x]'));
});

describe('days', () => {
  const inOslo = dateIn('Europe/Oslo');
  it('begin at midnight where the ledger is', () => {
    expect(inOslo('2018-01-14T23:30:00.000Z')).toBe('2018-01-15');
    expect(inOslo('2018-07-14T21:59:59.999Z')).toBe('2018-07-14');
    expect(inOslo('2018-07-14T22:00:00.000Z')).toBe('2018-07-15');
  });
  it('are added over months, leap days and changes of the clock', () => {
    expect(addDays('2016-02-28', 2)).toBe('2016-03-01');
    expect(addDays('2018-03-24', 2)).toBe('2018-03-26');
    expect(daysBetween('2018-03-24', '2018-03-26')).toBe(2);
    expect(daysBetween('2018-03-26', '2018-03-24')).toBe(-2);
  });
  it('have a latest', () => expect(latest('2018-01-02', '2018-01-10', '2017-12-31')).toBe('2018-01-10'));
});

describe('a global id', () => {
  const id = '11111111-0000-4000-8000-000000000001';
  it('tells what it is of, and finds it again', () => {
    expect(parseGlobalId(globalId('Wave', id))).toEqual({ type: 'Wave', id });
    expect(plainId(globalId('Wave', id))).toBe(id);
  });
  it('is not asked for: a plain id is taken as it is', () => expect(plainId(id.toUpperCase())).toBe(id));
  it.each(['', 'Wave', 'Bekkestua', 'V2F2ZTo', '!!!', btoa('a:b:c').replace(/=/g, '')])('is not %j', (value) =>
    expect(parseGlobalId(value)).toBeUndefined(),
  );
});
