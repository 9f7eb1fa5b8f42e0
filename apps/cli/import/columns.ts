import { type Refusal, isRefusal } from '#kernel';
import { type ReadCell, quoted } from './cells.js';
import { refuse } from './import.words.js';
import { FileRefused, plainHeading, type Sheet, type SheetRow } from './sheet.js';

/** A column that an import knows: what people may call it, and what its cells must be. */
export interface Column<Value> {
  readonly required: boolean;
  readonly read: ReadCell<Value>;
  /** Other headings than the column's own name. */
  readonly headings: readonly string[];
}

const column =
  (required: boolean) =>
  <Value>(read: ReadCell<Value>, ...headings: string[]): Column<Value> => ({ required, read, headings });
export const required = column(true);
export const optional = column(false);

export type Columns = Readonly<Record<string, Column<unknown>>>;

/** What a line says: required cells are there, others may be empty. */
export type Cells<C extends Columns> = {
  readonly [Name in keyof C]: C[Name] extends Column<infer Value> ? Value | undefined : never;
};

/** What a row says, or what is wrong with it; `text` gives a cell as it stands in the file. */
export interface ReadRow<C extends Columns> {
  readonly line: number;
  readonly text: (column: keyof C & string) => string;
  readonly read: Cells<C> | readonly Refusal[];
}

/** The heading under which each column stands in the file, by the column's name. */
export type Titles = ReadonlyMap<string, string>;

export interface Table<C extends Columns> {
  readonly rows: readonly ReadRow<C>[];
  readonly titles: Titles;
  /** Headings of columns that were left out. */
  readonly ignored: readonly string[];
}

const aliasesOf = (name: string, { headings }: Column<unknown>): string[] => [name, ...headings].map(plainHeading);

/** The plain heading of each column in the sheet. @throws FileRefused when two columns mean the same */
const placesOf = (sheet: Sheet, columns: Columns): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(columns).flatMap(([name, column]) => {
      const found = aliasesOf(name, column).filter((alias) => sheet.headings.has(alias));
      const titles = found.map((alias) => quoted(sheet.headings.get(alias)!));
      if (found.length > 1) throw new FileRefused(refuse('COLUMNS_ALIKE', { columns: titles, column: name }));
      return found.map((alias) => [name, alias] as const);
    }),
  );

const missingFrom = (columns: Columns, places: ReadonlyMap<string, string>): readonly string[] =>
  Object.entries(columns)
    .filter(([name, { required }]) => required && !places.has(name))
    .map(([name, { headings }]) => [name, ...headings].join(' / '));

const readRow = <C extends Columns>(row: SheetRow, columns: C, places: ReadonlyMap<string, string>): ReadRow<C> => {
  const text = (name: string) => row.cells[places.get(name) ?? ''] ?? '';
  const problems: Refusal[] = row.problem ? [row.problem] : [];
  const cells = Object.entries(columns).map(([name, { required, read }]) => {
    const value = text(name);
    if (value === '' && !required) return [name, undefined] as const;
    const cell = value === '' ? refuse('CELL_EMPTY', { field: '' }) : read(value);
    if (!isRefusal(cell)) return [name, cell] as const;
    problems.push({ ...cell, field: name });
    return [name, undefined] as const;
  });
  return { line: row.line, text, read: problems.length > 0 ? problems : (Object.fromEntries(cells) as Cells<C>) };
};

/**
 * Reads a sheet by its columns. A required column that is not there, or one that nobody knows, stops the import: a
 * misspelt heading must not make a whole column vanish in silence.
 * @throws FileRefused
 */
export const readColumns = <C extends Columns>(sheet: Sheet, columns: C, { ignoreUnknown = false } = {}): Table<C> => {
  const places = placesOf(sheet, columns);
  const titlesFound = [...sheet.headings.values()].map(quoted);
  const missing = missingFrom(columns, places);
  if (missing.length > 0)
    throw new FileRefused(refuse('COLUMNS_MISSING', { missing: missing.join('; '), found: titlesFound.join(', ') }));
  const used = new Set(places.values());
  const ignored = [...sheet.headings].filter(([plain]) => !used.has(plain)).map(([, title]) => title);
  if (ignored.length > 0 && !ignoreUnknown) {
    const values = { columns: ignored.map(quoted).join(', '), known: Object.keys(columns).join(', ') };
    throw new FileRefused(refuse('COLUMNS_UNKNOWN', values));
  }
  const titles = new Map([...places].map(([name, plain]) => [name, sheet.headings.get(plain)!] as const));
  return { rows: sheet.rows.map((row) => readRow(row, columns, places)), titles, ignored };
};

export const isRead = <C extends Columns>(read: Cells<C> | readonly Refusal[]): read is Cells<C> =>
  !Array.isArray(read);
