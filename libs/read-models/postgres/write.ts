import { type Pool, holdTerm, isGivenUp, locks } from '#postgres';
import type { CompiledQuery } from 'kysely';
import type { PoolClient } from 'pg';
import { type Guard, ProjectorDeposed, type WriteTerms } from '../read-database.js';
import { runPrepared } from './driver.js';

/** On this channel others hear how far the rows have come. */
export const channel = 'wavebook';

/** How often a transaction is tried that PostgreSQL gave up in favour of another one. */
const attemptsMax = 5;

/** The lock that keeps those who write to a partition of a generation apart. */
const writingTo = ({ generation, partition }: Write): string => `wavebook writes ${generation}/${partition}`;

/** Its position is told to whoever listens, when it is there to be read. */
export interface Write extends WriteTerms {
  readonly generation: string;
  readonly guards: readonly Guard[];
  readonly statements: readonly CompiledQuery[];
}

/** All answers, or the first error: nothing of what was sent together is left without an ear. */
const answered = async <T>(sent: readonly Promise<T>[]): Promise<T[]> => {
  const settled = await Promise.allSettled(sent);
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
};

const guarded = async (client: PoolClient, write: Write): Promise<boolean> => {
  const { guards, under } = write;
  const [, , ...moved] = await answered([
    client.query('begin'),
    client.query(locks.forTransaction, [writingTo(write)]),
    ...guards.map(({ statement }) => runPrepared(client, statement)),
    ...(under ? [client.query({ name: 'wavebook_term', text: holdTerm, values: [under.name, under.term] })] : []),
  ]);
  if (under && moved.at(-1)!.rowCount !== 1) throw new ProjectorDeposed(under);
  return guards.every(({ rows }, index) => moved[index]!.rowCount === rows);
};

/** Two ways to the server and back: one to hold the guards against what is there, one for all that then is written. */
const attempt = async (client: PoolClient, write: Write): Promise<boolean> => {
  let holds = false;
  try {
    holds = await guarded(client, write);
  } finally {
    if (!holds) await client.query('rollback');
  }
  if (!holds) return false;
  // After a statement that failed, `commit` rolls back.
  await answered([
    ...write.statements.map((statement) => runPrepared(client, statement)),
    client.query('select pg_notify($1, $2)', [channel, String(write.position)]),
    client.query('commit'),
  ]);
  return true;
};

/** As `Generation.write`. */
export const writeOn = async (pool: Pool, write: Write): Promise<boolean> => {
  for (let attempts = 1; ; attempts++) {
    try {
      return await pool.use((client) => attempt(client, write));
    } catch (error) {
      if (!isGivenUp(error) || attempts >= attemptsMax) throw error;
    }
  }
};
