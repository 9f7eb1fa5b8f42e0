import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Pool, openPostgres } from '#postgres';
import { PostgresReadDatabase } from '../../libs/read-models/postgres/postgres-read-database.js';
import { emptyDatabase, onDatabase } from './postgres-cluster.js';

const startMsMax = 60_000;
const lookEveryMs = 20;

/** The process of the whole run; this one where there is none above it. */
const run = process.env['WAVEBOOK_TEST_RUN'] ?? String(process.pid);
const folder = join(tmpdir(), `wavebook-test-run-${run}`);

const textOf = (name: string): string | undefined =>
  existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined;

/** True for one of all who ask: it is the one that starts the server. */
const isFirst = (): boolean => {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const startKeeper = (): void => {
  const keeper = fileURLToPath(new URL('./postgres-keeper.js', import.meta.url));
  spawn(process.execPath, [keeper, folder, run], { detached: true, stdio: 'ignore' }).unref();
};

const sharedUrl = async (): Promise<string> => {
  if (isFirst()) startKeeper();
  for (const deadline = Date.now() + startMsMax; Date.now() < deadline; await delay(lookEveryMs)) {
    const fault = textOf('fault');
    if (fault !== undefined) throw new Error(fault);
    const url = textOf('url');
    if (url !== undefined) return url;
  }
  throw new Error(`no PostgreSQL after ${startMsMax / 1000} s; ${folder} is what is left of the attempt`);
};

/**
 * The address of an empty database on a real PostgreSQL. The first spec of a run that asks starts the server, all others
 * of the run share it, and it ends with the run.
 */
export const postgresDatabase = async (): Promise<string> => emptyDatabase(await sharedUrl());

/** As `postgresDatabase`, one whose read models will be divided into so many partitions. */
export const dividedDatabase = async (partitions: number): Promise<string> => {
  const url = await postgresDatabase();
  const database = await PostgresReadDatabase.open({ url, projections: [] });
  await database.divide(partitions).finally(() => database.close());
  return url;
};

/** What two nodes have to a database that nobody else works on. */
export interface TwoPools {
  readonly url: string;
  readonly pools: readonly [Pool, Pool];
  /** One of them; the next time the other one. */
  next(): Pool;
  /** Drops what lies beside a ledger. */
  clear(): Promise<unknown>;
  end(): Promise<unknown>;
}

export const twoPools = async (): Promise<TwoPools> => {
  const url = await postgresDatabase();
  const pools = await Promise.all([openPostgres(url), openPostgres(url)]);
  let given = 0;
  return {
    url,
    pools,
    next: () => pools[given++ % pools.length]!,
    clear: () => onDatabase(url, (client) => client.query('drop schema if exists wavebook cascade')),
    end: () => Promise.all(pools.map((pool) => pool.end())),
  };
};
