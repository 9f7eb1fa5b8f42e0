import type { Refusal } from '#kernel';
import { refuse } from './import.words.js';

/** A row of a file that people bring: its line in the file (the first line is 1) and its cells by plain heading. */
export interface SheetRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  /** What is wrong with the row as a whole. */
  readonly problem?: Refusal;
}

export interface Sheet {
  /** As in the file, by plain heading, in the order of the file. */
  readonly headings: ReadonlyMap<string, string>;
  readonly rows: readonly SheetRow[];
}

/** A line of a table as it was read: no headings yet. */
export interface RawRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file that cannot be imported at all. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  constructor(readonly refusal: Refusal) {
    super(refusal.refused);
  }
}

/** Headings are compared without case, spaces and punctuation: `Org. nr` is `orgnr`. */
export const plainHeading = (heading: string): string =>
  heading
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** A column without a heading is known by its place, `#3`, when anything stands in it. */
const headingsOf = (heading: RawRow, body: readonly RawRow[]): ReadonlyMap<string, string> => {
  const headings = new Map<string, string>();
  for (const [at, title] of heading.cells.entries()) {
    const plain = plainHeading(title);
    if (headings.has(plain)) throw new FileRefused(refuse('COLUMN_TWICE', { columns: title }));
    if (plain !== '') headings.set(plain, title);
    else if (body.some(({ cells }) => (cells[at] ?? '') !== '')) headings.set(`#${at + 1}`, title || `#${at + 1}`);
  }
  return headings;
};

const rowOf = ({ line, cells }: RawRow, heading: RawRow): SheetRow => {
  const last = cells.findLastIndex((cell) => cell !== '') + 1;
  const headings = heading.cells.length;
  const named = heading.cells.map((title, at) => [plainHeading(title) || `#${at + 1}`, cells[at] ?? ''] as const);
  return {
    line,
    cells: Object.fromEntries(named),
    ...(last > headings && { problem: refuse('ROW_TOO_LONG', { cells: last, headings }) }),
  };
};

/** The first line that is not empty names the columns; empty lines are left out. @throws FileRefused */
export const toSheet = (table: readonly RawRow[]): Sheet => {
  const trimmed = table.map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.normalize('NFC').trim()) }));
  const [heading, ...body] = trimmed.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (!heading) throw new FileRefused(refuse('FILE_EMPTY', {}));
  return { headings: headingsOf(heading, body), rows: body.map((row) => rowOf(row, heading)) };
};
