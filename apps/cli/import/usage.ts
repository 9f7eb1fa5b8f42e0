import type { Book } from '#book';
import { type Refusal, isRefusal } from '#kernel';
import { plainKey, quoted, readCount, readDay, readLine } from './cells.js';
import { type Cells, type ReadRow, isRead, optional, readColumns, required } from './columns.js';
import { refuse } from './import.words.js';
import {
  type Ground,
  type Plan,
  type PlannedLine,
  type PlannedStep,
  badLine,
  grouped,
  inChunks,
  plannedLine,
} from './plan.js';
import type { Sheet } from './sheet.js';
import { namedSolution, onlySolution } from './solutions.js';
import { ownScheme } from './unit-rows.js';

/** Columns of a file of usage: one line for each unit and period. */
export const usageColumns = {
  unit: required(
    readLine,
    'externalid',
    'orgnr',
    'organisasjonsnummer',
    'nsr',
    'skolenhetskod',
    'institutionsnummer',
    'enhet',
    'enhed',
    'skole',
    'skola',
    'name',
    'navn',
    'namn',
  ),
  solution: optional(readLine, 'løsning', 'lösning'),
  periodStart: required(readDay, 'fra', 'från', 'from', 'start'),
  periodEnd: required(readDay, 'til', 'till', 'to', 'end', 'slutt', 'slut'),
  active: required(readCount, 'aktive', 'aktiva', 'brukte', 'brugte', 'använde'),
  eligible: required(
    readCount,
    'brukere',
    'brugere',
    'användare',
    'elever',
    'ansatte',
    'mulige',
    'möjliga',
    'av',
    'af',
  ),
} as const;
type UsageCells = Cells<typeof usageColumns>;
type UsageRow = ReadRow<typeof usageColumns>;

const countsPerCommand = 200;

type FindUnit = (text: string) => string | Refusal;

/** Finds units by a register number, with its scheme or without, or else by a name that only one of them bears. */
const unitFinder = ({ units }: Book): FindUnit => {
  const numbers = new Map<string, Set<string>>();
  const names = new Map<string, Set<string>>();
  const add = (to: Map<string, Set<string>>, key: string, unitId: string) =>
    to.set(key, (to.get(key) ?? new Set()).add(unitId));
  for (const [key, unitId] of units.byExternalId) {
    add(numbers, plainKey(key), unitId);
    add(numbers, plainKey(key.slice(key.indexOf(':') + 1)), unitId);
  }
  for (const { id, name, status } of units.byId.values()) {
    add(numbers, `${ownScheme}:${id}`, id);
    if (status === 'ACTIVE') add(names, plainKey(name), id);
  }
  return (text) => {
    // Two numbers may differ in case alone; as it stands in the book it is one of them.
    const exact = units.byExternalId.get(text.replace(/\s/g, ''));
    if (exact !== undefined) return exact;
    const found = [...(numbers.get(plainKey(text)) ?? names.get(plainKey(text)) ?? [])];
    if (found.length === 1) return found[0]!;
    const values = { field: '', text: quoted(text), count: found.length };
    return { ...refuse(found.length === 0 ? 'UNIT_NOT_FOUND' : 'UNIT_AMBIGUOUS', values), field: 'unit' };
  };
};

interface UsageLine {
  readonly planned: PlannedLine;
  readonly unitId: string;
  readonly solutionId: string;
  readonly cells: UsageCells;
}

const isMeasured = ({ units }: Book, { unitId, solutionId, cells }: Omit<UsageLine, 'planned'>): boolean => {
  const { periodStart, periodEnd, active, eligible } = cells;
  const measured = units.adoptions
    .get(`${unitId}/${solutionId}`)
    ?.usage.find((usage) => usage.periodStart === periodStart && usage.periodEnd === periodEnd);
  return measured?.active === active && measured?.eligible === eligible;
};

const usageLineOf = ({ line, text, read }: UsageRow, { book }: Ground, findUnit: FindUnit): PlannedLine | UsageLine => {
  const what = `${text('unit')}, ${text('periodStart')} – ${text('periodEnd')}`;
  if (!isRead<typeof usageColumns>(read)) return badLine(line, what, ...read);
  const unitId = findUnit(read.unit!);
  const solutionId = read.solution === undefined ? onlySolution(book) : namedSolution(book, read.solution);
  if (isRefusal(unitId) || isRefusal(solutionId)) return badLine(line, what, ...[unitId, solutionId].filter(isRefusal));
  const usage = { unitId, solutionId, cells: read };
  return isMeasured(book, usage)
    ? plannedLine(line, what, 'unchanged')
    : { planned: plannedLine(line, what, 'new'), ...usage };
};

const columns = { counts: 'unit', unitId: 'unit', solutionId: 'solution', occurredOn: 'periodEnd' } as const;

const report = (lines: readonly UsageLine[], { programmeId }: Ground): PlannedStep => {
  const [{ solutionId, cells }] = lines as [UsageLine];
  return {
    command: 'reportUsage',
    list: 'counts',
    columns,
    inputOf: (kept) => ({
      programmeId,
      solutionId,
      periodStart: cells.periodStart,
      periodEnd: cells.periodEnd,
      counts: kept.map((at) => {
        const { unitId, cells: counted } = lines[at]!;
        return { unitId, active: counted.active, eligible: counted.eligible };
      }),
    }),
    lines: lines.map(({ planned }) => planned),
  };
};

const periodOf = ({ solutionId, cells }: UsageLine): string => `${cells.periodStart}/${cells.periodEnd}/${solutionId}`;

const repeated = ({ planned: { line, what } }: UsageLine, earlier: PlannedLine): PlannedLine =>
  badLine(line, what, { ...refuse('LINE_REPEATED', { text: quoted(what), line: earlier.line }), field: 'unit' });

/** What a file of usage would do: report each period once, the earliest first, as a run of periods tells more than one. */
export const planUsage = (sheet: Sheet, ground: Ground): Plan => {
  const { rows, titles, ignored } = readColumns(sheet, usageColumns, ground);
  const findUnit = unitFinder(ground.book);
  const settled: PlannedLine[] = [];
  const fresh = new Map<string, UsageLine>();
  for (const row of rows) {
    const each = usageLineOf(row, ground, findUnit);
    if ('fate' in each) {
      settled.push(each);
      continue;
    }
    const key = `${periodOf(each)}/${each.unitId}`;
    const earlier = fresh.get(key)?.planned;
    if (earlier) settled.push(repeated(each, earlier));
    else fresh.set(key, each);
  }
  const inOrder = [...fresh.values()].toSorted((a, b) => (periodOf(a) < periodOf(b) ? -1 : 1));
  const steps = grouped(inOrder, periodOf).flatMap((group) =>
    inChunks(group, countsPerCommand).map((chunk) => report(chunk, ground)),
  );
  return { settled, steps, titles, ignored };
};
