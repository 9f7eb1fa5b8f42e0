import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPostgres } from '#postgres';
import { masterKeyFrom, openPostgresVault } from '#privacy';
import Database from '#sqlite';
import { accept } from '../../../test/support/command.js';
import { onDatabase } from '../../../test/support/postgres-cluster.js';
import { postgresDatabase } from '../../../test/support/postgres.js';
import { chartered, twoChampionsNominated } from '../../../test/support/programme.js';
import { type TestServer, type TestServerOptions, startTestServer, tokenOf } from '../../../test/support/server.js';
import { until } from '../../../test/support/until.js';
import { storedToken } from '../../ledger/access/token.js';
import { openBeside } from '../../ledger/beside-ledger.js';
import { filesIn } from '../../ledger/config.js';
import { openLedgerAt } from '../../ledger/ledger-place.js';
import { rowsInFile } from './beside-rows.js';
import { besideFiles, besideTables } from './beside-tables.js';
import { compareEnds } from './both-ends.js';
import { moveBeside } from './move-beside.js';
import { type ReturnStep, returnBeside } from './return-beside.js';

/** A data folder with something in every table that lies beside its ledger, and another ledger's. */
let made: string;
let programmeId: string;
let other: string;
const folders: string[] = [];

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-return-'));
  folders.push(folder);
  return folder;
};
const copyOf = (folder: string): string => {
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
};
const rowsIn = (data: string) =>
  Object.fromEntries(besideTables.map((table) => [table.onPostgres, [...rowsInFile(data, table)]]));
const configOf = (data: string) => ({ data, masterKey: undefined, eventStoreUrl: undefined });
const comeBack = (data: string, url: string, onStep: (step: ReturnStep) => void | Promise<void> = () => undefined) =>
  returnBeside({ config: configOf(data), url, onStep });
/** A folder whose things are on PostgreSQL, and where. */
const moved = async (from = made, at?: string): Promise<{ readonly data: string; readonly url: string }> => {
  const data = copyOf(from);
  const url = at ?? (await postgresDatabase());
  await moveBeside(configOf(data), url);
  return { data, url };
};
const isAccepted = (data: string, readDatabaseUrl?: string): Promise<boolean> =>
  openBeside({ data, readDatabaseUrl }).then(
    (beside) => beside.close().then(() => true),
    () => false,
  );
const serving = async <T>(options: TestServerOptions, work: (server: TestServer) => Promise<T>): Promise<T> => {
  const server = await startTestServer(options);
  return work(server).finally(() => server.stop());
};
const sealed = async ({ parts: { proof, store } }: TestServer): Promise<void> => {
  expect(await proof.waitFor(await store.head(), 20_000)).toBe(true);
  expect(proof.sealer?.status().diverged).toBeUndefined();
};
const readNames = async ({ graphql }: TestServer): Promise<readonly (string | null)[]> => {
  const query = 'query ($id: ID!) { champions(programmeId: $id, first: 9) { edges { node { name } } } }';
  type Champions = { champions: { edges: { node: { name: string | null } }[] } };
  const { data } = await graphql<Champions>(query, { id: programmeId }, { token: tokenOf('manager') });
  return data.champions.edges.map(({ node }) => node.name);
};
const schemasOn = (url: string): Promise<string[]> =>
  onDatabase(url, async (client) => {
    const text = "select nspname as name from pg_namespace where nspname like 'wavebook%' order by 1";
    return (await client.query<{ name: string }>(text)).rows.map(({ name }) => name);
  });

const fill = async (server: TestServer): Promise<void> => {
  await twoChampionsNominated(server, programmeId);
  await readNames(server);
  await server.parts.vault.erase('bbbbbbbb-0000-4000-8000-000000000001');
  await sealed(server);
  const { size } = (await server.parts.proof.log.newest())!;
  // Of witnesses whose names a dictionary puts in another order than their bytes do.
  const signed = ['zeta', 'Zeta', 'åre', 'alfa'].map((verifierKey) => ({
    size,
    verifierKey,
    line: `— ${verifierKey}\n`,
  }));
  await server.parts.proof.log.keepCosignatures(signed.map((each) => ({ ...each, signedAt: '2018-01-15T12:00:00Z' })));
  const tokens = await server.parts.beside.tokens();
  const terms = {
    label: 'One “school”',
    role: 'viewer',
    actorId: 'wall',
    programmes: [programmeId],
    units: [],
  } as const;
  await tokens.add(storedToken('wall', 'token-of-a-wall-screen', terms, new Date('2018-01-15T12:00:00.000Z')));
  await tokens.close();
};

beforeAll(async () => {
  [made, other] = [newFolder(), newFolder()];
  const server = await startTestServer();
  programmeId = await chartered(server);
  await fill(server);
  await server.stop();
  cpSync(server.data, made, { recursive: true });
  // Beyond all that is asked for, and beyond what a JavaScript number tells apart.
  new Database(filesIn(made).proof)
    .exec(
      "INSERT INTO tile VALUES (63, 1152921504606846977, x'00ff'); INSERT INTO hand_over VALUES (9223372036854775807)",
    )
    .close();
  await server.remove();
  cpSync(filesIn(made).masterKey, filesIn(other).masterKey);
  await serving({ data: other }, async (another) => {
    await chartered(another, 'Another');
    await sealed(another);
  });
}, 60_000);
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('what lies beside a ledger', () => {
  /** Each test leaves it empty. */
  let url: string;
  beforeAll(async () => void (url = await postgresDatabase()));

  it('comes back from PostgreSQL as it was: each row, each value, each order', async () => {
    const before = rowsIn(made);
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
    const { data } = await moved(made, url);
    for (let turn = 0; turn < 2; turn++) {
      expect(await comeBack(data, url)).toMatchObject({ proof_cosignature: 4, token: 6 });
      expect(rowsIn(data)).toEqual(before);
      expect(readdirSync(data).sort()).toEqual(
        readdirSync(made)
          .filter((name) => name !== 'read')
          .sort(),
      );
      if (turn === 0) await moveBeside(configOf(data), url);
    }
  }, 30_000);

  it('comes back with what was added there, and is served from the folder alone', async () => {
    const { data } = await moved(made, url);
    await serving({ data, place: { readDatabaseUrl: url } }, async (server) => {
      // Each read that is counted up takes a number that no row has.
      for (let times = 0; times < 3; times++) expect(await readNames(server)).toEqual(['Synthetic 1', 'Synthetic 2']);
      await accept(server, 'addSolution', { programmeId, name: 'Added there', description: 'Synthetic' });
      await sealed(server);
      await expect(comeBack(data, url)).rejects.toMatchObject({ code: 'LEDGER_IN_USE' });
    });
    await comeBack(data, url);
    expect(await schemasOn(url)).toEqual(['wavebook']);
    await serving({ data }, async (server) => {
      await accept(server, 'addSolution', { programmeId, name: 'Added here', description: 'Synthetic' });
      await sealed(server);
      expect(await readNames(server)).toEqual(['Synthetic 1', 'Synthetic 2']);
      const reads = await server.parts.reads.list({ kind: 'PERSONAL_DATA' }, { max: 10, oldestFirst: true });
      expect(reads.map(({ times }) => times)).toEqual([5, 5]);
    });
    await expect(startTestServer({ data, place: { readDatabaseUrl: url } })).rejects.toThrow('holds keys, too');
    await expect(startTestServer({ data: newFolder(), place: { readDatabaseUrl: url } })).rejects.toMatchObject({
      code: 'POSTGRES_LEFT',
    });
  }, 60_000);

  // With the address, in this folder or in another; without it.
  it.each<[ReturnStep, boolean, boolean]>([
    ['FETCHED', true, false],
    ['READY', true, false],
    ['LEFT', false, false],
    ['PLACED_BUT_KEYS', false, false],
    ['PLACED', false, true],
    ['CLEARED', false, true],
  ])('is at one end when the move dies at %s, and arrives when it is given again', async (step, isThere, isHere) => {
    const { data } = await moved(made, url);
    const dying = comeBack(data, url, (at) => {
      if (at === step) throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect({ isThere: await isAccepted(data, url), isHere: await isAccepted(data) }).toEqual({ isThere, isHere });
    expect(await isAccepted(newFolder(), url)).toBe(isThere);
    await comeBack(data, url);
    expect(rowsIn(data)).toEqual(rowsIn(made));
    expect([await isAccepted(data, url), await isAccepted(data)]).toEqual([false, true]);
    expect([existsSync(filesIn(data).besideReturning), existsSync(filesIn(data).besideMoved)]).toEqual([false, false]);
    expect(await schemasOn(url)).toEqual(['wavebook']);
  });

  it('leaves no copies of keys where a server goes on with PostgreSQL after all', async () => {
    const { data } = await moved(made, url);
    const dying = comeBack(data, url, () => {
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect(existsSync(filesIn(filesIn(data).besideReturning).keys)).toBe(true);
    expect(await isAccepted(data, url)).toBe(true);
    expect(existsSync(filesIn(data).besideReturning)).toBe(false);
    await comeBack(data, url);
  });

  it('is out of reach at once for a process that goes on there without its share of the lock', async () => {
    const { data } = await moved(made, url);
    const pool = await openPostgres(url);
    const masterKey = masterKeyFrom({ configured: undefined, file: filesIn(data).masterKey });
    const vault = await openPostgresVault({ pool, masterKey });
    const seal = () => vault.seal('bbbbbbbb-0000-4000-8000-000000000002', 'Synthetic', 'place');
    const waiting = `select from pg_locks join pg_database on pg_database.oid = pg_locks.database
      where not granted and datname = current_database()`;
    const isWaitedFor = () => onDatabase(url, async (client) => (await client.query(waiting)).rowCount! > 0);
    let late: Promise<string> = Promise.resolve('');
    await comeBack(data, url, async (step) => {
      if (step !== 'READY') return;
      let isDone = false;
      late = seal()
        .then(() => 'sealed', String)
        .finally(() => (isDone = true));
      await until(async () => isDone || (await isWaitedFor()));
    });
    // It waited for the tables while they were held, and then found them gone.
    expect(await late).toContain('does not exist');
    await expect(seal()).rejects.toThrow('does not exist');
    await pool.end();
    expect(rowsIn(data)).toEqual(rowsIn(made));
  });

  it('is compared value by value, whichever way it goes', async () => {
    const { data } = await moved(made, url);
    const changed = copyOf(made);
    new Database(filesIn(changed).access).exec("UPDATE token SET label = 'Changed' WHERE id = 'wall'").close();
    const compare = (folder: string) =>
      onDatabase(url, async (client) => {
        await client.query('begin');
        return compareEnds(client as never, folder);
      });
    expect(await compare(made)).toMatchObject({ token: 6 });
    await expect(compare(changed)).rejects.toMatchObject({ code: 'MOVED_DIFFERS' });
    // The way there that was cut off before the files were removed is taken up, where they are still the same.
    for (const name of besideFiles) cpSync(filesIn(changed)[name], filesIn(data)[name]);
    await expect(moveBeside(configOf(data), url)).rejects.toMatchObject({ code: 'TARGET_DIFFERS' });
    for (const name of besideFiles) cpSync(filesIn(made)[name], filesIn(data)[name]);
    expect(await moveBeside(configOf(data), url)).toMatchObject({ token: 6 });
    expect(existsSync(filesIn(data).keys)).toBe(false);
  });
});

describe('what lies beside a ledger stays on PostgreSQL', () => {
  let data: string;
  let url: string;
  beforeAll(async () => void ({ data, url } = await moved()));

  const attempts: readonly [string, string, () => Promise<unknown>][] = [
    [
      'the folder holds such a file',
      'BESIDE_THERE',
      async () => {
        const folder = copyOf(data);
        cpSync(filesIn(made).reads, filesIn(folder).reads);
        return comeBack(folder, url);
      },
    ],
    ['nothing lies there', 'BESIDE_MISSING', async () => comeBack(data, await postgresDatabase())],
    [
      'nothing was kept there yet',
      'BESIDE_MISSING',
      async () => {
        const empty = await postgresDatabase();
        const pool = await openPostgres(empty);
        await openPostgresVault({ pool, masterKey: Buffer.alloc(32, 1) });
        return comeBack(data, empty).finally(() => pool.end());
      },
    ],
    ['other lines were sealed there', 'SOURCE_DIFFERS', async () => comeBack(data, (await moved(other)).url)],
    [
      'the read models there are of another ledger',
      'SOURCE_DIFFERS',
      async () => {
        const there = await moved();
        await onDatabase(there.url, (client) =>
          client.query("create table wavebook.read_ledger as select 'another' as first_event"),
        );
        return comeBack(there.data, there.url);
      },
    ],
    [
      'another folder has it by now',
      'BESIDE_MISSING',
      async () => {
        const elsewhere = await moved();
        await comeBack(elsewhere.data, elsewhere.url);
        return comeBack(data, elsewhere.url);
      },
    ],
    [
      'somebody uses it there',
      'LEDGER_IN_USE',
      async () => {
        const beside = await openBeside({ data, readDatabaseUrl: url });
        return comeBack(data, url).finally(() => beside.close());
      },
    ],
    [
      'somebody uses the ledger',
      'LEDGER_IN_USE',
      async () => {
        const store = await openLedgerAt({ file: filesIn(data).ledger });
        return comeBack(data, url).finally(() => store.close());
      },
    ],
    ['the ledger is not at hand', 'LEDGER_MISSING', () => comeBack(newFolder(), url)],
    [
      'the master key does not fit',
      'MASTER_KEY_WRONG',
      () => returnBeside({ config: { ...configOf(data), masterKey: '11'.repeat(32) }, url }),
    ],
    [
      'there is no master key',
      'MASTER_KEY_MISSING',
      async () => {
        const folder = copyOf(data);
        rmSync(filesIn(folder).masterKey);
        return comeBack(folder, url);
      },
    ],
  ];
  it.each(attempts)('when %s', async (_why, code, attempt) => {
    await expect(attempt()).rejects.toMatchObject({ code });
    expect(existsSync(filesIn(data).besideReturning)).toBe(false);
    expect(await isAccepted(data, url)).toBe(true);
  });
});
