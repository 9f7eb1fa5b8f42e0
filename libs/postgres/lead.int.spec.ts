import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../test/support/until.js';
import { onDatabase } from '../../test/support/postgres-cluster.js';
import { postgresDatabase } from '../../test/support/postgres.js';
import { type Pool, lead, openPostgres } from './index.js';

/** One who takes part in what there is to lead. */
class Member {
  readonly led = new Set<string>();
  readonly #ending = new AbortController();
  readonly #done: Promise<void>;

  constructor(
    readonly pool: Pool,
    names: () => readonly string[],
  ) {
    const { signal } = this.#ending;
    this.#done = lead({ pool, crew: 'members', names, signal, onFault: () => undefined }, async (leading) => {
      this.led.add(leading.name);
      await new Promise<void>((resolve) => leading.signal.addEventListener('abort', () => resolve()));
      this.led.delete(leading.name);
    });
  }

  async leave(): Promise<void> {
    this.#ending.abort();
    await this.#done;
    await this.pool.end();
  }
}

/** One who would lead: tells when it does and when no more. */
class Candidate {
  readonly terms: bigint[] = [];
  isLeading = false;
  readonly #ending = new AbortController();
  readonly #done: Promise<void>;
  #heard = (): void => undefined;

  constructor(readonly pool: Pool) {
    const { signal } = this.#ending;
    this.#done = lead(
      { pool, crew: 'test', names: () => ['test'], signal, onFault: () => undefined },
      async (leading) => {
        this.terms.push(leading.term);
        this.#tell(true);
        if (!leading.signal.aborted)
          await new Promise<void>((resolve) => leading.signal.addEventListener('abort', () => resolve()));
        this.#tell(false);
      },
    );
  }

  async until(isLeading: boolean): Promise<void> {
    while (this.isLeading !== isLeading) await new Promise<void>((resolve) => (this.#heard = resolve));
  }

  async leave(): Promise<void> {
    this.#ending.abort();
    await this.#done;
    await this.pool.end();
  }

  #tell(isLeading: boolean): void {
    this.isLeading = isLeading;
    this.#heard();
  }
}

let url: string;
const candidates: Candidate[] = [];
const join = async (): Promise<Candidate> => {
  const candidate = new Candidate(await openPostgres(url, { connectionsMax: 2 }));
  candidates.push(candidate);
  return candidate;
};
const breakOffLeader = () =>
  onDatabase(url, (client) =>
    // In this database alone: other specs have theirs on the same server.
    client.query(`select pg_terminate_backend(pid) from pg_locks join pg_database on pg_database.oid = pg_locks.database
      where locktype = 'advisory' and granted and datname = current_database()`),
  );

beforeAll(async () => void (url = await postgresDatabase()));
let first: Candidate;
beforeEach(async () => {
  first = await join();
  await first.until(true);
});
afterEach(() => Promise.all(candidates.splice(0).map((each) => each.leave())));

describe('what one process at a time does', () => {
  it('goes to the next one when its process leaves, under a higher term', async () => {
    const second = await join();
    expect(second.terms).toEqual([]);
    const before = first.terms[0]!;
    await first.leave();
    candidates.shift();
    await second.until(true);
    expect(second.terms).toEqual([before + 1n]);
  });

  it('ends when the connection is broken off, and is then done by one of them again', async () => {
    const second = await join();
    await breakOffLeader();
    await first.until(false);
    await Promise.race([first.until(true), second.until(true)]);
    expect([first.isLeading, second.isLeading].filter(Boolean)).toHaveLength(1);
    expect([...first.terms, ...second.terms]).toHaveLength(2);
  });
});

describe('what several processes share', () => {
  const members: Member[] = [];
  let names = ['a', 'b', 'c', 'd', 'e'];
  const member = async () => {
    const joined = new Member(await openPostgres(url, { connectionsMax: 2 }), () => names);
    members.push(joined);
    return joined;
  };
  const shares = async () => members.map(({ led }) => led.size).sort();
  const led = async () => members.flatMap((each) => [...each.led]).sort();
  afterEach(() => Promise.all(members.splice(0).map((each) => each.leave())));

  it('is divided evenly among those who are there, each name with one of them', async () => {
    const first = await member();
    await until(shares, ([all]) => all === 5);
    await member();
    await until(shares, ([fewer, more]) => fewer === 2 && more === 3);
    expect(await led()).toEqual(names);
    await first.leave();
    members.shift();
    await until(shares, ([all]) => all === 5);
    names = ['a', 'f'];
    await until(led, (all) => all.join() === 'a,f');
  }, 20_000);
});
