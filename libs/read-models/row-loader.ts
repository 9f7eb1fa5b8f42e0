import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import type { AnyDatabase } from './tables.js';

/** Keys of one statement; every engine takes so many values. */
const batchMax = 500;

/**
 * Loads rows by key, all that are asked for in one turn by one statement; undefined where there is no row. It
 * remembers what it loaded: make one per request.
 */
export const rowLoader = <Tables, Name extends keyof Tables & string>(
  db: Kysely<Tables>,
  table: Name,
): DataLoader<string, Tables[Name] | undefined> =>
  new DataLoader(
    async (keys) => {
      const rows = await (db as AnyDatabase)
        .selectFrom(table as string)
        .selectAll()
        .where('key', 'in', keys)
        .execute();
      const byKey = new Map(rows.map((row) => [row['key'] as string, row as Tables[Name]]));
      return keys.map((key) => byKey.get(key));
    },
    { maxBatchSize: batchMax },
  );
