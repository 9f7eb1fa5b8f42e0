import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readTable } from '../import/read-table.js';
import { exportFormats } from './kinds.js';
import { bytesOf } from './write-table.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wavebook-table-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const texts = [
  '=HYPERLINK("http://x.example";"x")',
  "'=1+1",
  "''",
  '+47',
  '-1',
  '@a',
  'a;b,"c"',
  'sep=;',
  '007',
  '1 234,50',
  '2018-01-31',
  'TRUE',
  'Ærfugl 🐦 & <b>',
];

it.each(exportFormats)('what is written as %s is read again as it was', async (format) => {
  const rows = texts.map((text, at) => [text, at, undefined]);
  const file = join(folder, `table.${format}`);
  await writeFile(file, await bytesOf({ headings: ['text', 'count', 'nothing'], rows, leftOut: [] }, format, 'units'));
  const sheet = await readTable(file);
  expect([...sheet.headings.values()]).toEqual(['text', 'count', 'nothing']);
  expect(sheet.rows.map(({ cells }) => cells)).toEqual(
    texts.map((text, at) => ({ text, count: String(at), nothing: '' })),
  );
});
