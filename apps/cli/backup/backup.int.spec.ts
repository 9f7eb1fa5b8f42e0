import { cp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { checkLedgerFile } from '#event-store';
import type { Sealed } from '#kernel';
import { aadOf, forgetPersons, masterKeyFrom, openSqliteVault } from '#privacy';
import { leafHash, openSqliteProofLog } from '#proof';
import { filesIn } from '../../ledger/config.js';
import { openSqliteReadLog } from '../../ledger/reads/sqlite-read-log.js';
import { checkFolder } from '../check/check-folder.js';
import { CommandLine, charterLongAgo, enrol, nominate } from '../../../test/support/command-line.js';
import { type Manifest, measured, readManifest, writeManifest } from './manifest.js';
import { pruneBackups } from './prune-backups.js';
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
    await log.append(0n, [{ position: 1n, hash: leafHash('one') }], () => ({
      note: 'n',
      sealedAt: '2018-01-15T12:00:00.000Z',
    }));
    await log.close();
    await makeBackup(backup, source, withoutKey);
    expect((await readdir(backup)).sort()).toEqual(['backup.json', 'keys.db', 'ledger.db', 'proof.db']);
    await restoreInto(backup, { data: target, masterKey: filesIn(line.folder).masterKey });
    const restored = openSqliteProofLog(filesIn(target).proof);
    expect([await restored.end(), (await restored.newest())?.note]).toEqual([{ size: 1n, head: 1n }, 'n']);
    await restored.close();
  });

  it('holds who read what', async () => {
    await writePeople(1);
    const clock = { now: () => new Date('2018-01-15T12:00:00.000Z'), today: () => '2018-01-15' };
    const reads = openSqliteReadLog(filesIn(line.folder).reads, clock);
    const actor = { id: 'auditor-1', role: 'auditor' } as const;
    await reads.record({ actor, kind: 'PROOF', programmeId: null, subject: 'checkpoint' });
    await reads.close();
    await makeBackup(backup, source, withoutKey);
    await restoreInto(backup, { data: target, masterKey: filesIn(line.folder).masterKey });
    const restored = openSqliteReadLog(filesIn(target).reads, clock);
    expect(await restored.list({}, { max: 2, oldestFirst: true })).toMatchObject([{ actor, subject: 'checkpoint' }]);
    await restored.close();
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

describe('the keys of persons in a backup', () => {
  const masterKey = () => filesIn(line.folder).masterKey;
  const expire = async (folder: string) => {
    const { format: _format, version: _version, ...rest } = readManifest(folder);
    writeManifest(folder, { ...rest, keysExpireAt: '2018-01-15T12:00:00.000Z' });
  };
  const vaultIn = (folder: string) =>
    openSqliteVault({ file: filesIn(folder).keys, masterKey: masterKeyFrom({ file: masterKey() }) });
  /** What can be read of all names in a folder: the text, or null where it reads as erased. */
  const namesIn = async (folder: string): Promise<(string | null)[]> => {
    const vault = await vaultIn(folder);
    // Those of the ledger itself: to open a backup's would change it.
    const lines = (await line.lines()).filter(({ type }) => type === 'ChampionNominated');
    const names = await Promise.all(
      lines.map(async ({ id, data }) => {
        const { name } = data as { name: Sealed };
        return (await vault.open(name, aadOf(id, 'name'))) ?? null;
      }),
    );
    await vault.close();
    return names;
  };
  const secretIn = async (folder: string) => {
    const vault = await vaultIn(folder);
    const secret = (await vault.secret('ledger-origin')).toString('hex');
    await vault.close();
    return secret;
  };
  const personsIn = async () =>
    (await line.lines()).flatMap(({ data }) => (data as { personId?: string }).personId ?? []);

  it('are good for 90 days, or as long as is said', async () => {
    await writePeople(1);
    const days = ({ madeAt, keysExpireAt }: Manifest) => (Date.parse(keysExpireAt) - Date.parse(madeAt)) / 86_400_000;
    expect(days(await makeBackup(backup, source, withoutKey))).toBe(90);
    expect(days(await makeBackup(`${backup}-30`, source, { ...withoutKey, keysExpire: 30 }))).toBe(30);
    expect((await line.run('backup', join(line.data, 'x'), '--keys-expire', '0')).code).toBe(2);
  });

  it('are not put back when they have expired; without them the ledger keeps its own secrets, and reads as erased', async () => {
    await writePeople(2);
    const origin = await secretIn(line.folder);
    await makeBackup(backup, source, withoutKey);
    expect(await namesIn(backup)).toEqual(['Synthetic Person 1', 'Synthetic Person 2']);
    await expire(backup);
    const refused = await line.start(['restore', backup, '--json'], { WAVEBOOK_DATA: target }).ended;
    expect({ code: refused.code, told: JSON.parse(refused.out) as object }).toMatchObject({
      code: 1,
      told: { error: { code: 'BACKUP_KEYS_EXPIRED' } },
    });
    const { findings } = await checkFolder({ data: backup, masterKey: masterKey() }, quietly);
    expect(findings.map(({ code }) => code)).toEqual(['BACKUP_KEYS_EXPIRED']);

    const flags = ['restore', backup, '--without-keys', '--json'];
    const restored = await line.start(flags, { WAVEBOOK_DATA: target, WAVEBOOK_MASTER_KEY: masterKey() }).ended;
    expect(JSON.parse(restored.out)).toMatchObject({ events: 5, openedSealed: true, forgotten: 2 });
    expect(await namesIn(target)).toEqual([null, null]);
    expect(await secretIn(target)).toBe(origin);
    expect(await eventsIn(target)).toEqual(await eventsIn(line.folder));
  }, 60_000);

  it('are taken out of backups in which they have expired, and of no others', async () => {
    await writePeople(2);
    const folder = join(line.data, 'backups');
    for (const name of ['old', 'new']) await makeBackup(join(folder, name), source, withoutKey);
    await expire(join(folder, 'old'));
    const pruned = await line.run('prune', folder, '--json');
    expect({ code: pruned.code, told: JSON.parse(pruned.out) as object }).toMatchObject({
      code: 0,
      told: {
        backups: [
          { folder: join(folder, 'new'), persons: null, damaged: false },
          { folder: join(folder, 'old'), persons: 2, damaged: false },
        ],
      },
    });
    expect(await namesIn(join(folder, 'old'))).toEqual([null, null]);
    expect(await namesIn(join(folder, 'new'))).toEqual(['Synthetic Person 1', 'Synthetic Person 2']);
    // It stays a backup that can be restored, and there is nothing more to take out.
    const { findings } = await checkFolder({ data: join(folder, 'old'), masterKey: masterKey() }, quietly);
    expect(findings).toEqual([]);
    expect((await pruneBackups([folder])).map(({ persons }) => persons)).toEqual([null, null]);
    await restoreInto(join(folder, 'old'), { data: target, masterKey: masterKey() });
    expect(await namesIn(target)).toEqual([null, null]);
  }, 60_000);

  it('are gone from the bytes of the file, and a second attempt ends what a first one had begun', async () => {
    await writePeople(1);
    await makeBackup(backup, source, withoutKey);
    const db = new Database(filesIn(backup).keys, { readonly: true });
    const wrapped = db.prepare<[], Buffer>('SELECT wrapped FROM person_key').pluck().get()!;
    db.close();
    await expire(backup);
    // Cut short: the keys are gone, and the manifest does not say so yet.
    forgetPersons(filesIn(backup).keys, new Date());
    expect((await readFile(filesIn(backup).keys)).includes(wrapped)).toBe(false);
    expect(await pruneBackups([backup])).toMatchObject([{ persons: 0, damaged: false }]);
    expect(readManifest(backup).withPersonKeys).toBe(false);
  });

  it('of a file that is not what the manifest says are told as such', async () => {
    await writePeople(1);
    await makeBackup(backup, source, withoutKey);
    await expire(backup);
    await cp(filesIn(line.folder).ledger, filesIn(backup).keys);
    const { code, out } = await line.run('prune', backup);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('destroy the folder yourself') as unknown });
    expect(readManifest(backup).withPersonKeys).toBe(true);
    const codeOf = (folder: string) => pruneBackups([folder]).catch(({ code: refused }: { code: string }) => refused);
    expect(await codeOf(line.folder)).toBe('BACKUP_FOREIGN');
    expect(await codeOf(join(line.data, 'nowhere'))).toBe('FOLDER_MISSING');
  });

  it('of those who were erased later do not come back, where the later keys are at hand', async () => {
    await writePeople(2);
    await makeBackup(backup, source, withoutKey);
    const vault = await vaultIn(line.folder);
    await vault.erase((await personsIn())[0]!);
    await vault.close();
    const options = { data: target, masterKey: masterKey() };
    await expect(restoreInto(backup, options, quietly, { erasedIn: join(line.data, 'nowhere') })).rejects.toMatchObject(
      {
        code: 'KEYS_MISSING',
      },
    );
    expect(await restoreInto(backup, options, quietly, { erasedIn: line.folder })).toMatchObject({ forgotten: 1 });
    expect(await namesIn(target)).toEqual([null, 'Synthetic Person 2']);
  });
});
