import {
  Pool,
  type PoolOptions,
  PostgresError,
  Session,
  isPostgresError,
  notStandingStill,
  openPostgres,
  withLock,
  withLockIfFree,
} from '#postgres';
import { CompiledQuery, Kysely } from 'kysely';
import { DecodingPlugin } from '../decoding-plugin.js';
import type { AnyProjection } from '../fold.js';
import type { Generation, ReadDatabase } from '../read-database.js';
import { type AnyDatabase, type ColumnTypes, columnTypes, fingerprintOf } from '../tables.js';
import { OneConnection, PostgresDriver, beginReading, postgresDialect } from './driver.js';
import { generationOn, plainOn } from './generation.js';
import { movesOn } from './moves.js';
import { claim, divideOn, partitionsOn } from './owner.js';
import { GenerationSchemas, useOf } from './schemas.js';
import { channel } from './write.js';

/** Text in the order of its bytes, whatever alphabet the server orders by: pages and checksums go by it. */
const text = 'text collate "C"';
/** Lists and objects are text here too: no query looks into them, and they are the same bytes on every engine. */
const types: ColumnTypes = {
  of: { text, integer: 'bigint', real: 'double precision', flag: 'boolean', json: text },
};

/**
 * Of connections that write. They look rows up by their keys alone, and a projector's first statements are planned while
 * the tables are empty, when scanning one looks cheap; such a plan is kept, and scans what has grown meanwhile. What must be
 * scanned still is, at a price so high that it would be compiled first.
 */
const writing = {
  ...notStandingStill,
  enable_seqscan: 'off',
  jit: 'off',
  // As in SQLite's NORMAL: after a crash the tail may be missing, rows and checkpoint together, and is projected again.
  synchronous_commit: 'off',
};

const connectionsMax = { reading: 10, writing: 6, tending: 2 };
const readMsMax = 30_000;
const writeMsMax = 60_000;
const forbidden = '42501';
const askEncoding = `select current_setting('server_encoding') as encoding`;
const buildName = 'wavebook builds read models';

export interface PostgresReadDatabaseOptions {
  readonly url: string;
  readonly projections: readonly AnyProjection[];
  readonly onStatement?: ((sql: string) => void) | undefined;
}

const begin = [CompiledQuery.raw('begin')];

const assertUnicode = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.use((client) => client.query<{ encoding: string }>(askEncoding));
  const { encoding } = rows[0]!;
  if (encoding !== 'UTF8')
    throw new PostgresError(
      'POSTGRES_URL_INVALID',
      `that database keeps text as ${encoding}; make one with ENCODING 'UTF8'`,
    );
};

/** Keeps each generation in a schema of its own: others may read the old one while the next is written. */
export class PostgresReadDatabase implements ReadDatabase {
  readonly types = types;
  readonly reader: AnyDatabase;
  readonly #readers = new PostgresDriver(undefined, beginReading);
  readonly #session: Session;
  readonly #schemas: GenerationSchemas;

  private constructor(
    private readonly options: PostgresReadDatabaseOptions,
    private readonly tending: Pool,
  ) {
    const { url, projections, onStatement } = options;
    this.#session = new Session(url, channel);
    this.#schemas = new GenerationSchemas(tending, fingerprintOf(projections));
    this.reader = new Kysely<never>({
      dialect: postgresDialect(this.#readers),
      plugins: [new DecodingPlugin(columnTypes(projections))],
      ...(onStatement ? { log: (event) => onStatement(event.query.sql) } : {}),
    }) as AnyDatabase;
  }

  /** @throws PostgresError */
  static async open(options: PostgresReadDatabaseOptions): Promise<PostgresReadDatabase> {
    const limits = { connectionsMax: connectionsMax.tending, statementMsMax: 0 };
    const tending = await openPostgres(options.url, limits);
    try {
      await assertUnicode(tending);
      return new PostgresReadDatabase(options, tending);
    } catch (error) {
      await tending.end();
      throw error;
    }
  }

  claim(firstEventId: string): Promise<void> {
    return claim(this.tending, firstEventId);
  }

  partitions(): Promise<number> {
    return partitionsOn(this.tending);
  }

  divide(partitions: number): Promise<void> {
    return divideOn(this.tending, partitions);
  }

  answers(): Promise<boolean> {
    return this.tending
      .use((client) => client.query('select'))
      .then(
        () => true,
        () => false,
      );
  }

  async newest(): Promise<Generation | undefined> {
    for (;;) {
      const name = await this.#schemas.newest();
      if (name === undefined) return undefined;
      const generation = await this.#opened(name);
      if (generation) return generation;
    }
  }

  async build(fill: Parameters<ReadDatabase['build']>[0]): Promise<Generation> {
    const { name, buildingName } = await this.#schemas.toBuild().catch((error: unknown) => {
      if (!isPostgresError(error, forbidden)) throw error;
      const message = `it must let this user make schemas: ${(error as Error).message}`;
      throw new PostgresError('POSTGRES_FORBIDDEN', message, { cause: error });
    });
    const pool = this.#poolOn(buildingName, { connectionsMax: 1, statementMsMax: 0 });
    try {
      await pool.use(async (client) => {
        const connection = new OneConnection(client);
        const filled = fill(plainOn(connection, begin), (statement) => connection.send(statement));
        await filled.catch((error: unknown) => {
          throw connection.fault ?? error;
        });
      });
    } finally {
      await pool.end();
    }
    await this.#schemas.complete(name, buildingName);
    return (await this.#opened(name))!;
  }

  async show({ name }: Generation): Promise<void> {
    const limits = { connectionsMax: connectionsMax.reading, statementMsMax: readMsMax };
    const pool = this.#poolOn(name, limits, { default_transaction_read_only: 'on' });
    void this.#readers.goOverTo(pool);
  }

  removeOthers(keep: Generation): Promise<void> {
    return this.#schemas.removeOthers(keep.name);
  }

  moves(signal: AbortSignal): AsyncIterable<void> {
    return movesOn(this.#session, signal);
  }

  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return withLock(this.options.url, buildName, work);
  }

  ifFree<T>(work: () => Promise<T>): Promise<T | undefined> {
    return withLockIfFree(this.options.url, buildName, work);
  }

  async close(): Promise<void> {
    await this.#readers.destroy();
    await this.#session.close();
    await this.tending.end();
  }

  /** Undefined when it was removed before anybody could know that it is used here. */
  async #opened(name: string): Promise<Generation | undefined> {
    const use = useOf(name);
    if (!(await this.#session.share(use))) return undefined;
    const giveBack = () => this.#session.giveBack(use);
    if (!(await this.#schemas.isThere(name))) return void (await giveBack());
    const limits = { connectionsMax: connectionsMax.writing, statementMsMax: writeMsMax };
    return generationOn(name, this.#poolOn(name, limits, writing), giveBack);
  }

  #poolOn(
    schema: string,
    limits: Pick<PoolOptions, 'connectionsMax' | 'statementMsMax'>,
    settings: Readonly<Record<string, string>> = {},
  ): Pool {
    return new Pool({ url: this.options.url, ...limits, settings: { search_path: schema, ...settings } });
  }
}
