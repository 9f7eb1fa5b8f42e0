import { type Pool, isPostgresError, locks } from '#postgres';

/** A complete generation, and one that is being built, or was when a process died. */
const complete = /^wavebook_read_([0-9a-f]+)_(\d+)$/;
const building = /^wavebook_building_([0-9a-f]+)_(\d+)$/;

/** What stands in the way of removing a schema is waited for so long; then it stays until the next time. */
const removeMsMax = 2_000;

const numbered = (kind: 'read' | 'building', fingerprint: string, number: number) =>
  `wavebook_${kind}_${fingerprint}_${String(number).padStart(6, '0')}`;

/** The lock that each process shares which uses a generation. */
export const useOf = (schema: string): string => `wavebook uses ${schema}`;

/** The schemas of a read database, one per generation. Their names are made here, and need no quoting. */
export class GenerationSchemas {
  constructor(
    private readonly pool: Pool,
    private readonly fingerprint: string,
  ) {}

  /** The newest complete schema of this fingerprint. */
  async newest(): Promise<string | undefined> {
    return (await this.#own()).at(-1);
  }

  async isThere(name: string): Promise<boolean> {
    return (await this.#all()).includes(name);
  }

  /** Makes an empty schema to build in; what an earlier attempt left there is removed. */
  async toBuild(): Promise<{ readonly name: string; readonly buildingName: string }> {
    const last = (await this.#own()).at(-1);
    const number = last ? Number(complete.exec(last)![2]) + 1 : 1;
    const buildingName = numbered('building', this.fingerprint, number);
    await this.pool.use(async (client) => {
      await client.query(`drop schema if exists ${buildingName} cascade`);
      await client.query(`create schema ${buildingName}`);
    });
    return { name: numbered('read', this.fingerprint, number), buildingName };
  }

  /** Lets others see what was built, with what the planner has to know of it. */
  async complete(name: string, buildingName: string): Promise<void> {
    await this.pool.use(async (client) => {
      const { rows } = await client.query<{ tablename: string }>(
        'select tablename from pg_tables where schemaname = $1',
        [buildingName],
      );
      for (const { tablename } of rows) await client.query(`analyze ${buildingName}."${tablename}"`);
      await client.query(`alter schema ${buildingName} rename to ${name}`);
    });
  }

  /** Removes what is no longer used, and what was left half built. */
  async removeOthers(keep: string): Promise<void> {
    for (const name of await this.#all())
      if (name !== keep) await this.#removeUnused(name).catch((error: unknown) => this.#pass(error));
  }

  /** In somebody's way: it stays. */
  #pass(error: unknown): void {
    if (!isPostgresError(error, '55P03', '40P01', '3F000')) throw error;
  }

  #removeUnused(name: string): Promise<void> {
    return this.pool.use(async (client) => {
      await client.query('begin');
      try {
        await client.query(`set local lock_timeout = ${removeMsMax}`);
        const { rows } = await client.query<{ taken: number }>(locks.forTransactionIfFree, [useOf(name)]);
        if (rows[0]!.taken) await client.query(`drop schema ${name} cascade`);
      } finally {
        await client.query('commit');
      }
    });
  }

  async #own(): Promise<string[]> {
    return (await this.#all()).filter((name) => complete.exec(name)?.[1] === this.fingerprint).sort();
  }

  async #all(): Promise<string[]> {
    const { rows } = await this.pool.use((client) =>
      client.query<{ name: string }>(`select nspname as name from pg_namespace where nspname like 'wavebook\\_%'`),
    );
    return rows.map(({ name }) => name).filter((name) => complete.test(name) || building.test(name));
  }
}

/** Removes the read models of a database, but for those that somebody uses. */
export const removeReadModels = (pool: Pool): Promise<void> => new GenerationSchemas(pool, '').removeOthers('');
