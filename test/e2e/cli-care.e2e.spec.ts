import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { withBooks } from '../../apps/cli/open-books.js';
import { filesIn } from '../../apps/ledger/config.js';
import { CommandLine, charterLongAgo, enrol, nominate } from '../support/command-line.js';

const timeoutMs = 180_000;
const token = 'a-token-of-my-own';

let cli: CommandLine;
beforeEach(async () => {
  cli = await CommandLine.open();
  await cli.withLedger(async (ledger) => {
    const programmeId = await charterLongAgo(ledger);
    const [unitId] = await enrol(ledger, programmeId, [{ name: 'Synthetic unit', eligible: 4 }]);
    await nominate(ledger, programmeId, unitId!, 1);
  });
});
afterEach(() => cli.remove());

const parsed = (out: string): Readonly<Record<string, unknown>> => JSON.parse(out) as Readonly<Record<string, unknown>>;

const seenAt = async (url: string): Promise<unknown> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ programmes(first: 1) { edges { node { name } } } }' }),
  });
  const { data } = (await response.json()) as { data: unknown };
  return data;
};
const seen = { programmes: { edges: [{ node: { name: 'Synthetic programme' } }] } };

/** Makes the read models, as a server would. */
const project = (folder: string) =>
  withBooks({ data: folder }, {}, async ({ store, readModels }) => {
    expect(await readModels.waitFor(await store.head(), { timeoutMs: 20_000 })).toBe(true);
  });

const changeAUnit = async (folder: string) => {
  const { readModels } = filesIn(folder);
  const db = new Database(
    join(
      readModels,
      (await readdir(readModels)).find((name) => name.endsWith('.db'))!,
    ),
  );
  db.exec('UPDATE unit SET eligible = eligible + 1');
  db.close();
};

describe('the care of a data folder', () => {
  it(
    'is possible beside a server: check, rebuild, backup, and a restore that the next server runs on',
    async () => {
      const server = cli.start(['start'], { WAVEBOOK_ADMIN_TOKEN: token });
      const [, url] = /ready at (\S+)/.exec(await server.says('Health'))!;
      const checked = await cli.run('check', '--json');
      expect(checked).toMatchObject({ code: 0, err: '' });
      expect(parsed(checked.out)).toMatchObject({ events: 4, head: '4', sealedValues: 3, findings: [] });

      const rebuilt = await cli.run('rebuild');
      expect(rebuilt).toMatchObject({ code: 0, err: '' });
      expect(rebuilt.out).toMatch(/^\d+ rows were made from 4 events in [\d.]+ s\. They are what was read before\.\n$/);
      expect(await seenAt(url!)).toEqual(seen);

      const backup = await cli.run('backup', 'backup');
      expect(backup).toMatchObject({ code: 0, err: '' });
      expect(backup.out).toContain(
        '4 events, to position 4. It was opened and found whole.\nThe master key is not in it',
      );
      for (const command of [['token', 'list'], ['history'], ['start']])
        expect((await cli.start(command, { WAVEBOOK_DATA: join(cli.data, 'backup') }).ended).err).toContain(
          'is a backup, and stays as it is. Restore it into another folder',
        );
      server.child.kill('SIGTERM');
      expect((await server.ended).code).toBe(0);

      const there = { WAVEBOOK_DATA: join(cli.data, 'restored'), WAVEBOOK_MASTER_KEY: filesIn(cli.folder).masterKey };
      const restored = await cli.start(['restore', 'backup', '--json'], there).ended;
      expect(restored).toMatchObject({ code: 0, err: '' });
      expect(parsed(restored.out)).toMatchObject({ head: '4', openedSealed: true });
      const again = cli.start(['start'], { ...there });
      const [, restoredUrl] = /ready at (\S+)/.exec(await again.says('Health'))!;
      expect(await seenAt(restoredUrl!)).toEqual(seen);
      again.child.kill('SIGTERM');
      await again.ended;
    },
    timeoutMs,
  );

  it(
    'tells what is wrong and what to do about it, and ends with 1',
    async () => {
      await project(cli.folder);
      await changeAUnit(cli.folder);
      await rm(filesIn(cli.folder).masterKey);
      const checked = await cli.run('check');
      expect(checked).toMatchObject({ code: 1, err: '' });
      expect(checked.out).toMatch(
        /^keys: The master key is not here.*\n {2}→ Set WAVEBOOK_MASTER_KEY.*\nread models: The row \S+ of unit is not what the events make\. {2}\[ROW_DIFFERS\]\n {2}→ “wavebook rebuild”.*\nRead: 4 events of 1 book, to position 4; 0 sealed values\. Found: 2\.\n$/,
      );
      const rebuilt = await cli.run('rebuild', '--json');
      expect(rebuilt.code).toBe(1);
      expect(parsed(rebuilt.out)).toMatchObject({ differs: ['unit'] });
      expect(await cli.run('rebuild')).toMatchObject({ code: 0 });

      const nothing = { WAVEBOOK_DATA: join(cli.data, 'nothing') };
      for (const command of [['backup', 'b'], ['history']])
        expect(await cli.start(command, nothing).ended).toEqual({
          code: 2,
          out: '',
          err: `There is no ledger in ${nothing.WAVEBOOK_DATA}. Set WAVEBOOK_DATA to the folder that the server runs on.\n`,
        });
      const foreign = await cli.start(['restore', '.', '--json'], nothing).ended;
      expect(foreign.code).toBe(1);
      expect(parsed(foreign.out)).toMatchObject({ error: { code: 'BACKUP_FOREIGN' } });
      expect(await readdir(cli.data)).not.toContain('nothing');

      await writeFile(join(cli.data, 'file'), '');
      const inFile = await cli.run('backup', join('file', 'b'));
      expect(inFile).toMatchObject({ code: 1, out: '' });
      expect(inFile.err).toMatch(/^\S+ cannot be used: it is a file, or lies in one, where a folder is needed\.\n$/);
    },
    timeoutMs,
  );
});
