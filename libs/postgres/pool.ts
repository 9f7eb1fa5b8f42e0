import pg from 'pg';
import { faultOf, isUnavailable } from './faults.js';
import { silence } from './silence.js';

const connectMsMax = 5_000;

/** A setting for connections whose transactions are short. */
export const notStandingStill = { idle_in_transaction_session_timeout: String(silence.transaction) } as const;

export interface PoolOptions {
  /** `postgres://user:password@host:5432/database?sslmode=verify-full` */
  readonly url: string;
  readonly connectionsMax: number;
  /** What a statement may take. 0 stands for no limit. */
  readonly statementMsMax: number;
  /** Settings that each connection begins with, such as `search_path`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** `require` is what the driver makes of it, without its warning: the certificate is verified. */
const spelledOut = (url: string): string => url.replace(/([?&]sslmode=)require(?=&|$)/, '$1verify-full');

/** Numbers as JavaScript has them and flags as 0 and 1: just what SQLite gives, so that both engines read the same. */
const numeric = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, Number],
  [pg.types.builtins.NUMERIC, Number],
  [pg.types.builtins.BOOL, (text) => (text === 't' ? 1 : 0)],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (numeric.get(oid) ?? pg.types.getTypeParser(oid, format)) as never,
};

/** How a connection is made; for those that stand outside a pool. */
export const clientConfig = ({ url, statementMsMax }: Omit<PoolOptions, 'connectionsMax'>): pg.ClientConfig => ({
  connectionString: spelledOut(url),
  application_name: 'wavebook',
  connectionTimeoutMillis: connectMsMax,
  keepAlive: true,
  ...(statementMsMax > 0 ? { query_timeout: statementMsMax + silence.server } : {}),
  types,
});

const setting = 'select set_config(name, value, false) from unnest($1::text[], $2::text[]) as setting (name, value)';

/** Settings of one connection, from now on. */
export const set = (client: pg.ClientBase, settings: Readonly<Record<string, string>>): Promise<unknown> =>
  client.query(setting, [Object.keys(settings), Object.values(settings)]);

/** Prepares a new connection for its work. */
export const begin = async (client: pg.ClientBase, options: Omit<PoolOptions, 'connectionsMax'>): Promise<void> => {
  const settings = { statement_timeout: String(options.statementMsMax), ...options.settings };
  await set(client, settings);
};

/** Connections of one kind. What is sent on one of them without waiting goes out at once, and is answered in order. */
export class Pool {
  readonly #pool: pg.Pool;
  #users = 0;
  #ended: (() => void) | undefined;

  constructor(options: PoolOptions) {
    this.#pool = new pg.Pool({
      ...clientConfig(options),
      max: options.connectionsMax,
      pipeline: true,
      onConnect: (client) => begin(client, options) as never,
    });
    // One that breaks while nobody uses it is replaced; whoever uses one is told by their own statement.
    this.#pool.on('error', () => undefined);
  }

  /** Give it back with `release`. @throws PostgresUnavailable */
  async connect(): Promise<pg.PoolClient> {
    this.#users++;
    try {
      const client = await this.#pool.connect();
      client.on('error', ignored);
      return client;
    } catch (error) {
      this.#left();
      throw faultOf(error);
    }
  }

  /** Pass on the error that the work ended with, if any: a broken connection is thrown away. */
  release(client: pg.PoolClient, error?: unknown): void {
    client.off('error', ignored);
    client.release(error !== undefined && isUnavailable(error));
    this.#left();
  }

  /** Takes a connection out of use, with all that the server holds for it. */
  discard(client: pg.PoolClient): void {
    client.release(true);
    this.#left();
  }

  /** Does something on a connection of its own. @throws PostgresUnavailable */
  async use<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.connect();
    let fault: unknown;
    try {
      return await work(client);
    } catch (error) {
      fault = error;
      throw faultOf(error);
    } finally {
      this.release(client, fault);
    }
  }

  /** Closes the connections as soon as nobody uses or waits for one. */
  async end(): Promise<void> {
    // The driver forgets those who wait for a connection when it is told to end.
    if (this.#users > 0) await new Promise<void>((resolve) => (this.#ended = resolve));
    await this.#pool.end();
  }

  #left(): void {
    if (--this.#users === 0) this.#ended?.();
  }
}

const ignored = () => undefined;
