import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { faultOf } from './faults.js';
import { locks } from './locks.js';
import { begin, clientConfig } from './pool.js';

const statementMsMax = 5_000;
/** A connection on which nothing is sent may have been dead for hours. */
const heartbeatMs = 10_000;
const retryMs = { first: 100, most: 5_000 };

const ignored = () => undefined;

/**
 * One connection for as long as a process lives: for locks that tell others what it uses, and for hearing of what they
 * did. It comes back by itself, takes its locks again, and rings, since it may have missed something.
 */
export class Session {
  #client: pg.Client | undefined;
  #connecting: Promise<pg.Client> | undefined;
  readonly #shares = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #closed = new AbortController();
  #heart: NodeJS.Timeout | undefined;

  /** `channel` is what it listens on; nothing when absent. */
  constructor(
    private readonly url: string,
    private readonly channel?: string,
  ) {}

  /** Shares a lock; false when somebody has it alone. @throws PostgresUnavailable */
  async share(name: string): Promise<boolean> {
    const count = this.#shares.get(name) ?? 0;
    if (count === 0) {
      const { rows } = await this.#query<{ taken: number }>(locks.shareIfFree, [name]);
      if (!rows[0]!.taken) return false;
    }
    this.#shares.set(name, count + 1);
    return true;
  }

  /** Gives a share back; with the connection gone it is back already. */
  async giveBack(name: string): Promise<void> {
    const count = this.#shares.get(name) ?? 0;
    if (count > 1) return void this.#shares.set(name, count - 1);
    this.#shares.delete(name);
    if (this.#client) await this.#query(locks.giveBackShare, [name]).catch(ignored);
  }

  /** Calls back when somebody has notified the channel, or may have. Returns how to stop it. */
  listen(ring: () => void): () => void {
    this.#listeners.add(ring);
    if (!this.#client) void this.#connected().catch(() => this.#comeBack());
    return () => void this.#listeners.delete(ring);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    const client = this.#client ?? (await this.#connecting?.catch(ignored));
    clearInterval(this.#heart);
    this.#client = undefined;
    await client?.end().catch(ignored);
  }

  async #query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
    try {
      return await (await this.#connected()).query<Row>(text, [...values]);
    } catch (error) {
      throw faultOf(error);
    }
  }

  #connected(): Promise<pg.Client> {
    if (this.#client) return Promise.resolve(this.#client);
    this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }

  async #connect(): Promise<pg.Client> {
    const options = { url: this.url, statementMsMax };
    const client = new pg.Client(clientConfig(options));
    client.on('error', ignored);
    client.on('notification', () => this.#ring());
    try {
      await client.connect();
      await begin(client, options);
      if (this.channel !== undefined) await client.query(`listen ${client.escapeIdentifier(this.channel)}`);
      for (const name of this.#shares.keys()) await client.query(locks.shareIfFree, [name]);
    } catch (error) {
      void client.end().catch(ignored);
      throw error;
    }
    client.on('end', () => this.#lost(client));
    this.#client = client;
    this.#heart = setInterval(() => void this.#beat(client), heartbeatMs);
    this.#heart.unref();
    this.#ring();
    return client;
  }

  async #beat(client: pg.Client): Promise<void> {
    await client.query('select 1').catch(() => this.#lost(client));
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    clearInterval(this.#heart);
    void client.end().catch(ignored);
    void this.#comeBack();
  }

  async #comeBack(): Promise<void> {
    const { signal } = this.#closed;
    for (let retryIn = retryMs.first; !signal.aborted; retryIn = Math.min(retryIn * 2, retryMs.most)) {
      await delay(retryIn, undefined, { signal }).catch(ignored);
      if (signal.aborted || this.#client) return;
      if (await this.#connected().catch(ignored)) return;
    }
  }

  #ring(): void {
    for (const ring of this.#listeners) queueMicrotask(ring);
  }
}
