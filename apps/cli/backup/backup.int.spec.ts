import { cp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { checkLedgerFile } from '#event-store';
import { leafHash, openSqliteProofLog } from '#proof';
import { filesIn } from '../../ledger/config.js';
import { checkFolder } from '../check/check-folder.js';
import { CommandLine, charterLongAgo, enrol, nominate } from '../../../test/support/command-line.js';
import { measured, readManifest } from './manifest.js';
import { restoreInto } from './restore-backup.js';
import { makeBackup } from './write-backup.js';

let line: CommandLine;
let source: { data: string; masterKey: string | undefined };
let backup: string;
let target: string;
beforeEach(async () => {
  line = await CommandLine.open();
  source = { data: line.folder, masterKey: undefined };
  backup = join(line.data, 'backup');
  target = join(line.data, 'restored');
});
afterEach(() => line.remove());

const quietly = () => undefined;
const withoutKey = { withMasterKey: false };
const writePeople = (count: number) =>
  line.withLedger(async (ledger) => {
    const programmeId = await charterLongAgo(ledger);
    const [unitId] = await enrol(ledger, programmeId, [{ name: 'Synthetic unit', eligible: 4 }]);
    for (let number = 1; number <= count; number++) await nominate(ledger, programmeId, unitId!, number);
  });
const eventsIn = async (folder: string) => (await line.linesIn(folder)).map(({ id }) => id);

describe('a backup', () => {
  it('holds what the data folder holds, without the master key, readable by its owner alone', async () => {
    await writePeople(2);
    const manifest = await makeBackup(backup, source, withoutKey);
    expect(manifest).toMatchObject({ head: '5', events: 5, withMasterKey: false });
    expect((await readdir(backup)).sort()).toEqual(['backup.json', 'keys.db', 'ledger.db']);
    for (const name of await readdir(backup)) expect((await stat(join(backup, name))).mode & 0o077).toBe(0);

    const restored = await restoreInto(backup, { data: target, masterKey: filesIn(line.folder).masterKey });
    expect(restored).toMatchObject({ head: 5n, events: 5, openedSealed: true });
    expect(await eventsIn(target)).toEqual(await eventsIn(line.folder));
  });

  it('holds the tree of proofs, which tells of no more than the ledger holds', async () => {
    await writePeople(1);
    const log = openSqliteProofLog(filesIn(line.folder).proof);
    log.append(0n, [{ position: 1n, hash: leafHash('one') }], () => ({
      note: 'n',
      sealedAt: '2018-01-15T12:00:00.000Z',
    }));
    log.close();
    await makeBackup(backup, source, withoutKey);
    expect((await readdir(backup)).sort()).toEqual(['backup.json', 'keys.db', 'ledger.db', 'proof.db']);
    await restoreInto(backup, { data: target, masterKey: filesIn(line.folder).masterKey });
    const restored = openSqliteProofLog(filesIn(target).proof);
    expect([restored.size, restored.head, restored.newest()?.note]).toEqual([1n, 1n, 'n']);
    restored.close();
  });

  it('is whole while somebody writes: it has a key for everything sealed in it', async () => {
    await writePeople(1);
    let stop = false;
    let written = 0;
    const writing = line.withLedger(async (ledger) => {
      const programmeId = (await line.lines())[0]!.programmeId;
      while (!stop) {
        const [unitId] = await enrol(ledger, programmeId, [{ name: `Unit ${written}`, eligible: 1 }]);
        await nominate(ledger, programmeId, unitId!, written++);
      }
    });
    // Each of them meets the writer at another moment; each is opened, and everything sealed in it too.
    const heads: number[] = [];
    try {
      for (let number = 0; number < 4; number++)
        heads.push(Number((await makeBackup(`${backup}-${number}`, source, { withMasterKey: true })).head));
    } finally {
      stop = true;
      await writing;
    }
    expect(written).toBeGreaterThan(0);
    const all = await eventsIn(line.folder);
    for (const [number, head] of heads.entries()) {
      await restoreInto(`${backup}-${number}`, { data: `${target}-${number}`, masterKey: undefined });
      expect(await eventsIn(`${target}-${number}`)).toEqual(all.slice(0, head));
    }
  });

  it('lets nothing that its ledger is told later count as handled already', async () => {
    await writePeople(1);
    const keys = new Database(filesIn(line.folder).keys);
    keys.prepare("INSERT INTO checkpoint VALUES ('person-erasure', 900), ('behind', 2)").run();
    keys.close();
    await makeBackup(backup, source, withoutKey);
    const copy = new Database(join(backup, 'keys.db'), { readonly: true });
    expect(copy.prepare('SELECT name, position FROM checkpoint ORDER BY name').raw().all()).toEqual([
      ['behind', 2],
      ['person-erasure', 4],
    ]);
    copy.close();
  });

  it('is not made into a folder that holds something, nor of a ledger that is damaged, and leaves nothing behind', async () => {
    await writePeople(1);
    await cp(line.folder, join(line.data, 'mine'), { recursive: true });
    await expect(makeBackup(join(line.data, 'mine'), source, withoutKey)).rejects.toThrow('is not empty');
    await expect(makeBackup(join(line.folder, 'inside'), source, withoutKey)).rejects.toThrow('in the data folder');
    const { ledger } = filesIn(line.folder);
    const db = new Database(ledger);
    db.exec('DROP TRIGGER event_is_never_changed');
    db.exec(`UPDATE event SET data = '{}' WHERE position = 3`);
    db.close();
    await expect(makeBackup(backup, source, withoutKey)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
    expect((await readdir(line.data)).sort()).toEqual(['ledger', 'mine']);
  });
});

describe('a restore', () => {
  const refusal = (code: string) => expect.objectContaining({ code }) as unknown;
  const restored = () =>
    restoreInto(backup, { data: target, masterKey: undefined }).then(
      () => 'restored',
      (error: unknown) => error,
    );

  it('refuses by name what is no whole backup of this Wavebook, and puts nothing there', async () => {
    await writePeople(1);
    await makeBackup(backup, source, withoutKey);
    const manifest = await readFile(join(backup, 'backup.json'), 'utf8');
    const changeManifest = (change: object) =>
      writeFile(join(backup, 'backup.json'), JSON.stringify({ ...(JSON.parse(manifest) as object), ...change }));

    await changeManifest({ version: 2, wavebook: '9.0.0' });
    expect(await restored()).toEqual(refusal('BACKUP_NEWER'));
    await changeManifest({ format: 'another' });
    expect(await restored()).toEqual(refusal('BACKUP_FOREIGN'));
    await writeFile(join(backup, 'backup.json'), 'no JSON');
    expect(await restored()).toEqual(refusal('BACKUP_FOREIGN'));

    await writeFile(join(backup, 'backup.json'), manifest);
    const bytes = await readFile(join(backup, 'keys.db'));
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(join(backup, 'keys.db'), bytes);
    expect(await restored()).toMatchObject({
      code: 'BACKUP_DAMAGED',
      message: `${join(backup, 'keys.db')} is not what it was when the backup was made. Take another backup.`,
    });
    expect(await readdir(target)).toEqual([]);
  });

  it('refuses a ledger that a newer Wavebook wrote', async () => {
    await writePeople(1);
    const db = new Database(filesIn(line.folder).ledger);
    await makeBackup(backup, source, withoutKey);
    db.close();
    const ledger = new Database(join(backup, 'ledger.db'));
    ledger.pragma('user_version = 99');
    ledger.close();
    const { files, ...rest } = readManifest(backup);
    const remeasured = await Promise.all(files.map(({ name }) => measured(backup, name)));
    await writeFile(join(backup, 'backup.json'), JSON.stringify({ ...rest, files: remeasured }));
    expect(await restored()).toEqual(refusal('STORE_NEWER'));
    expect(await readdir(target)).toEqual([]);
  });

  it('leaves a folder alone that is not empty, but goes on where one that was killed had begun', async () => {
    await writePeople(1);
    await makeBackup(backup, source, withoutKey);
    await cp(line.folder, target, { recursive: true });
    const before = await eventsIn(target);
    expect(await restored()).toEqual(refusal('FOLDER_NOT_EMPTY'));
    expect(await eventsIn(target)).toEqual(before);

    target = join(line.data, 'killed');
    await cp(backup, join(target, '.restoring'), { recursive: true });
    await cp(join(backup, 'keys.db'), join(target, 'keys.db'));
    expect(await restored()).toBe('restored');
    expect((await readdir(target)).sort()).toEqual(['keys.db', 'ledger.db']);
    expect((await checkLedgerFile(filesIn(target).ledger)).findings).toEqual([]);
  });
});

it('a backup can be checked where it lies, stays what it is, and is found out when it changes', async () => {
  await writePeople(1);
  await makeBackup(backup, source, withoutKey);
  const { masterKey } = filesIn(line.folder);
  const whole = await checkFolder({ data: backup, masterKey }, quietly);
  expect(whole).toMatchObject({ findings: [], readModelsCompared: false, sealedValues: 3 });
  const { findings: withoutAKey } = await checkFolder({ data: backup, masterKey: undefined }, quietly);
  expect(withoutAKey.map(({ code, remedy }) => [code, remedy])).toEqual([
    ['MASTER_KEY_MISSING', 'Set WAVEBOOK_MASTER_KEY, and check again; leave the key itself away from the backup.'],
  ]);
  expect(await restoreInto(backup, { data: target, masterKey: undefined })).toMatchObject({ events: 4 });
  await writeFile(join(backup, 'keys.db'), await readFile(join(backup, 'ledger.db')));
  const { findings } = await checkFolder({ data: backup, masterKey }, quietly);
  expect(findings.map(({ code }) => code)).toEqual(['BACKUP_DAMAGED', 'VAULT_FOREIGN']);
});
