import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import type { EventStore } from '#event-store';
import type { Recorded } from '#kernel';
import { type ReadModels, foldRows } from '#read-models';
import type { Kysely } from 'kysely';

/** Rows in an order and a form of their own, so that equal ones read the same. */
const textOf = (rows: readonly object[]): string => {
  const texts = rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))));
  return texts.sort().join('\n');
};

const streamsOf = async (store: EventStore): Promise<ReadonlySet<string>> => {
  const streams = new Set<string>();
  for await (const { stream } of store.readAll()) streams.add(stream);
  return streams;
};

/**
 * Each table holds what folding the lines of each book by itself makes, and nothing else. Nobody may write meanwhile.
 * With `upTo`: what the lines up to that position make. Returns how many rows were compared. @throws Error that names the table and the programme.
 */
export const assertRefolded = async (
  store: EventStore,
  { db }: Pick<ReadModels<Tables>, 'db'>,
  upTo?: bigint,
): Promise<number> => {
  const tables = db as unknown as Kysely<Record<string, { programmeId: string }>>;
  const compared = new Map<string, number>();
  for (const stream of await streamsOf(store)) {
    const lines: Recorded[] = [];
    for await (const stored of store.read(stream))
      if (upTo === undefined || stored.position <= upTo) lines.push(bookCatalogue.decode(stored));
    if (lines.length === 0) continue;
    const { programmeId } = lines[0]!;
    for (const [table, made] of foldRows(bookProjections, lines, { correction: bookCorrection })) {
      const found = await tables.selectFrom(table).selectAll().where('programmeId', '=', programmeId).execute();
      const expected = [...made.values()].map(({ row, sources, ...system }) => ({
        ...system,
        ...(row as object),
        sources: sources.map(String),
      }));
      if (textOf(found) !== textOf(expected)) throw new Error(`${table} of ${programmeId} is not what its lines make`);
      compared.set(table, (compared.get(table) ?? 0) + found.length);
    }
  }
  for (const [table, rows] of compared) {
    const { count } = await tables
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (count !== rows) throw new Error(`${table} has ${count} rows, and the books make ${rows}`);
  }
  return [...compared.values()].reduce((sum, rows) => sum + rows, 0);
};
