import { CompiledQuery } from 'kysely';
import type { Guard } from '../read-database.js';
import { type SqliteConnection, begun } from './driver.js';

const commit = CompiledQuery.raw('commit');
const rollback = CompiledQuery.raw('rollback');

/** As `Generation.write`. Once it has begun nothing is awaited: a transaction is over in the turn that it began in. */
export const writeOn = async (
  connection: SqliteConnection,
  guards: readonly Guard[],
  statements: readonly CompiledQuery[],
): Promise<boolean> => {
  await begun(connection, 'begin immediate');
  try {
    const holds = guards.every(({ statement, rows }) => connection.run(statement) === rows);
    if (holds) for (const statement of statements) connection.run(statement);
    connection.run(holds ? commit : rollback);
    return holds;
  } catch (error) {
    // SQLite itself ends the transaction on some faults, such as a full disk.
    if (connection.database.inTransaction) connection.run(rollback);
    throw error;
  }
};
