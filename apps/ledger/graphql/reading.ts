import DataLoader from 'dataloader';
import type { Reading, TableName, Tables } from '#book';
import { type Actor, type Language, type Recorded, type SealedField, streamOf } from '#kernel';
import { rowLoader } from '#read-models';
import type { Kysely } from 'kysely';
import type { Grant } from '../access/grant.js';
import { inScope } from '../access/scope.js';
import type { Parts } from '../parts.js';

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

/** The read models as they are now, for one reader and one request: what was loaded is remembered for its length. */
export const openReading = (parts: Parts, who: Reader): Reading => {
  const { actor, language, programmes } = who;
  const { readModels, ledger, store, catalogue, vault } = parts;
  const { db } = readModels;
  const byKey = remembered((table) => rowLoader<Tables, TableName>(db, table as TableName));
  const byColumn = remembered((table, column) => rowsLoader(db, table as TableName, column));

  const read = async (programmeId: string, options: { from?: bigint; backwards?: boolean; max: number }) => {
    const lines: Recorded[] = [];
    if (!inScope(programmes, programmeId)) return lines;
    for await (const stored of store.read(streamOf(programmeId), options)) lines.push(catalogue.decode(stored));
    return lines;
  };

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
    today: ledger.today(),
    dayOf: (instant) => ledger.dayOf(instant),
    position: () => readModels.position(),
    load,
    loadBy,
    lines: (programmeId, from, max) => read(programmeId, { from, max }),
    async lineCount(programmeId) {
      const [last] = await read(programmeId, { backwards: true, max: 1 });
      return last ? last.revision + 1n : 0n;
    },
    async open(field: SealedField | null | undefined) {
      if (!field || actor.role === 'viewer') return null;
      const person = await load('person', field.person);
      // What was erased is hidden from the moment of the decision on, also before its key is destroyed.
      if (person && person.status !== 'KEPT') return null;
      return vault.openField(field) ?? null;
    },
    actor,
    language,
    programmes: programmes === 'all' ? undefined : programmes,
  };
};
