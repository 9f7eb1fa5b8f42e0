import DataLoader from 'dataloader';
import type { Reading, TableName, Tables } from '#book';
import { type Actor, type Language, type Recorded, type SealedField, streamOf } from '#kernel';
import { rowLoader } from '#read-models';
import type { Kysely } from 'kysely';
import type { Grant } from '../access/grant.js';
import { inScope } from '../access/scope.js';
import type { Parts } from '../parts.js';
import type { Past } from '../replay/past.js';

/** Foreign keys of one statement. */
const batchMax = 500;

// Tables are named at run time here; what goes in and out is typed by `Reading`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyDatabase = Kysely<any>;

/** Rows by a foreign key: all that are asked for in one turn by one statement. */
const rowsLoader = (db: Kysely<Tables>, table: TableName, column: string) =>
  new DataLoader<string, readonly Record<string, unknown>[]>(
    async (values) => {
      const rows: Record<string, unknown>[] = await (db as AnyDatabase)
        .selectFrom(table)
        .selectAll()
        .where(column, 'in', values)
        .orderBy('key')
        .execute();
      const byValue = new Map(values.map((value) => [value, [] as Record<string, unknown>[]]));
      for (const row of rows) byValue.get(row[column] as string)!.push(row);
      return values.map((value) => byValue.get(value)!);
    },
    { maxBatchSize: batchMax },
  );

const remembered = <T>(make: (...names: string[]) => T) => {
  const made = new Map<string, T>();
  return (...names: string[]): T => {
    const name = names.join('/');
    const known = made.get(name) ?? make(...names);
    made.set(name, known);
    return known;
  };
};

/** Who reads, in which language, and which programmes there are for them. */
interface Reader extends Pick<Grant, 'programmes'> {
  readonly actor: Actor;
  readonly language: Language;
}

/** What a reader looks at: the read models as they are now, or a past of some books. */
interface View extends Pick<Reading, 'db' | 'position' | 'today' | 'linesAt'> {
  /** Lines of a book in its order, from a place in that order on; backwards from its end when there is no place. */
  read(programmeId: string, options: { readonly from?: bigint; readonly max: number }): Promise<readonly Recorded[]>;
  lineCount(programmeId: string): Promise<bigint>;
}

/** Lines by their positions, straight from the event store. */
export const linesAtOf =
  ({ store, catalogue }: Pick<Parts, 'store' | 'catalogue'>): Reading['linesAt'] =>
  async (positions) => {
    const found = await Promise.all(positions.map((position) => store.readAt(position)));
    return found.filter((stored) => stored !== undefined).map((stored) => catalogue.decode(stored));
  };

const liveView = ({ readModels, ledger, store, catalogue }: Parts): View => {
  const read = async (programmeId: string, options: { from?: bigint; backwards?: boolean; max: number }) => {
    const lines: Recorded[] = [];
    for await (const stored of store.read(streamOf(programmeId), options)) lines.push(catalogue.decode(stored));
    return lines;
  };
  return {
    db: readModels.db,
    position: () => readModels.position(),
    today: ledger.today(),
    read,
    linesAt: linesAtOf({ store, catalogue }),
    async lineCount(programmeId) {
      const [last] = await read(programmeId, { backwards: true, max: 1 });
      return last ? last.revision + 1n : 0n;
    },
  };
};

const pastView = ({ db, position, today, linesOf }: Past, { linesAt }: Pick<Reading, 'linesAt'>): View => ({
  db,
  linesAt,
  position: () => position,
  today,
  async read(programmeId, { from = 0n, max }) {
    return (await linesOf(programmeId)).slice(Number(from), Number(from) + max);
  },
  lineCount: async (programmeId) => BigInt((await linesOf(programmeId)).length),
});

type DayOf = Reading['dayOf'];

const readingOf = (dayOf: DayOf, view: View, who: Reader, open: (loadNow: Reading['load']) => Reading['open']) => {
  const { actor, language, programmes } = who;
  const { db } = view;
  const byKey = remembered((table) => rowLoader<Tables, TableName>(db, table as TableName));
  const byColumn = remembered((table, column) => rowsLoader(db, table as TableName, column));

  const exists = ({ programmeId }: { readonly programmeId: string }) => inScope(programmes, programmeId);
  const loadAny: Reading['load'] = (table, key) => byKey(table).load(key) as never;
  const loadAnyBy: Reading['loadBy'] = (table, column, value) => byColumn(table, column).load(value) as never;
  // What lies outside the scope is not there, by whatever way it is looked for.
  const load: Reading['load'] =
    programmes === 'all'
      ? loadAny
      : async (table, key) => {
          const row = await loadAny(table, key);
          return row && exists(row) ? row : undefined;
        };
  const loadBy: Reading['loadBy'] =
    programmes === 'all' ? loadAnyBy : async (...by) => (await loadAnyBy(...by)).filter(exists);

  return {
    db,
    today: view.today,
    dayOf,
    position: view.position,
    load,
    loadBy,
    linesAt: view.linesAt,
    lines: async (programmeId, from, max) =>
      inScope(programmes, programmeId) ? view.read(programmeId, { from, max }) : [],
    lineCount: async (programmeId) => (inScope(programmes, programmeId) ? view.lineCount(programmeId) : 0n),
    open: open(load),
    actor,
    language,
    programmes: programmes === 'all' ? undefined : programmes,
  } satisfies Reading;
};

const readOf = (actor: Actor, { person }: SealedField, row: Pick<Tables['person'], 'programmeId'> | undefined) =>
  ({ actor, kind: 'PERSONAL_DATA', programmeId: row?.programmeId ?? null, subject: person }) as const;

/** The read models as they are now, for one reader and one request: what was loaded is remembered for its length. */
export const openReading = (parts: Parts, who: Reader): Reading =>
  readingOf(
    (instant) => parts.ledger.dayOf(instant),
    liveView(parts),
    who,
    (load) => async (field: SealedField | null | undefined) => {
      if (!field || who.actor.role === 'viewer') return null;
      const person = await load('person', field.person);
      // What was erased is hidden from the moment of the decision on, also before its key is destroyed.
      if (person && person.status !== 'KEPT') return null;
      const clear = (await parts.vault.openField(field)) ?? null;
      if (clear !== null) await parts.reads.record(readOf(who.actor, field, person));
      return clear;
    },
  );

/** A past, for the reader of a reading of now. What holds for a person's data now holds for it in every past. */
export const openPastReading = (
  { ledger }: { readonly ledger: { dayOf: DayOf } },
  who: Reader,
  past: Past,
  now: Pick<Reading, 'open' | 'linesAt'>,
): Reading =>
  readingOf(
    (instant) => ledger.dayOf(instant),
    pastView(past, now),
    who,
    () => (field) => now.open(field),
  );
