import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { locks } from './locks.js';
import { migrate } from './migrate.js';
import { type Pool, set } from './pool.js';
import { silence } from './silence.js';

/** How often each looks what there is to lead, and whether it still leads what it does. */
const lookMs = 1_000;

/**
 * The server gives a lock back when it sees that its holder is gone. Of one that was cut off it sees that by these alone;
 * of one that is frozen, by its silence.
 */
const settings = {
  idle_session_timeout: String(silence.leader),
  tcp_keepalives_idle: '2',
  tcp_keepalives_interval: '1',
  tcp_keepalives_count: '2',
  tcp_user_timeout: String(silence.leader),
};

const tables = ['create table wavebook.lead (name text primary key, term bigint not null)'];

/** That a process leads, for others to hold it against: each one who leads has a higher term than those before. */
export interface Term {
  readonly name: string;
  readonly term: bigint;
}

export interface Leading extends Term {
  /** Aborts when it leads no more. */
  readonly signal: AbortSignal;
}

/**
 * Gives one row while nobody has a higher term, and none after that. Nobody gets one before the transaction has ended:
 * so what it writes was written by the one who led. One that falls silent in the middle is ended by the server.
 */
export const holdTerm = `
  select set_config('idle_in_transaction_session_timeout', '${silence.leader}', true)
  from wavebook.lead where name = $1 and term = $2 for share`;

export interface LeadParts {
  readonly pool: Pool;
  /** Processes of one crew share what there is to lead: each leads no more than its part. */
  readonly crew: string;
  /** Of what there is one at a time, for everybody on the same database; asked again at each look. */
  readonly names: () => readonly string[];
  readonly signal: AbortSignal;
  /** Told what went wrong; it is tried again. */
  readonly onFault: (error: unknown) => void;
}

export type LeadWork = (leading: Leading) => Promise<void>;

const within = async <T>(answer: Promise<T>): Promise<T> => {
  const given = new AbortController();
  const late = delay(silence.answer, undefined, { signal: given.signal }).then(() => {
    throw new Error('PostgreSQL does not answer');
  });
  return Promise.race([answer, late]).finally(() => given.abort());
};

const paused = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);

const nextTerm = `insert into wavebook.lead (name, term) values ($1, 1)
  on conflict (name) do update set term = lead.term + 1 returning term::text as term`;

const crewLock = (crew: string): string => `wavebook crew ${crew}`;
const leadLock = (name: string): string => `wavebook leads ${name}`;

/** What one process leads, by locks of one connection. */
class Leads {
  readonly #ended = new AbortController();
  readonly #led = new Map<string, { readonly ending: AbortController; readonly done: Promise<void> }>();

  constructor(
    private readonly client: PoolClient,
    private readonly parts: LeadParts,
    private readonly work: LeadWork,
  ) {}

  /** Resolves when the connection is lost, silent, or no longer needed, and all work has ended. */
  async run(): Promise<void> {
    const lost = () => this.#ended.abort();
    const signal = AbortSignal.any([this.parts.signal, this.#ended.signal]);
    this.client.on('error', lost).on('end', lost);
    try {
      await set(this.client, settings);
      await this.client.query(locks.shareIfFree, [crewLock(this.parts.crew)]);
      while (!signal.aborted) {
        await within(this.#look(signal));
        await paused(lookMs * (0.5 + Math.random() / 2), signal);
      }
    } finally {
      this.#ended.abort();
      await Promise.all([...this.#led.values()].map(({ done }) => done));
      this.client.off('error', lost).off('end', lost);
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { rows } = await this.client.query<{ holders: number }>(locks.countHolders, [crewLock(this.parts.crew)]);
    const names = this.parts.names();
    const share = Math.ceil(names.length / Math.max(1, rows[0]!.holders));
    const going = [...this.#led].filter(([, { ending }]) => !ending.signal.aborted);
    const wanted = going.filter(([name]) => names.includes(name)).slice(0, share);
    for (const each of going) if (!wanted.includes(each)) each[1].ending.abort();
    for (const name of names) {
      // What is being given up counts until it is.
      if (this.#led.size >= share || signal.aborted) return;
      if (!this.#led.has(name)) await this.#takeIfFree(name);
    }
  }

  async #takeIfFree(name: string): Promise<void> {
    const { rows } = await this.client.query<{ taken: number }>(locks.takeIfFree, [leadLock(name)]);
    if (!rows[0]!.taken) return;
    const next = await this.client.query<{ term: string }>(nextTerm, [name]);
    const ending = new AbortController();
    const signal = AbortSignal.any([this.parts.signal, this.#ended.signal, ending.signal]);
    const leading = { name, term: BigInt(next.rows[0]!.term), signal };
    // Work that ends by itself was told to, or has failed: either way somebody else may try.
    const done = this.#done(leading).finally(() => this.#giveBack(name));
    this.#led.set(name, { ending, done });
  }

  async #done(leading: Leading): Promise<void> {
    // Told to end meanwhile: work would wait for an end that has been.
    if (leading.signal.aborted) return;
    await this.work(leading).catch((error: unknown) => this.parts.onFault(error));
  }

  async #giveBack(name: string): Promise<void> {
    this.#led.delete(name);
    // With the connection the lock is gone, too.
    if (!this.#ended.signal.aborted) await this.client.query(locks.giveBack, [leadLock(name)]).catch(() => undefined);
  }
}

const leadOnOneConnection = async (parts: LeadParts, work: LeadWork): Promise<void> => {
  const client = await parts.pool.connect();
  try {
    await new Leads(client, parts, work).run();
  } finally {
    // Closed for good, and the locks with it: nobody else shall get a connection that holds one.
    parts.pool.discard(client);
  }
};

/**
 * Does work that one process at a time does, for each of several names: the one that holds the lock of a name. A process
 * leads so many that all of its crew who are there can have as many. Work ends when this process can no longer be sure that
 * it leads, or has more than its part; another one begins within a few seconds. For a moment both may believe that they
 * lead: what they write must hold on to the term, or to what it was based on. Resolves when the signal has aborted and all
 * work has ended. Never rejects.
 */
export const lead = async (parts: LeadParts, work: LeadWork): Promise<void> => {
  const { pool, signal, onFault } = parts;
  let isReady = false;
  while (!signal.aborted) {
    try {
      if (!isReady) await migrate(pool, 'leads', tables);
      isReady = true;
      await leadOnOneConnection(parts, work);
    } catch (error) {
      if (!signal.aborted) onFault(error);
    }
    await paused(lookMs * (0.5 + Math.random() / 2), signal);
  }
};
