import { type TableName, nodeTables } from '#book';
import { type LocalDate, type Recorded, type Refusal, isRefusal, isSealed } from '#kernel';
import { type Clocks, type Past, type PastParts, openPast } from './past.js';

/** Two moments, each by both clocks. */
export interface Moments {
  readonly from: Clocks;
  readonly to: Clocks;
}

export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** How one thing differs between two moments. */
export interface Change {
  readonly kind: 'ADDED' | 'CHANGED' | 'REMOVED';
  /** What kind of thing, as the schema names it. */
  readonly type: string;
  readonly key: string;
  readonly label: string;
  readonly fields: readonly FieldChange[];
  /** The lines that did it, in the order of the book: those that only one of the two moments rests on. */
  readonly events: readonly Recorded[];
  /** The row as it is at the later of the two, or as it was. */
  readonly row: Row;
}

interface Row {
  readonly key: string;
  readonly sources: readonly string[];
  readonly [column: string]: unknown;
}

/** What is compared: the things, and what is told of them apart. Steps, usage and changes are lines of the book anew. */
const comparedTables = {
  ...nodeTables,
  adoption: 'Adoption',
  waveUnit: 'WaveUnit',
  pilotObservation: 'PilotObservation',
  visibleResult: 'VisibleResult',
} as const satisfies Partial<Record<TableName, string>>;

/** What is kept of a row for searching and for finding its lines. */
const innerColumns: ReadonlySet<string> = new Set(['key', 'programmeId', 'sources', 'searchText']);

/** Stands for a personal value: that it changed is told, what it is or was is not. */
export const sealedMark = '(sealed)';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A value as it may be told: whatever was sealed in it stays so. */
const told = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(told);
  if (!isObject(value)) return value;
  if (isSealed(value)) return sealedMark;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, told(each)]));
};

/** A thing that is not there has nothing in its lists, as one has that is new. */
const valueOf = (row: Row | undefined, column: string): unknown => {
  const value = row?.[column] ?? null;
  return Array.isArray(value) && value.length === 0 ? null : value;
};

const fieldsBetween = (before: Row | undefined, after: Row | undefined): readonly FieldChange[] =>
  Object.keys(after ?? before!)
    .filter((column) => !innerColumns.has(column))
    .map((column) => ({ field: column, before: valueOf(before, column), after: valueOf(after, column) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
    .map(({ field, before: was, after: is }) => ({ field, before: told(was), after: told(is) }));

/** One of the two moments, with what is looked up in it. */
class Side {
  private constructor(
    readonly past: Past,
    readonly lines: readonly Recorded[],
    private readonly labels: ReadonlyMap<string, string>,
  ) {}

  static async of(past: Past, programmeId: string): Promise<Side> {
    const labels = await past.db
      .selectFrom('label')
      .select(['key', 'label'])
      .where('programmeId', '=', programmeId)
      .execute();
    const lines = await past.linesOf(programmeId);
    return new Side(past, lines, new Map(labels.map(({ key, label }) => [key, label])));
  }

  async rows(table: TableName, programmeId: string): Promise<ReadonlyMap<string, Row>> {
    const rows = (await this.past.db
      .selectFrom(table)
      .selectAll()
      .where('programmeId', '=', programmeId)
      .execute()) as unknown as readonly Row[];
    return new Map(rows.map((row) => [row.key, row]));
  }

  labelOf(row: Row): string {
    const named = [row.key, row['pilotId'], row['waveId'], row['unitId'], row['solutionId']];
    const [own, ...others] = named.map((id) => (typeof id === 'string' ? this.labels.get(id) : undefined));
    return own ?? others.filter((label) => label !== undefined).join(', ');
  }
}

type Corrected = Recorded<{
  type: 'OccurredOnCorrected';
  version: 1;
  data: { eventId: string; occurredOn: LocalDate };
}>;

/** Tells which lines made the difference: those that one side rests on and the other does not, corrections of days among them. */
class Doers {
  readonly #byPosition: ReadonlyMap<string, Recorded>;
  /** Corrections that only one side knows, by the position of the line that they correct. */
  readonly #corrections = new Map<string, Recorded[]>();

  constructor(from: Side, to: Side) {
    const all = [...from.lines, ...to.lines];
    this.#byPosition = new Map(all.map((line) => [String(line.position), line]));
    const positionOf = new Map(all.map((line) => [line.id, String(line.position)]));
    const shared = new Set(from.lines.map(({ id }) => id));
    const known = new Set(to.lines.map(({ id }) => id));
    for (const line of this.#byPosition.values()) {
      if (line.type !== 'OccurredOnCorrected' || (shared.has(line.id) && known.has(line.id))) continue;
      const position = positionOf.get((line as Corrected).data.eventId);
      if (position !== undefined) this.#corrections.set(position, [...(this.#corrections.get(position) ?? []), line]);
    }
  }

  between(before: Row | undefined, after: Row | undefined): readonly Recorded[] {
    const [was, is] = [new Set(before?.sources), new Set(after?.sources)];
    const all = [...new Set([...was, ...is])];
    const alone = all.filter((position) => was.has(position) !== is.has(position));
    const found = new Map<string, Recorded>();
    for (const line of [
      ...alone.map((position) => this.#byPosition.get(position)),
      ...all.flatMap((position) => this.#corrections.get(position) ?? []),
    ])
      if (line) found.set(line.id, line);
    return [...found.values()].sort((a, b) => Number(a.position - b.position));
  }
}

const kindOf = (before: Row | undefined, after: Row | undefined): Change['kind'] => {
  if (!before) return 'ADDED';
  return after ? 'CHANGED' : 'REMOVED';
};

const compare = async (programmeId: string, from: Side, to: Side): Promise<readonly Change[]> => {
  const doers = new Doers(from, to);
  const changes: Change[] = [];
  for (const [table, type] of Object.entries(comparedTables) as [TableName, string][]) {
    const [earlier, later] = [await from.rows(table, programmeId), await to.rows(table, programmeId)];
    for (const key of new Set([...earlier.keys(), ...later.keys()])) {
      const [before, after] = [earlier.get(key), later.get(key)];
      const fields = fieldsBetween(before, after);
      if (fields.length === 0) continue;
      const row = (after ?? before)!;
      const label = (after ? to : from).labelOf(row);
      changes.push({
        kind: kindOf(before, after),
        type,
        key,
        label,
        fields,
        row,
        events: doers.between(before, after),
      });
    }
  }
  // What happened first comes first; what one line did to several things stands in the order of their kinds.
  const placeOf = ({ events }: Change) => events[0]?.position ?? -1n;
  return changes.sort((a, b) => Number(placeOf(a) - placeOf(b)));
};

export interface ProgrammeDiff {
  readonly changes: readonly Change[];
  /** The later of the two moments, to look further in. */
  readonly to: Past;
}

const of = (side: keyof Moments, refusal: Refusal): Refusal =>
  refusal.field === undefined ? refusal : { ...refusal, field: `${side}.${refusal.field}` };

/**
 * What is otherwise at one moment than at another, thing by thing and field by field, with the lines that did it. Both
 * moments are replayed; a refusal names the clock that cannot be answered.
 */
export const diffProgramme = async (
  parts: PastParts,
  programmeId: string,
  { from, to }: Moments,
): Promise<ProgrammeDiff | Refusal> => {
  const earlier = await openPast(parts, from, [programmeId]);
  if (isRefusal(earlier)) return of('from', earlier);
  const later = await openPast(parts, to, [programmeId]);
  if (isRefusal(later)) return of('to', later);
  const sides = [await Side.of(earlier, programmeId), await Side.of(later, programmeId)] as const;
  return { changes: await compare(programmeId, ...sides), to: later };
};
