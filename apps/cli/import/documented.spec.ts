import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseCsv } from './csv.js';
import { decisionColumns } from './decisions.js';
import { type Columns, isRead, readColumns } from './columns.js';
import { toSheet } from './sheet.js';
import { unitColumns } from './unit-rows.js';
import { usageColumns } from './usage.js';

const page = readFileSync(new URL('../../../../docs/import.md', import.meta.url), 'utf8');
const chapters: Readonly<Record<string, Columns>> = {
  Units: unitColumns,
  Decisions: decisionColumns,
  Usage: usageColumns,
};

describe.each(Object.entries(chapters))('docs/import.md on %s', (title, columns) => {
  const chapter = page.split(/^## /m).find((text) => text.startsWith(`${title}\n`))!;

  it('lists every column with its other names, and no others', () => {
    const rows = [...chapter.matchAll(/^\| `(\w+)` *\| *(yes)? *\| *([^|]*?) *\|/gm)];
    const listed = rows.map(([, name, needed, aliases]) => [name, needed === 'yes', aliases!.split(', ')]);
    const read = Object.entries(columns).map(([name, { required, headings }]) => [name, required, headings]);
    expect(listed.sort()).toEqual(read.sort());
  });

  it('shows an example that can be read', () => {
    const [, example] = /```csv\n([^]*?)```/.exec(chapter)!;
    const { rows } = readColumns(toSheet(parseCsv(Buffer.from(example!))), columns);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ read }) => isRead(read))).toBe(true);
  });
});
