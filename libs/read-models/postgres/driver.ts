import { faultOf } from '#postgres';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { PoolClient, QueryResult as Answer } from 'pg';
import type { StoredRow } from '../read-database.js';

/** Statements that are kept prepared on each connection; what comes beyond is planned each time. */
const preparedMax = 1000;
const preparedNames = new Map<string, string>();

const preparedName = (text: string): string | undefined => {
  const known = preparedNames.get(text);
  if (known !== undefined || preparedNames.size >= preparedMax) return known;
  const name = `wavebook_${preparedNames.size}`;
  preparedNames.set(text, name);
  return name;
};

/**
 * Lists and objects as JSON text, as SQLite's driver binds them. PostgreSQL keeps no NUL in a text, and inputs refuse it:
 * whoever looks for one finds nothing.
 */
const bound = (value: unknown): unknown => {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
};

/** Runs a statement that comes again and again: prepared once for each connection. */
export const runPrepared = (client: PoolClient, { sql, parameters }: CompiledQuery): Promise<Answer<StoredRow>> => {
  const name = preparedName(sql);
  return client.query({ ...(name === undefined ? {} : { name }), text: sql, values: parameters.map(bound) });
};

/** Statements that are under way at the same time, so that the way to the server and back costs little. */
const sentMax = 64;

/** A single connection, which stays taken: all that is sent on it is done in order. */
export class OneConnection implements Connections {
  /** What went wrong first. */
  fault: Error | undefined;
  #under = 0;

  constructor(private readonly client: PoolClient) {}

  /** Waits only while many are under way; what goes wrong is told by `fault`, and keeps the transaction from its end. */
  async send(statement: CompiledQuery): Promise<void> {
    if (this.fault) throw this.fault;
    this.#under++;
    const done = runPrepared(this.client, statement)
      .catch((error: Error) => void (this.fault ??= error))
      .finally(() => this.#under--);
    if (this.#under >= sentMax) await done;
  }

  connect(): Promise<PoolClient> {
    return Promise.resolve(this.client);
  }

  release(): void {}

  end(): Promise<void> {
    return Promise.resolve();
  }
}

const changing = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Where connections come from, and go back to; a pool is one. */
export interface Connections {
  connect(): Promise<PoolClient>;
  release(client: PoolClient, error?: unknown): void;
  end(): Promise<void>;
}

class PostgresConnection implements DatabaseConnection {
  /** What its last statement failed with. */
  fault: unknown;

  constructor(
    readonly client: PoolClient,
    readonly from: Connections,
  ) {}

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.run(sql, parameters);
    return { rows: rows as R[], ...(changing.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
  }

  async run(sql: string, parameters: readonly unknown[] = []): Promise<Answer<StoredRow>> {
    this.fault = undefined;
    try {
      return await this.client.query<StoredRow>(sql, parameters.map(bound));
    } catch (error) {
      this.fault = error;
      throw faultOf(error);
    }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

/** Runs everything on connections from one place, and can go over to another: what has begun ends where it began. */
export class PostgresDriver implements Driver {
  #from: Connections | undefined;

  /** With `begin` a transaction starts for which nothing else is asked. */
  constructor(
    from: Connections | undefined,
    private readonly begin: readonly CompiledQuery[],
  ) {
    this.#from = from;
  }

  goOverTo(from: Connections): Promise<void> {
    const old = this.#from;
    this.#from = from;
    return old?.end() ?? Promise.resolve();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const from = this.#from;
    if (from === undefined) throw new Error('there is nothing to read yet');
    return new PostgresConnection(await from.connect(), from);
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    const { client, from, fault } = connection as PostgresConnection;
    from.release(client, fault);
    return Promise.resolve();
  }

  async beginTransaction(connection: DatabaseConnection, { accessMode }: TransactionSettings): Promise<void> {
    for (const statement of accessMode === 'read only' ? beginReading : this.begin)
      await connection.executeQuery(statement);
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const { command } = await (connection as PostgresConnection).run('commit');
    // PostgreSQL ends a transaction in which a statement failed without an error, and without its work.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as PostgresConnection).run('rollback');
  }

  async init(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#from?.end();
  }
}

/** One moment of the tables for as long as the transaction lasts. */
export const beginReading = [CompiledQuery.raw('begin isolation level repeatable read read only')];

export const postgresDialect = (driver: Driver): Dialect => ({
  createDriver: () => driver,
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => new PostgresIntrospector(db),
});
