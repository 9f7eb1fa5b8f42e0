import { describe, expect, it } from '@jest/globals';
import { globalId, newId, none } from '#kernel';
import fc from 'fast-check';
import { checkInput, listLengthMax } from './input.js';

const refs = none<string>().set('E-1', newId(7));
const solution = (changes: object) => ({ programmeId: newId(1), name: 'Tablets', description: 'One each', ...changes });
const check = (changes: object, type = 'AddSolutionInput') => checkInput(type, solution(changes), refs);
const found = (changes: object, type?: string) => {
  const checked = check(changes, type);
  return 'refusals' in checked ? checked.refusals.map(({ refused, field }) => `${refused} ${field}`) : [];
};
const valueOf = (changes: object) => {
  const checked = check(changes);
  if ('refusals' in checked) throw new Error(JSON.stringify(checked.refusals));
  return checked.value as Record<string, unknown>;
};

describe('the form of an input', () => {
  it('is taken as it is when nothing is wrong', () => expect(valueOf({})).toEqual(solution({})));

  it('names everything that is wrong at once', () =>
    expect(found({ name: undefined, description: 7, extra: 1 })).toEqual([
      'INPUT_UNKNOWN_FIELD extra',
      'INPUT_MISSING name',
      'INPUT_NOT_TEXT description',
    ]));

  it.each([
    ['', 'INPUT_EMPTY name'],
    ['  \u00a0 ', 'INPUT_EMPTY name'],
    ['a'.repeat(201), 'INPUT_TOO_LONG name'],
    ['two\nlines', 'INPUT_LINE_BREAK name'],
    ['nul\0', 'INPUT_NUL name'],
    ['half \ud83d', 'INPUT_BROKEN_CHARACTER name'],
    ['half \ude00 other', 'INPUT_BROKEN_CHARACTER name'],
  ])('refuses %j as a line', (name, refusal) => expect(found({ name })).toEqual([refusal]));

  it('takes the longest line and the longest text', () =>
    expect(found({ name: 'å'.repeat(200), description: 'å\n'.repeat(5_000) })).toEqual([]));

  it('brings text to one form, so that å is å however it was typed', () =>
    expect(valueOf({ name: 'Vo\u0308yenenga a\u030a' }).name).toBe('V\u00f6yenenga \u00e5'));

  it('leaves any other text as it is', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        fc.pre(text.trim() !== '' && !text.includes('\0') && text.normalize('NFC').length <= 10_000);
        expect(valueOf({ description: text }).description).toBe(text.normalize('NFC'));
      }),
    ));

  it('drops what is null, as GraphQL clients send it', () =>
    expect(checkInput('RecordInput', { occurredOn: null, evidence: null }, refs)).toEqual({ value: {} }));

  it.each([
    [newId(3), newId(3)],
    [newId(3).toUpperCase(), newId(3)],
    [globalId('Programme', newId(3)), newId(3)],
    ['E-1', newId(7)],
    ['e-1', newId(7)],
  ])('takes %s as an id', (programmeId, plain) => expect(valueOf({ programmeId }).programmeId).toBe(plain));

  it('names a number that nothing in the book has', () =>
    expect(found({ programmeId: 'E-2' })).toEqual(['INPUT_REF_UNKNOWN programmeId']));

  it.each(['', 'x', 'Bekkestua', 'E-0x', btoa('Wave:nonsense')])('refuses %j as an id', (programmeId) =>
    expect(found({ programmeId })).toEqual(['INPUT_NOT_AN_ID programmeId']),
  );

  const record = (changes: object) => {
    const checked = checkInput('RecordInput', changes, refs, 'record');
    return 'refusals' in checked ? checked.refusals.map(({ refused, field }) => `${refused} ${field}`) : [];
  };

  it.each(['2018-02-30', '18-01-01', '2018-1-1', '1899-12-31', '2200-01-01', 'tomorrow', 20180101])(
    'refuses %j as a day',
    (occurredOn) => expect(record({ occurredOn })).toEqual(['INPUT_NOT_A_DATE record.occurredOn']),
  );
  it('takes a leap day', () => expect(record({ occurredOn: '2016-02-29' })).toEqual([]));

  it.each(['ftp://example.org', 'javascript:alert(1)', 'www.example.org', 'https://'])(
    'refuses %j as an address',
    (uri) =>
      expect(record({ evidence: [{ title: 'Minutes', uri }] })).toEqual(['INPUT_NOT_A_URI record.evidence.0.uri']),
  );
  it('takes web addresses and URNs', () =>
    expect(
      record({
        evidence: [
          { title: 'a', uri: 'https://example.org/a b' },
          { title: 'b', uri: 'urn:case:15-152042' },
        ],
      }),
    ).toEqual([]));

  it('bounds lists', () =>
    expect(record({ evidence: Array.from({ length: listLengthMax + 1 }, () => ({ title: 'Minutes' })) })).toEqual([
      'INPUT_LIST_TOO_LONG record.evidence',
    ]));
  it('names a list that is none', () =>
    expect(record({ evidence: 'Minutes' })).toEqual(['INPUT_NOT_A_LIST record.evidence']));
  it('names an object that is none', () =>
    expect(record({ evidence: ['Minutes'] })).toEqual(['INPUT_NOT_AN_OBJECT record.evidence.0']));
  it('refuses inherited names as fields', () =>
    expect(found(JSON.parse('{"constructor": 1}') as object)).toEqual(['INPUT_UNKNOWN_FIELD constructor']));

  it.each([
    [{ embeddedShare: 1.01 }, 'INPUT_OUT_OF_RANGE embeddedShare'],
    [{ embeddedShare: Number.NaN }, 'INPUT_NOT_A_NUMBER embeddedShare'],
    [{ periods: 1.5 }, 'INPUT_NOT_WHOLE periods'],
    [{ periods: -1 }, 'INPUT_OUT_OF_RANGE periods'],
    [{ periods: '2' }, 'INPUT_NOT_A_NUMBER periods'],
  ])('refuses %j', (changes, refusal) => {
    const policy = {
      programmeId: newId(1),
      embeddedShare: 0.6,
      lapseShare: 0.2,
      periods: 2,
      activeWindowDays: 30,
      ...changes,
    };
    const checked = checkInput('SetAdoptionPolicyInput', policy, refs);
    expect('refusals' in checked && checked.refusals.map(({ refused, field }) => `${refused} ${field}`)).toEqual([
      refusal,
    ]);
  });

  it('refuses what is no e-mail address', () => {
    const checked = checkInput('RoleHolderInput', { title: 'Principal', email: 'not an address' }, refs);
    expect('refusals' in checked && checked.refusals[0]?.refused).toBe('INPUT_NOT_AN_EMAIL');
  });
});
