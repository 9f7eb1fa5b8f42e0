import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore, StoredEvent } from '#event-store';
import { parseCheckpoint, textOfNote } from '#proof';
import { CommandLine } from '../../../test/support/command-line.js';
import { type Double, startDouble } from '../../../test/support/eventstoredb-double/start-double.js';
import { copyOfDatabase } from '../../../test/support/postgres-cluster.js';
import { postgresDatabase } from '../../../test/support/postgres.js';
import { chartered, solutionAdded } from '../../../test/support/programme.js';
import { type TestServer, type TestServerOptions, startTestServer, tokenOf } from '../../../test/support/server.js';
import { filesIn } from '../../ledger/config.js';
import { openLedgerAt } from '../../ledger/ledger-place.js';
import { moveLedger } from './move-ledger.js';

let double: Double;
let line: CommandLine;
let programmeId: string;
let readDatabaseUrl: string;
let before: { readonly lines: readonly StoredEvent[]; readonly note: string };

const linesIn = async (store: EventStore): Promise<StoredEvent[]> => {
  const lines: StoredEvent[] = [];
  for await (const each of store.readAll()) lines.push(each);
  return lines;
};
const withStore = async <T>(place: { file: string } | { url: string }, work: (store: EventStore) => Promise<T>) => {
  const store = await openLedgerAt(place);
  return work(store).finally(() => store.close());
};
const serving = async <T>(options: TestServerOptions, work: (server: TestServer) => Promise<T>): Promise<T> => {
  const server = await startTestServer(options);
  return work(server).finally(() => server.stop());
};
/** The newest checkpoint, when everything is sealed. */
const sealed = async ({ parts: { proof, store } }: TestServer): Promise<string> => {
  expect(await proof.waitFor(await store.head(), 20_000)).toBe(true);
  expect(proof.sealer?.status().diverged).toBeUndefined();
  return (await proof.log.newest())!.note;
};
const without = ({ position: _, ...line }: StoredEvent) => line;
const run = async (...args: string[]) => {
  const { code, out, err } = await line.run('migrate', ...args, '--json');
  return { code, err, told: JSON.parse(out) as Record<string, unknown> & { error?: { code: string } } };
};

beforeAll(async () => {
  double = await startDouble();
  line = await CommandLine.open();
  rmSync(line.folder, { recursive: true });
  const empty = await startTestServer();
  programmeId = await chartered(empty);
  const other = await chartered(empty, 'Another');
  for (const [at, id] of [programmeId, other, programmeId, other].entries())
    await solutionAdded(empty, id, `Solution ${at}`);
  const note = await sealed(empty);
  before = { lines: await linesIn(empty.parts.store), note };
  await empty.stop();
  cpSync(empty.data, line.folder, { recursive: true });
  rmSync(empty.data, { recursive: true });
}, 60_000);
afterAll(async () => {
  await line.remove();
  await double.stop();
});

describe('a ledger that moves', () => {
  it('goes on where an attempt was cut off, and refuses a place that holds another ledger', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wavebook-move-'));
    await withStore({ file: filesIn(line.folder).ledger }, (from) =>
      withStore({ file: join(folder, 'ledger.db') }, async (to) => {
        let appends = 0;
        const failing = {
          ...to,
          readAll: (options?: Parameters<EventStore['readAll']>[0]) => to.readAll(options),
          append: (...args: Parameters<EventStore['append']>) =>
            ++appends > 2 ? Promise.reject(new Error('cut off')) : to.append(...args),
        };
        await expect(moveLedger({ from, to: failing })).rejects.toThrow('cut off');
        const moved = await moveLedger({ from, to });
        expect(moved).toMatchObject({ events: before.lines.length });
        expect(moved.resumedAt).toBeGreaterThan(0);
        expect((await linesIn(to)).map(without)).toEqual(before.lines.map(without));
        await to.append('programme-other', 'no_stream', [
          { id: '6f2ae4a4-6c2f-4b43-9f53-5d2f1c1f8a01', type: 'X', data: {}, metadata: {} },
        ]);
        await expect(moveLedger({ from, to })).rejects.toMatchObject({ code: 'TARGET_DIFFERS' });
      }),
    );
    rmSync(folder, { recursive: true });
  });

  it('arrives on EventStoreDB as it was, goes on there, and comes back', async () => {
    const { code, told, err } = await run('--to', double.url());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { root } = parseCheckpoint(textOfNote(before.note));
    expect(told).toMatchObject({ events: before.lines.length, rootHash: root.toString('base64') });
    await withStore({ url: double.url() }, async (there) =>
      expect((await linesIn(there)).map(without)).toEqual(before.lines.map(without)),
    );
    await expect(startTestServer({ data: line.folder })).rejects.toThrow('was moved to EventStoreDB');

    const place = { eventStoreUrl: double.url() };
    await serving({ data: line.folder, place }, async (server) => {
      // The very note from before: the tree and its checkpoints came along.
      expect(await sealed(server)).toBe(before.note);
      const position = await solutionAdded(server, programmeId, 'Written there');
      const asked = 'query ($id: ID!, $p: Position) { programme(id: $id, minPosition: $p) { solutions { name } } }';
      const { data } = await server.graphql<{ programme: { solutions: object[] } }>(asked, {
        id: programmeId,
        p: position,
      });
      expect(data.programme.solutions).toHaveLength(3);
      await sealed(server);
    });

    const back = await CommandLine.open();
    const returned = await back.start(['migrate', '--from', double.url(), '--json']).ended;
    expect(returned.code).toBe(0);
    const lines = await back.linesIn(back.folder);
    expect(lines.map(({ id }) => id).slice(0, before.lines.length)).toEqual(before.lines.map(({ id }) => id));
    expect(lines).toHaveLength(before.lines.length + 1);
    await back.remove();
  }, 60_000);

  it('leaves its keys, tokens and proofs to PostgreSQL, and none of them in the folder', async () => {
    readDatabaseUrl = await postgresDatabase();
    const { code, told, err } = await run('--to', readDatabaseUrl);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(told).toMatchObject({ rows: { token: 5, proof_tile: 1 } });
    const { keys, access, reads, proof } = filesIn(line.folder);
    expect([keys, access, reads, proof].filter((file) => existsSync(file))).toEqual([]);
    const eventStoreUrl = double.url();
    await expect(startTestServer({ data: line.folder, place: { eventStoreUrl } })).rejects.toThrow('READ_DATABASE_URL');
    await serving({ data: line.folder, place: { eventStoreUrl, readDatabaseUrl } }, async (server) => {
      await sealed(server);
      const { status } = await server.graphql('{ __typename }', {}, { token: tokenOf('viewer') });
      expect(status).toBe(200);
    });
    expect((await run('--to', readDatabaseUrl)).told.error?.code).toBe('TARGET_DIFFERS');
  }, 60_000);

  it.each([
    ['postgres', 'esdb'],
    ['esdb', 'postgres'],
  ] as const)(
    'comes home whole, from %s first and then from %s',
    async (...order) => {
      const home = await CommandLine.open();
      cpSync(line.folder, home.folder, { recursive: true });
      const from = { postgres: await copyOfDatabase(readDatabaseUrl), esdb: double.url() };
      // What lies beside a ledger comes to a folder that knows where its ledger is.
      const knowing: Record<string, string> = order[0] === 'postgres' ? { EVENTSTORE_URL: double.url() } : {};
      const told: object[] = [];
      for (const place of order) {
        const { code, out, err } = await home.start(['migrate', '--from', from[place], '--json'], knowing).ended;
        expect({ code, err }).toEqual({ code: 0, err: '' });
        told.push(JSON.parse(out) as object);
      }
      expect(told[order.indexOf('postgres')]).toMatchObject({ rows: { token: 5, proof_tile: 1 } });
      const { note } = await serving({ data: home.folder }, async (server) => {
        const { status } = await server.graphql('{ __typename }', {}, { token: tokenOf('viewer') });
        expect(status).toBe(200);
        await sealed(server);
        await solutionAdded(server, programmeId, 'Written at home');
        return { note: await sealed(server) };
      });
      expect(parseCheckpoint(textOfNote(note)).origin).toBe(parseCheckpoint(textOfNote(before.note)).origin);
      const verified = await home.run('verify', '--json');
      expect({ code: verified.code, err: verified.err }).toEqual({ code: 0, err: '' });
      await home.remove();
    },
    60_000,
  );

  it('does not go to EventStoreDB after its proofs went to PostgreSQL, where they would not learn where its lines stand', async () => {
    const { ledger, movedLedger } = filesIn(line.folder);
    cpSync(movedLedger, ledger);
    expect((await run('--to', double.url())).told.error?.code).toBe('BESIDE_ELSEWHERE');
    rmSync(ledger);
  });

  it.each([
    [[], 'DIRECTION_MISSING'],
    [['--to', '--from'], 'DIRECTION_MISSING'],
    [['--to'], 'ADDRESS_MISSING'],
    [['--to', 'http://somewhere'], 'ConfigError'],
    [['--from', 'postgres://a@127.0.0.1:1/c'], 'POSTGRES_UNAVAILABLE'],
  ])('is refused with %j', async (args, code) => {
    expect((await run(...args)).told.error?.code).toBe(code);
  });
});
