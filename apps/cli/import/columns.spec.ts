import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '#kernel';
import { readCount, readDay, readFlag, readLine, readList, readQuestion } from './cells.js';
import { optional, readColumns, required } from './columns.js';
import { FileRefused, toSheet } from './sheet.js';

const said = (value: unknown) => (isRefusal(value) ? value.refused : value);

describe('a cell', () => {
  it.each([
    ['412', 412],
    ['412,0', 412],
    ['412.00', 412],
    ['1 234', 1234],
    ['1\u00a0234\u00a0567', 1_234_567],
    ['1\u202f234', 1234],
    ['0', 0],
    ['1.234', 'CELL_COUNT_AMBIGUOUS'],
    ['1,000', 'CELL_COUNT_AMBIGUOUS'],
    ['12 34', 'CELL_NOT_A_COUNT'],
    ['412,5', 'CELL_NOT_A_COUNT'],
    ['-1', 'CELL_NOT_A_COUNT'],
    ['ca. 40', 'CELL_NOT_A_COUNT'],
    ['1e3', 'CELL_NOT_A_COUNT'],
  ])('that counts may say %j: %s', (text, value) => expect(said(readCount(text))).toBe(value));

  it.each([
    ['2018-01-31', '2018-01-31'],
    ['31.01.2018', '2018-01-31'],
    ['1.2.2018', '2018-02-01'],
    ['1. 2. 2018', '2018-02-01'],
    ['31-01-2018', '2018-01-31'],
    ['31/1/2018', '2018-01-31'],
    ['31/1 2018', '2018-01-31'],
    ['29.02.2016', '2016-02-29'],
    ['29.02.2018', 'CELL_NOT_A_DAY'],
    ['01.31.2018', 'CELL_NOT_A_DAY'],
    ['2018-02-30', 'CELL_NOT_A_DAY'],
    ['31.01.18', 'CELL_NOT_A_DAY'],
    ['2018-01-31 kl. 12', 'CELL_NOT_A_DAY'],
    ['i går', 'CELL_NOT_A_DAY'],
  ])('that tells a day may say %j: %s', (text, value) => expect(said(readDay(text))).toBe(value));

  it.each([
    ['Ja', true],
    ['x', true],
    ['nej', false],
    ['FALSE', false],
    ['kanskje', 'CELL_NOT_YES_OR_NO'],
  ])('that says yes or no may say %j: %s', (text, value) => expect(said(readFlag(text))).toBe(value));

  it.each([
    ['TECHNOLOGY_AND_DATA', 'TECHNOLOGY_AND_DATA'],
    ['Technology and data', 'TECHNOLOGY_AND_DATA'],
    ['teknologi og data', 'TECHNOLOGY_AND_DATA'],
    ['Teknik och data', 'TECHNOLOGY_AND_DATA'],
    ['etik og jura', 'ETHICS_AND_LAW'],
    ['innbyggere', 'CITIZENS'],
    ['Tatt', 'CELL_NOT_A_QUESTION'],
    ['vær og vind', 'CELL_NOT_A_QUESTION'],
  ])('that names a question may say %j: %s', (text, value) => expect(said(readQuestion(text))).toBe(value));

  it('that lists things takes bars and line breaks between them', () =>
    expect(readList('Kjøpe | Lease\n\nVente|')).toEqual(['Kjøpe', 'Lease', 'Vente']));

  it('that is one line reads its line breaks as spaces', () => expect(readLine('Ås \n skole')).toBe('Ås skole'));
});

const columns = {
  name: required(readLine, 'navn', 'skole'),
  users: required(readCount, 'elever', 'antall brukere'),
  since: optional(readDay, 'fra'),
};
const tableOf = (...lines: string[]) => toSheet(lines.map((line, at) => ({ line: at + 1, cells: line.split(';') })));
const refusalOf = (...lines: string[]) => {
  try {
    readColumns(tableOf(...lines), columns);
  } catch (error) {
    if (error instanceof FileRefused) return error.refusal;
    throw error;
  }
  return 'nothing was refused';
};

describe('columns', () => {
  it('are found by any of their names, whatever their order, case and punctuation', () => {
    const { rows, titles } = readColumns(tableOf('FRA;Antall  brukere;Skole', '1.8.2018;12;Ås'), columns);
    expect(rows.map(({ read }) => read)).toEqual([{ name: 'Ås', users: 12, since: '2018-08-01' }]);
    expect(Object.fromEntries(titles)).toEqual({ name: 'Skole', users: 'Antall  brukere', since: 'FRA' });
  });

  it('name every cell that is wrong', () => {
    const { rows } = readColumns(tableOf('navn;elever;fra', ';mange;i fjor', 'Ås;1;'), columns);
    expect(rows[0]!.read).toMatchObject([
      { refused: 'CELL_EMPTY', field: 'name' },
      { refused: 'CELL_NOT_A_COUNT', field: 'users' },
      { refused: 'CELL_NOT_A_DAY', field: 'since' },
    ]);
    expect(rows[1]!.read).toEqual({ name: 'Ås', users: 1, since: undefined });
    expect(rows[0]!.text('users')).toBe('mange');
  });

  it('that must be there and are not stop the import', () =>
    expect(refusalOf('navn;sted', 'Ås;her')).toMatchObject({
      refused: 'COLUMNS_MISSING',
      values: { missing: 'users / elever / antall brukere', found: '“navn”, “sted”' },
    }));

  it('that nobody knows stop the import', () =>
    expect(refusalOf('navn;elever;rektor;Frå', 'Ås;1;N;x')).toMatchObject({
      refused: 'COLUMNS_UNKNOWN',
      values: { columns: '“rektor”, “Frå”', known: 'name, users, since' },
    }));

  it('that nobody knows are left out when that was asked for', () => {
    const { rows, ignored } = readColumns(tableOf('navn;elever;rektor', 'Ås;1;N'), columns, { ignoreUnknown: true });
    expect(ignored).toEqual(['rektor']);
    expect(rows[0]!.read).toEqual({ name: 'Ås', users: 1, since: undefined });
  });

  it('that mean the same stop the import', () =>
    expect(refusalOf('navn;Skole;elever', 'a;b;1')).toMatchObject({
      refused: 'COLUMNS_ALIKE',
      values: { columns: ['“navn”', '“Skole”'], column: 'name' },
    }));
});
