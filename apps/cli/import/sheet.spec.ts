import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import writeExcel from 'write-excel-file/node';
import { readTable } from './read-table.js';
import { FileRefused, type Sheet } from './sheet.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wavebook-sheet-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const read = async (content: string | Uint8Array, name = 'file.csv'): Promise<Sheet> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return readTable(path);
};
const cellsOf = ({ rows }: Sheet) => rows.map(({ cells }) => cells);
const linesOf = ({ rows }: Sheet) => rows.map(({ line }) => line);
const refusalOf = async (reading: Promise<Sheet>) => {
  try {
    await reading;
  } catch (error) {
    if (error instanceof FileRefused) return error.refusal;
    throw error;
  }
  return 'nothing was refused';
};

const nordic = 'Navn;Sted\nÆrlighet på Åsen;Øvre Ål\n';
const nordicCells = [{ navn: 'Ærlighet på Åsen', sted: 'Øvre Ål' }];
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a CSV file', () => {
  it.each([
    [';', 'navn;antall, i alt\nA;1'],
    [',', 'navn,"antall; i; alt"\nA,1'],
    ['tab', 'navn\tantall, i alt\nA\t1'],
    ['what Excel says in its first line', 'sep=,\nnavn,antall i alt\nA,1'],
  ])('may have %s between its cells', async (_name, text) =>
    expect(cellsOf(await read(text))).toEqual([{ navn: 'A', antallialt: '1' }]),
  );

  it.each([
    ['UTF-8', Buffer.from(nordic)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${nordic}`)],
    ['UTF-16, little end first', utf16(nordic)],
    ['UTF-16, big end first', utf16(nordic).swap16()],
    ['Windows-1252, which holds Latin-1', Buffer.from(nordic, 'latin1')],
  ])('may be written in %s', async (_name, bytes) => expect(cellsOf(await read(bytes))).toEqual(nordicCells));

  it('reads letters that were put together from two as one', async () =>
    expect(cellsOf(await read(nordic.normalize('NFD')))).toEqual(nordicCells));

  it.each([
    ['line feeds', '\n'],
    ['carriage returns and line feeds', '\r\n'],
    ['the carriage returns of old', '\r'],
  ])('counts lines by where they begin, with %s', async (_name, end) => {
    const sheet = await read(['a;b', '"x', 'y";2', '', ';', '3;"4 ""quoted"""'].join(end));
    expect(cellsOf(sheet)).toEqual([
      { a: 'x\ny', b: '2' },
      { a: '3', b: '4 "quoted"' },
    ]);
    expect(linesOf(sheet)).toEqual([2, 6]);
  });

  it('counts the line of Excel’s own', async () => expect(linesOf(await read('sep=;\na;b\n1;2'))).toEqual([3]));

  it('takes a quotation mark in the middle of a word as it is', async () =>
    expect(cellsOf(await read('a;b\nKari "Kaja" Moe;2'))).toEqual([{ a: 'Kari "Kaja" Moe', b: '2' }]));

  it('trims cells, also of the spaces that do not break', async () =>
    expect(cellsOf(await read('a;b\n x ;" y\u00a0"'))).toEqual([{ a: 'x', b: 'y' }]));

  it('names a column that has cells and no heading by its place', async () =>
    expect([...(await read('a;;\n1;2;')).headings.keys()]).toEqual(['a', '#2']));

  it('says that a line has more cells than there are headings', async () => {
    const { rows } = await read('a;b\nOslo; skole;3\n1;2;;;\n');
    expect(rows.map(({ problem }) => problem?.refused)).toEqual(['ROW_TOO_LONG', undefined]);
  });

  it.each([
    ['FILE_EMPTY', '', {}],
    ['FILE_EMPTY', '\n ; \n\n', {}],
    ['COLUMN_TWICE', 'Org.nr;Navn;ORG NR\n1;2;3', { columns: 'ORG NR' }],
    ['CSV_QUOTE_OPEN', 'a;b\n1;2\n\n"3;4\n5;6\n', { line: 3 }],
    ['CSV_QUOTE_INSIDE', 'a;b\n1;2\n"3"x;4\n', { line: 3 }],
  ])('is refused with %s when it says %j', async (refused, text, values) =>
    expect(await refusalOf(read(text))).toEqual({ refused, values }),
  );
});

describe('a workbook', () => {
  const workbook = async (...rows: unknown[][]) =>
    writeExcel(rows.map((row) => row.map((value) => (value === null ? null : { value }))) as never).toBuffer();

  it('gives the texts, numbers and days of its first sheet', async () => {
    const bytes = await workbook(
      ['Org.nr', 'Navn', 'Elever', 'Dato', 'Flyttet'],
      [974760673, ' Ås skole ', 412, null, true],
      [null, null, null, null, null],
      ['007', 'Øst', 12.5, null, false],
    );
    const sheet = await read(bytes, 'file.xlsx');
    expect(cellsOf(sheet)).toEqual([
      { orgnr: '974760673', navn: 'Ås skole', elever: '412', dato: '', flyttet: 'true' },
      { orgnr: '007', navn: 'Øst', elever: '12.5', dato: '', flyttet: 'false' },
    ]);
    expect(linesOf(sheet)).toEqual([2, 4]);
  });

  it('gives a day as it stands in the sheet, whatever the time zone of the machine', async () => {
    const rows = [[{ value: 'Dato' }], [{ value: new Date('2018-01-31T00:00:00Z'), type: Date, format: 'dd.mm.yyyy' }]];
    const bytes = await writeExcel(rows as never).toBuffer();
    expect(cellsOf(await read(bytes, 'file.xlsx'))).toEqual([{ dato: '2018-01-31' }]);
  });

  it('is known by what is in it, not by its name', async () =>
    expect(cellsOf(await read(await workbook(['a'], ['1']), 'file.csv'))).toEqual([{ a: '1' }]));

  it('is refused when it is broken', async () => {
    const bytes = await workbook(['a'], ['1']);
    expect(await refusalOf(read(bytes.subarray(0, 300), 'file.xlsx'))).toMatchObject({ refused: 'FILE_NOT_XLSX' });
  });

  it('is refused when it is of the old kind', async () => {
    const old = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    expect(await refusalOf(read(old, 'file.xls'))).toMatchObject({ refused: 'FILE_OLD_EXCEL' });
  });
});

describe('a path', () => {
  it('of no file is told so', async () =>
    expect(await refusalOf(readTable(join(folder, 'nix.csv')))).toEqual({
      refused: 'FILE_MISSING',
      values: { path: join(folder, 'nix.csv') },
    }));

  it('of a folder is told so', async () =>
    expect(await refusalOf(readTable(folder))).toEqual({
      refused: 'FILE_UNREADABLE',
      values: { path: folder, why: 'EISDIR' },
    }));
});
