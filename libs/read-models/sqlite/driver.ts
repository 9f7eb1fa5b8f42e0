import { setTimeout as delay } from 'node:timers/promises';
import type Sqlite from '#sqlite';
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
import type { StoredRow } from '../read-database.js';

/** Statements that one connection keeps prepared; beyond it the oldest go. */
const preparedMax = 1000;
/** How long a transaction waits for another process' one, which lasts milliseconds. */
const busyMs = 30_000;
const busyPauseMs = 5;

type Begin = 'begin' | 'begin immediate';

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

const isBound = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || value === null;

/** Most statements carry only what SQLite takes as it is; those are not copied. */
const allBound = (values: readonly unknown[]): readonly unknown[] =>
  values.every(isBound) ? values : values.map(bound);

/** A connection that keeps its statements prepared. */
export class SqliteConnection implements DatabaseConnection {
  readonly #prepared = new Map<string, Sqlite.Statement<unknown[]>>();

  constructor(readonly database: Sqlite.Database) {}

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#prepare(query.sql).reader) return Promise.resolve({ rows: this.rows(query) as R[] });
    return Promise.resolve({ rows: [], numAffectedRows: BigInt(this.run(query)) });
  }

  rows({ sql, parameters }: CompiledQuery): StoredRow[] {
    return this.#prepare(sql).all(allBound(parameters)) as StoredRow[];
  }

  /** Returns how many rows changed. */
  run({ sql, parameters }: CompiledQuery): number {
    return this.#prepare(sql).run(allBound(parameters)).changes;
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    // Prepared apart: a statement that is being stepped through cannot be run by somebody else.
    for (const row of this.database.prepare<unknown[]>(sql).iterate(allBound(parameters))) yield { rows: [row as R] };
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

/** Waits for another writer without stopping this process: the other one may live in it. */
export const begun = async (connection: SqliteConnection, begin: Begin): Promise<void> => {
  const query = CompiledQuery.raw(begin);
  for (const deadline = Date.now() + busyMs; ; await delay(busyPauseMs)) {
    try {
      connection.run(query);
      return;
    } catch (error) {
      if (!isSqliteError(error, 'SQLITE_BUSY') || Date.now() > deadline) throw error;
    }
  }
};

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
    private readonly begin: Begin,
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

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await begun(connection as SqliteConnection, this.begin);
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
