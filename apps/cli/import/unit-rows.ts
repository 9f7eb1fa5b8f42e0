import { plainKey, quoted, readCount, readDay, readLine } from './cells.js';
import { type Cells, type ReadRow, type Table, isRead, optional, required } from './columns.js';
import { refuse } from './import.words.js';
import { type PlannedLine, badLine, plannedLine } from './plan.js';
import { plainHeading } from './sheet.js';

/** Columns of a file of units. `scheme` and `externalId` together are the key that a second run finds the unit by. */
export const unitColumns = {
  scheme: optional(readLine, 'register', 'ordning', 'idtype'),
  externalId: required(
    readLine,
    'orgnr',
    'organisasjonsnummer',
    'nsr',
    'skolenhetskod',
    'institutionsnummer',
    'id',
    'nummer',
  ),
  name: required(readLine, 'navn', 'namn', 'enhet', 'enhed', 'skole', 'skola', 'unit'),
  kind: optional(readLine, 'type', 'slag', 'skoletype', 'typ'),
  eligible: required(
    readCount,
    'brukere',
    'brugere',
    'användare',
    'elever',
    'ansatte',
    'medarbejdere',
    'anställda',
    'headcount',
    'antall',
    'antal',
  ),
  parentExternalId: optional(readLine, 'parent', 'overordnet', 'overordnad', 'tilhører', 'hører under', 'tillhör'),
  enrolledOn: optional(readDay, 'fra', 'från', 'from', 'since', 'dato', 'datum', 'date'),
} as const;
type UnitCells = Cells<typeof unitColumns>;
export type UnitRow = ReadRow<typeof unitColumns>;

/** Headings that name a register by themselves: a column called `orgnr` holds organisation numbers. */
const registers: Readonly<Record<string, string>> = {
  orgnr: 'orgnr',
  organisasjonsnummer: 'orgnr',
  nsr: 'nsr',
  skolenhetskod: 'skolenhetskod',
  institutionsnummer: 'institutionsnummer',
};

/** Not a register: under this a file names a unit that no register knows, by its id in the book. */
export const ownScheme = 'wavebook';

export interface Register {
  readonly scheme: string;
  readonly value: string;
}
export const keyOf = ({ scheme, value }: Register): string => `${scheme}:${value.replace(/\s/g, '')}`;

export interface UnitLine {
  readonly planned: PlannedLine;
  readonly cells: UnitCells;
  readonly id: Register;
  readonly parent: Register | undefined;
}

/** A parent is named by its number in the same register, or with another register before it: `nsr:1234`. */
const parentOf = (text: string | undefined, scheme: string): Register | undefined => {
  const [, named, value] = /^(\w+):(.+)$/.exec(text ?? '') ?? [];
  if (named && value) return { scheme: named.toLowerCase(), value };
  return text === undefined ? undefined : { scheme, value: text };
};

/** How many units of the file stand above each one; a circle is cut where it closes. */
export const depthsOf = (lines: readonly UnitLine[]): ReadonlyMap<UnitLine, number> => {
  const byKey = new Map(lines.map((line) => [keyOf(line.id), line] as const));
  const above = (line: UnitLine) => (line.parent ? byKey.get(keyOf(line.parent)) : undefined);
  const depthOf = (line: UnitLine): number => {
    const seen = new Set<UnitLine>([line]);
    for (let at = above(line); at && !seen.has(at); at = above(at)) seen.add(at);
    return seen.size - 1;
  };
  return new Map(lines.map((line) => [line, depthOf(line)] as const));
};

/** A row that can be planned, or what is wrong with it. */
export const unitLineOf = (
  row: UnitRow,
  id: Register,
  lineOfKey: ReadonlyMap<string, number>,
): UnitLine | PlannedLine => {
  const { line, text, read } = row;
  const what = text('name') || text('externalId');
  if (!isRead<typeof unitColumns>(read)) return badLine(line, what, ...read);
  const earlier = lineOfKey.get(keyOf(id))!;
  if (earlier !== line) {
    const repeated = refuse('LINE_REPEATED', { text: quoted(id.value), line: earlier });
    return badLine(line, what, { ...repeated, field: 'externalId' });
  }
  return {
    planned: plannedLine(line, what, 'new'),
    cells: read,
    id,
    parent: parentOf(read.parentExternalId, id.scheme),
  };
};

/** Tells of which register a row's number is: by its own cell, or else by the heading that the numbers stand under. */
export const schemeIn = ({ titles }: Table<typeof unitColumns>): ((row: UnitRow) => string) => {
  const byHeading = registers[plainHeading(titles.get('externalId')!)] ?? 'local';
  return ({ text }) => plainKey(text('scheme')) || byHeading;
};
