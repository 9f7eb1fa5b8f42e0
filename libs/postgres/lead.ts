import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { locks } from './locks.js';
import { migrate } from './migrate.js';
import { type Pool, set } from './pool.js';

/** How often those who stand by look whether there is nobody who leads. */
const lookMs = 1_000;
/** How often the one who leads makes sure that it still does, and how long that may take. */
const heartbeatMs = 1_000;
const answerMsMax = 2_000;
/** What the server waits for a process that holds something others wait for. */
const silentMsMax = 4_000;

/**
 * The server gives a lock back when it sees that its holder is gone. Of one that was cut off it sees that by these alone;
 * of one that is frozen, by its silence.
 */
const settings = {
  idle_session_timeout: String(silentMsMax),
  tcp_keepalives_idle: '2',
  tcp_keepalives_interval: '1',
  tcp_keepalives_count: '2',
  tcp_user_timeout: '4000',
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
  select set_config('idle_in_transaction_session_timeout', '${silentMsMax}', true)
  from wavebook.lead where name = $1 and term = $2 for share`;

export interface LeadParts {
  readonly pool: Pool;
  /** Of what there is one at a time, for everybody on the same database. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Told what went wrong; it is tried again. */
  readonly onFault: (error: unknown) => void;
}

const within = async <T>(answer: Promise<T>): Promise<T> => {
  const given = new AbortController();
  const late = delay(answerMsMax, undefined, { signal: given.signal }).then(() => {
    throw new Error('PostgreSQL does not answer');
  });
  return Promise.race([answer, late]).finally(() => given.abort());
};

const take = async (client: PoolClient, name: string): Promise<bigint | undefined> => {
  await set(client, settings);
  const { rows } = await client.query<{ taken: number }>(locks.takeIfFree, [`wavebook leads ${name}`]);
  if (!rows[0]!.taken) return undefined;
  const next = await client.query<{ term: string }>(
    `insert into wavebook.lead (name, term) values ($1, 1)
     on conflict (name) do update set term = lead.term + 1 returning term::text as term`,
    [name],
  );
  return BigInt(next.rows[0]!.term);
};

/** Resolves when the connection is lost, silent, or no longer needed. */
const held = async (client: PoolClient, signal: AbortSignal): Promise<void> => {
  const ended = new AbortController();
  const lost = () => ended.abort();
  client.on('error', lost).on('end', lost);
  try {
    while (!signal.aborted && !ended.signal.aborted) {
      await within(client.query('select')).catch(lost);
      await delay(heartbeatMs, undefined, { signal: AbortSignal.any([signal, ended.signal]) }).catch(() => undefined);
    }
  } finally {
    client.off('error', lost).off('end', lost);
  }
};

const term = async ({ pool, name, signal }: LeadParts, work: (leading: Leading) => Promise<void>): Promise<void> => {
  const client = await pool.connect();
  try {
    const own = await take(client, name);
    // Told to end meanwhile: work would wait for an end that has been.
    if (own === undefined || signal.aborted) return;
    const ending = new AbortController();
    const working = work({ name, term: own, signal: AbortSignal.any([signal, ending.signal]) });
    // Work that ends by itself was told to, or has failed: either way somebody else may try.
    const done = working.finally(() => ending.abort());
    await Promise.all([held(client, AbortSignal.any([signal, ending.signal])).finally(() => ending.abort()), done]);
  } finally {
    // Closed for good, and the lock with it: nobody else shall get a connection that holds one.
    pool.discard(client);
  }
};

/**
 * Does work that one process at a time does: the one that holds the lock. It stops when it can no longer be sure of that,
 * and another one begins within a few seconds. For a moment both may believe that they lead: what they write must hold on
 * to the term, or to what it was based on. Resolves when the signal has aborted. Never rejects.
 */
export const lead = async (parts: LeadParts, work: (leading: Leading) => Promise<void>): Promise<void> => {
  const { pool, signal, onFault } = parts;
  let isReady = false;
  while (!signal.aborted) {
    try {
      if (!isReady) await migrate(pool, 'leads', tables);
      isReady = true;
      await term(parts, work);
    } catch (error) {
      if (!signal.aborted) onFault(error);
    }
    await delay(lookMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
};
