import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Sqlite from '#sqlite';
import { Kysely } from 'kysely';
import { DecodingPlugin } from '../decoding-plugin.js';
import type { AnyProjection } from '../fold.js';
import { pause } from '../live.js';
import type { Generation, ReadDatabase, Run } from '../read-database.js';
import type { Logger } from '../read-models.js';
import { type AnyDatabase, type ColumnTypes, columnTypes, fingerprintOf } from '../tables.js';
import { SqliteConnection, SqliteDriver, isSqliteError, sqliteDialect } from './driver.js';
import { GenerationFiles } from './files.js';
import { writeOn } from './write.js';

export const sqliteTypes: ColumnTypes = {
  of: { text: 'text', integer: 'integer', real: 'real', flag: 'integer', json: 'text' },
  tableEnd: 'strict',
};

/** SQLite waits by stopping the whole process. So it may wait for a moment here; for transactions the driver waits. */
const lockWaitMs = 100;
const existing: Sqlite.Options = { fileMustExist: true, timeout: lockWaitMs };
const exclusivePauseMs = 50;
/** How often it is looked how far another process has come. */
const lookMs = 20;

const opened = (path: string, options: Sqlite.Options, ...pragmas: string[]): Sqlite.Database => {
  const database = new Sqlite(path, options);
  try {
    for (const pragma of pragmas) database.pragma(pragma);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

// NORMAL: after a power cut the tail may be missing, rows and checkpoint together, and is projected again.
const openToWrite = (path: string) =>
  opened(
    path,
    existing,
    'journal_mode = WAL',
    'synchronous = NORMAL',
    'secure_delete = ON',
    'temp_store = MEMORY',
    'busy_timeout = 0',
  );
// Reading at once takes the lock by which others see that the file is in use.
const openToRead = (path: string) => opened(path, existing, 'query_only = ON', 'temp_store = MEMORY', 'schema_version');
// Nobody else sees the file and a crash discards it, so that it needs no journal; `complete` makes it durable.
const openToBuild = (path: string) =>
  opened(path, {}, 'journal_mode = OFF', 'synchronous = OFF', 'locking_mode = EXCLUSIVE', 'cache_size = -65536');

const plain = (database: Sqlite.Database, begin: 'begin' | 'begin immediate'): AnyDatabase =>
  new Kysely({ dialect: sqliteDialect(new SqliteDriver(database, begin)) });

const decoding = (driver: SqliteDriver, projections: readonly AnyProjection[], onStatement?: (sql: string) => void) =>
  new Kysely<never>({
    dialect: sqliteDialect(driver),
    plugins: [new DecodingPlugin(columnTypes(projections))],
    ...(onStatement ? { log: (event) => onStatement(event.query.sql) } : {}),
  }) as AnyDatabase;

const generationOf = (name: string, path: string): Generation => {
  const database = openToWrite(path);
  const db = plain(database, 'begin immediate');
  const connection = new SqliteConnection(database);
  return {
    name,
    db,
    read: (statements) => new Promise((resolve) => resolve(statements.map((each) => connection.rows(each)))),
    write: (guards, statements) => writeOn(connection, guards, statements),
    alone: (work) => db.transaction().execute(work),
    async snapshot(read) {
      const reader = plain(openToRead(path), 'begin');
      try {
        return await reader.transaction().execute(read);
      } finally {
        await reader.destroy();
      }
    },
    close: () => db.destroy(),
  };
};

/** A database in memory with the tables of the projections, for rows that nobody keeps. Close it with `destroy()`. */
export const openSqliteMemory = (projections: readonly AnyProjection[], onStatement?: (sql: string) => void) =>
  decoding(new SqliteDriver(opened(':memory:', {}), 'begin'), projections, onStatement);

/** Fills a database in memory and gives its bytes, which `openSqliteImage` makes a database of again, in any thread. */
export const sqliteImage = async (fill: (db: AnyDatabase, run: Run) => Promise<void>): Promise<Buffer> => {
  const database = opened(':memory:', {}, 'journal_mode = OFF', 'locking_mode = EXCLUSIVE');
  const connection = new SqliteConnection(database);
  const db = plain(database, 'begin');
  try {
    await fill(db, async (statement) => connection.run(statement));
    return database.serialize();
  } finally {
    await db.destroy();
  }
};

/** A database in memory from the bytes of `sqliteImage`, for reading. Dropping it frees it; nothing has to be closed. */
export const openSqliteImage = (
  projections: readonly AnyProjection[],
  image: Buffer,
  onStatement?: (sql: string) => void,
): AnyDatabase => {
  const database = new Sqlite(image);
  database.pragma('query_only = ON');
  return decoding(new SqliteDriver(database, 'begin'), projections, onStatement);
};

/** Keeps each generation in a file of its own: another process may read the old one while the next is written. */
export class SqliteReadDatabase implements ReadDatabase {
  readonly types = sqliteTypes;
  readonly reader: AnyDatabase;
  readonly #files: GenerationFiles;
  readonly #readers: SqliteDriver;

  constructor(
    private readonly directory: string,
    projections: readonly AnyProjection[],
    private readonly options: {
      readonly logger?: Logger | undefined;
      readonly onStatement?: (sql: string) => void;
    } = {},
  ) {
    mkdirSync(directory, { recursive: true });
    this.#files = new GenerationFiles(directory, fingerprintOf(projections));
    this.#readers = new SqliteDriver(opened(':memory:', {}), 'begin');
    this.reader = decoding(this.#readers, projections, options.onStatement);
  }

  /** What lies in a ledger's folder is that ledger's; what is not is built anew. */
  claim(): Promise<void> {
    return Promise.resolve();
  }

  partitions(): Promise<number> {
    return Promise.resolve(1);
  }

  /** A file has one writer at a time. */
  divide(partitions: number): Promise<void> {
    if (partitions === 1) return Promise.resolve();
    return Promise.reject(new Error('read models in files have one partition'));
  }

  answers(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async newest(): Promise<Generation | undefined> {
    const name = await this.#files.newest();
    if (name === undefined) return undefined;
    try {
      return generationOf(name, this.#files.pathOf(name));
    } catch (error) {
      if (!isSqliteError(error, 'SQLITE_NOTADB', 'SQLITE_CORRUPT')) throw error;
      this.options.logger?.warn({ error: String(error), name }, 'the read models are damaged and will be built anew');
      return undefined;
    }
  }

  async build(fill: Parameters<ReadDatabase['build']>[0]): Promise<Generation> {
    const { name, buildingPath } = await this.#files.toBuild();
    const database = openToBuild(buildingPath);
    const db = plain(database, 'begin immediate');
    const connection = new SqliteConnection(database);
    try {
      await fill(db, async (statement) => connection.run(statement));
    } finally {
      await db.destroy();
    }
    await this.#files.complete(name);
    return generationOf(name, this.#files.pathOf(name));
  }

  show(generation: Generation): Promise<void> {
    this.#readers.goOverTo(openToRead(this.#files.pathOf(generation.name)));
    return Promise.resolve();
  }

  removeOthers(keep: Generation): Promise<void> {
    return this.#files.removeOthers(keep.name, isUnused);
  }

  async *moves(signal: AbortSignal): AsyncIterable<void> {
    for (; !signal.aborted; await pause(lookMs, signal)) yield;
  }

  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      const done = await this.ifFree(async () => ({ result: await work() }));
      if (done) return done.result;
      await delay(exclusivePauseMs);
    }
  }

  async ifFree<T>(work: () => Promise<T>): Promise<T | undefined> {
    // A lock of the file system's own: it ends with the process that holds it, whatever becomes of that.
    const lock = opened(join(this.directory, 'read-build.lock'), { timeout: 0 });
    try {
      return taken(lock) ? await work() : undefined;
    } finally {
      lock.close();
    }
  }

  close(): Promise<void> {
    return this.reader.destroy();
  }
}

/** A database leaves WAL mode only while nobody else has it open; one that cannot be read is of use to nobody. */
const isUnused = (path: string): boolean => {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(path, { fileMustExist: true, timeout: 0 });
    return database.pragma('journal_mode = DELETE', { simple: true }) === 'delete';
  } catch (error) {
    return isSqliteError(error, 'SQLITE_NOTADB', 'SQLITE_CORRUPT');
  } finally {
    database?.close();
  }
};

const taken = (lock: Sqlite.Database): boolean => {
  try {
    lock.exec('begin exclusive');
    return true;
  } catch (error) {
    if (isSqliteError(error, 'SQLITE_BUSY')) return false;
    throw error;
  }
};
