import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { AnyProjection } from './fold.js';
import { type AnyDatabase, columnsOf } from './tables.js';

const rowsPerTurn = 1000;

/** SHA-256 (hex) over a table's rows as they are stored, ordered by key. `db` must not decode by itself. */
const checksumOf = async (db: AnyDatabase, projection: AnyProjection): Promise<string> => {
  const hash = createHash('sha256');
  const columns = columnsOf(projection).map(([name]) => name);
  for (let after: string | undefined; ;) {
    const page = db.selectFrom(projection.name).selectAll().orderBy('key').limit(rowsPerTurn);
    const rows = await (after === undefined ? page : page.where('key', '>', after)).execute();
    for (const row of rows) hash.update(JSON.stringify(columns.map((name) => row[name] as unknown))).update('\n');
    if (rows.length < rowsPerTurn) return hash.digest('hex');
    after = rows.at(-1)!['key'] as string;
    await breathe();
  }
};

export const checksumsOf = async (db: AnyDatabase, projections: readonly AnyProjection[]) => {
  const checksums: Record<string, string> = {};
  for (const projection of projections) checksums[projection.name] = await checksumOf(db, projection);
  return checksums;
};
