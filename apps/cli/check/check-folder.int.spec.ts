import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { filesIn } from '../../ledger/config.js';
import { withBooks } from '../open-books.js';
import { CommandLine, charterLongAgo, enrol, nominate } from '../../../test/support/command-line.js';
import { checkFolder } from './check-folder.js';

let line: CommandLine;
let unitId: string;
beforeEach(async () => {
  line = await CommandLine.open();
  await line.withLedger(async (ledger) => {
    const programmeId = await charterLongAgo(ledger);
    [unitId] = (await enrol(ledger, programmeId, [{ name: 'Synthetic unit', eligible: 4 }])) as [string];
    await nominate(ledger, programmeId, unitId, 1);
  });
});
afterEach(() => line.remove());

const check = (masterKey?: string) => checkFolder({ data: line.folder, masterKey }, () => undefined);
const found = async (masterKey?: string) =>
  (await check(masterKey)).findings.map(({ part, code, position }) => [part, code, position]);

/** Changes a database behind the ledger's back. */
const tamper = (file: string, ...statements: readonly string[]) => {
  const db = new Database(file);
  for (const statement of statements) db.exec(statement);
  db.close();
};
const readModelFile = async () => {
  const folder = filesIn(line.folder).readModels;
  return join(
    folder,
    (await readdir(folder)).find((name) => name.endsWith('.db'))!,
  );
};

describe('a check of a data folder', () => {
  it('finds nothing where all is well, whoever was there first', async () => {
    const first = await check();
    expect(first).toMatchObject({
      events: 4,
      books: 1,
      head: 4n,
      sealedValues: 3,
      readModelsCompared: true,
      findings: [],
    });
    expect(await found()).toEqual([]);
  });

  it('finds rows that are not what the events make, with the last event that they are made from', async () => {
    await withBooks({ data: line.folder }, {}, ({ store, readModels }) =>
      store.head().then((head) => readModels.waitFor(head, { timeoutMs: 20_000 })),
    );
    tamper(
      await readModelFile(),
      `UPDATE unit SET eligible = 5`,
      `DELETE FROM champion`,
      `INSERT INTO label (key, programmeId, sources, label) SELECT 'made-up', programmeId, sources, 'x' FROM label WHERE key = '${unitId}'`,
    );
    const { findings } = await check();
    expect(findings.map(({ code, position }) => [code, position]).sort()).toEqual([
      ['ROW_DIFFERS', 3n],
      ['ROW_MISSING', 4n],
      ['ROW_TOO_MANY', 3n],
    ]);
    const differs = findings.find(({ code }) => code === 'ROW_DIFFERS')!;
    expect(differs.found).toBe(`The row ${unitId} of unit is not what the events make.`);
    expect(differs.remedy).toContain('wavebook rebuild');
  });

  it('finds an event that was changed so that it cannot be read, and then compares nothing with it', async () => {
    tamper(
      filesIn(line.folder).ledger,
      'DROP TRIGGER event_is_never_changed',
      `UPDATE event SET data = '{"name":"x"}' WHERE position = 3`,
    );
    const { findings, readModelsCompared } = await check();
    expect(readModelsCompared).toBe(false);
    expect(findings.map(({ code, position }) => [code, position])).toEqual([
      ['TABLES_CHANGED', undefined],
      ['EVENT_BROKEN', 3n],
    ]);
    expect(findings.every(({ remedy }) => remedy.length > 0)).toBe(true);
  });

  it('finds a master key that is missing or another one, and makes none', async () => {
    expect(await found('ab'.repeat(32))).toEqual([['keys', 'MASTER_KEY_WRONG', undefined]]);
    await rm(filesIn(line.folder).masterKey);
    expect(await found()).toEqual([['keys', 'MASTER_KEY_MISSING', undefined]]);
    expect(await readdir(line.folder)).not.toContain('master.key');
  });

  it('finds keys that are older than the ledger, where the ledger first needs one, and keys that are gone', async () => {
    const { keys } = filesIn(line.folder);
    await copyFile(keys, join(line.data, 'older.db'));
    await line.withLedger(async (ledger) => {
      await nominate(ledger, (await line.lines())[0]!.programmeId, unitId, 2);
    });
    await copyFile(join(line.data, 'older.db'), keys);
    expect(await found()).toEqual([['keys', 'KEY_MISSING', 5n]]);
    await rm(keys);
    expect(await found()).toEqual([['keys', 'KEYS_MISSING', undefined]]);
  });

  it('finds read models that cannot be read', async () => {
    await found();
    const file = await readModelFile();
    const bytes = await readFile(file);
    bytes.fill(0xff, 4096);
    await writeFile(file, bytes);
    const codes = (await check()).findings.map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.every((code) => ['UNREADABLE', 'READ_MODELS_REBUILT'].includes(code))).toBe(true);
  });
});
