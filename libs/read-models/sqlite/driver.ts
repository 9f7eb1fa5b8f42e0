import { setTimeout as delay } from 'node:timers/promises';
import type Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** Statements that one connection keeps prepared; beyond it the oldest go. */
const preparedMax = 500;
/** How long a transaction waits for another process' one, which lasts milliseconds. */
const busyMs = 30_000;
const busyPauseMs = 5;

/** By its code, not its class: a native module knows but one class of error, also where modules are loaded twice. */
export const isSqliteError = (error: unknown, ...codes: string[]): boolean => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && codes.some((each) => code.startsWith(each));
};

/** What SQLite has no type for, as it is kept: booleans as 0 and 1, lists and objects as JSON text. */
const bound = (value: unknown): unknown => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value) ? JSON.stringify(value) : value;
};

/** A connection that keeps its statements prepared. */
export class SqliteConnection implements DatabaseConnection {
  readonly #prepared = new Map<string, Sqlite.Statement<unknown[]>>();

  constructor(readonly database: Sqlite.Database) {}

  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(sql);
    const values = parameters.map(bound);
    if (statement.reader) return Promise.resolve({ rows: statement.all(values) as R[] });
    return Promise.resolve({ rows: [], numAffectedRows: BigInt(statement.run(values).changes) });
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    // Prepared apart: a statement that is being stepped through cannot be run by somebody else.
    for (const row of this.database.prepare<unknown[]>(sql).iterate(parameters.map(bound))) yield { rows: [row as R] };
  }

  #prepare(sql: string): Sqlite.Statement<unknown[]> {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.database.prepare<unknown[]>(sql);
    if (this.#prepared.size >= preparedMax) this.#prepared.delete(this.#prepared.keys().next().value!);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

/**
 * Runs everything on one connection, in turn, and can go over to another one: what has begun ends on the old
 * connection, which is then closed; what begins later runs on the new one.
 */
export class SqliteDriver implements Driver {
  #connection: SqliteConnection;
  #taken = false;
  #inUse: SqliteConnection | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(
    database: Sqlite.Database,
    private readonly begin: 'begin' | 'begin immediate',
  ) {
    this.#connection = new SqliteConnection(database);
  }

  goOverTo(database: Sqlite.Database): void {
    const old = this.#connection;
    this.#connection = new SqliteConnection(database);
    if (this.#inUse !== old) old.database.close();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
    this.#inUse = this.#connection;
    return this.#inUse;
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (connection !== this.#connection) (connection as SqliteConnection).database.close();
    this.#inUse = undefined;
    const next = this.#waiting.shift();
    // While somebody waits it stays taken, so that nobody who comes later gets in between.
    if (next) next();
    else this.#taken = false;
    return Promise.resolve();
  }

  /** Waits for another writer without stopping this process: the other one may live in it. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    for (const deadline = Date.now() + busyMs; ; await delay(busyPauseMs)) {
      try {
        await connection.executeQuery(CompiledQuery.raw(this.begin));
        return;
      } catch (error) {
        if (!isSqliteError(error, 'SQLITE_BUSY') || Date.now() > deadline) throw error;
      }
    }
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async init(): Promise<void> {}

  destroy(): Promise<void> {
    this.#connection.database.close();
    return Promise.resolve();
  }
}

export const sqliteDialect = (driver: Driver): Dialect => ({
  createDriver: () => driver,
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
});
