import type { Book } from '#book';
import type { Refusal } from '#kernel';
import { quoted } from './cells.js';
import { readColumns } from './columns.js';
import { refuse } from './import.words.js';
import {
  type Change,
  type Ground,
  type Plan,
  type PlannedLine,
  type PlannedStep,
  badLine,
  changedLine,
  grouped,
  inChunks,
  plannedLine,
} from './plan.js';
import type { Sheet } from './sheet.js';
import {
  type Register,
  type UnitLine,
  type UnitRow,
  depthsOf,
  keyOf,
  ownScheme,
  schemeIn,
  unitColumns,
  unitLineOf,
} from './unit-rows.js';

const unitsPerCommand = 100;

/** By its number, or by the id that an export of this book named it by. */
const knownUnit = ({ units }: Book, id: Register) => {
  const unitId = units.byExternalId.get(keyOf(id)) ?? (id.scheme === ownScheme ? id.value : undefined);
  return unitId === undefined ? undefined : units.byId.get(unitId);
};
type Unit = NonNullable<ReturnType<typeof knownUnit>>;

const livesOnIn = (book: Book, unit: Unit): Unit =>
  unit.mergedIntoUnitId === undefined ? unit : livesOnIn(book, book.units.byId.get(unit.mergedIntoUnitId)!);

/** A number that a unit took over in a merger stays known to the book, but the unit that bore it is no more. */
const mergedAway = (book: Book, unit: Unit, id: Register): Refusal | undefined => {
  const own = unit.id === id.value || unit.externalIds.some((each) => keyOf(each) === keyOf(id));
  if (own && unit.status !== 'MERGED') return undefined;
  const values = { text: quoted(id.value), unit: livesOnIn(book, unit).name };
  return { ...refuse('UNIT_MERGED_AWAY', values), field: 'externalId' };
};

/** The unit that it is part of at present, be it by way of a merger. */
const parentIn = (book: Book, { parentUnitId }: Unit): Unit | undefined =>
  parentUnitId === undefined ? undefined : livesOnIn(book, book.units.byId.get(parentUnitId)!);

const changesOf = ({ cells, parent }: UnitLine, unit: Unit, book: Book): Change[] => {
  const present = parentIn(book, unit);
  const { name, kind = unit.kind, eligible, parentExternalId } = cells;
  const changed = (column: string, from: Change['from'], to: Change['from']): Change[] =>
    to === undefined || from === to ? [] : [{ column, from, to }];
  const moves = parent !== undefined && knownUnit(book, parent)?.id !== present?.id;
  return [
    ...changed('name', unit.name, name),
    ...changed('kind', unit.kind, kind),
    ...changed('eligible', unit.eligible, eligible),
    ...(moves ? [{ column: 'parentExternalId', from: present?.name, to: parentExternalId! }] : []),
  ];
};

const columns = { externalIds: 'externalId', occurredOn: 'enrolledOn' } as const;

/** A parent that is in the file, and yet unknown when its child comes, stands on a line that was left out. */
const saysParentIsBad =
  (lines: readonly UnitLine[], lineOfKey: ReadonlyMap<string, number>): PlannedStep['inWordsOfFile'] =>
  ({ refused }, at) => {
    const { parent } = lines[at]!;
    const line = parent && lineOfKey.get(keyOf(parent));
    if (refused !== 'PARENT_UNKNOWN' || line === undefined) return undefined;
    return {
      ...refuse('PARENT_LINE_BAD', { field: '', text: quoted(parent!.value), line }),
      field: 'parentExternalId',
    };
  };

type LineOfKey = ReadonlyMap<string, number>;

/** The parent as commands name it. An id out of an export is a number that only the book it came from knows. */
const parentInput = (parent: Register | undefined, book: Book) => {
  const known = parent?.scheme === ownScheme ? knownUnit(book, parent) : undefined;
  return known ? { parentUnitId: known.id } : { parentExternalId: parent };
};

const enrolment = (lines: readonly UnitLine[], { programmeId, book }: Ground, lineOfKey: LineOfKey): PlannedStep => ({
  command: 'enrolUnits',
  list: 'units',
  columns,
  inputOf: (kept) => ({
    programmeId,
    units: kept.map((at) => {
      const { cells, id, parent } = lines[at]!;
      const { name, kind, eligible } = cells;
      return { name, kind, eligible, externalIds: [id], ...parentInput(parent, book) };
    }),
  }),
  occurredOn: lines[0]!.cells.enrolledOn,
  lines: lines.map(({ planned }) => planned),
  inWordsOfFile: saysParentIsBad(lines, lineOfKey),
});

const change = (unit: UnitLine, unitId: string, { programmeId, book }: Ground, lineOfKey: LineOfKey): PlannedStep => {
  const changed = new Map(unit.planned.changes.map(({ column, to }) => [column, to]));
  const parent = changed.delete('parentExternalId') ? parentInput(unit.parent, book) : {};
  return {
    command: 'changeUnitDetails',
    inputOf: () => ({ programmeId, unitId, ...Object.fromEntries(changed), ...parent }),
    lines: [unit.planned],
    inWordsOfFile: saysParentIsBad([unit], lineOfKey),
  };
};

/** Parents before their children, and each day by itself, as a command is about one day. */
const enrolments = (fresh: readonly UnitLine[], ground: Ground, lineOfKey: LineOfKey): PlannedStep[] => {
  const depths = depthsOf(fresh);
  const inOrder = fresh.toSorted((a, b) => depths.get(a)! - depths.get(b)!);
  const dayOf = ({ cells }: UnitLine) => cells.enrolledOn ?? '';
  const oneDay = new Set(fresh.map(dayOf)).size === 1;
  // Where all joined on one day, parents and children may share a command.
  const groups = grouped(inOrder, (line) => (oneDay ? '' : `${depths.get(line)} ${dayOf(line)}`));
  return groups.flatMap((group) =>
    inChunks(group, unitsPerCommand).map((chunk) => enrolment(chunk, ground, lineOfKey)),
  );
};

/** What a file of units would do: enrol those that the book does not know, and bring the others up to date. */
export const planUnits = (sheet: Sheet, ground: Ground): Plan => {
  const table = readColumns(sheet, unitColumns, ground);
  const schemeOf = schemeIn(table);
  const idOf = (row: UnitRow): Register => ({ scheme: schemeOf(row), value: row.text('externalId') });
  const lineOfKey = new Map(table.rows.toReversed().map((row) => [keyOf(idOf(row)), row.line] as const));
  const settled: PlannedLine[] = [];
  const fresh: UnitLine[] = [];
  const changed: PlannedStep[] = [];
  for (const row of table.rows) {
    const id = idOf(row);
    const unit = unitLineOf(row, id, lineOfKey);
    const known = knownUnit(ground.book, id);
    if ('fate' in unit) settled.push(unit);
    else if (!known) fresh.push(unit);
    else {
      const { line, what } = unit.planned;
      const gone = mergedAway(ground.book, known, id);
      const changes = changesOf(unit, known, ground.book);
      if (gone) settled.push(badLine(line, what, gone));
      else if (changes.length === 0) settled.push(plannedLine(line, what, 'unchanged'));
      else changed.push(change({ ...unit, planned: changedLine(line, what, changes) }, known.id, ground, lineOfKey));
    }
  }
  const { titles, ignored } = table;
  return { settled, steps: [...enrolments(fresh, ground, lineOfKey), ...changed], titles, ignored };
};
