import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import { eraseAsIn, forgetPersons } from '#privacy';
import { type Config, filesIn, readConfig } from '../../ledger/config.js';
import { clearedWhenStopped } from '../interrupt.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { progressBar } from '../progress.js';
import { synced } from '../sqlite-file.js';
import { type Terminal, counted, exitCodes } from '../terminal.js';
import { type Examined, examineCopy } from './examine-copy.js';
import { type Manifest, backupFiles, changedFiles, haveKeysExpired, readManifest } from './manifest.js';

export interface RestoreFlags {
  readonly json: boolean;
  /** Restores no key of a person: personal data then reads as erased. */
  readonly withoutKeys?: boolean;
  /** A data folder or backup that is later: whoever is erased there is erased in what is restored. */
  readonly erasedIn?: string;
}

/** Inside the data folder, which may be a disk of its own: what is moved out of it stays on that disk. */
export const draftIn = (data: string): string => join(data, '.restoring');

/** Nothing is there, or what a restore that was killed has left: the ledger comes last, so that without it nothing counts. */
export const assertEmpty = (data: string): void => {
  const draft = draftIn(data);
  if (existsSync(draft) && !existsSync(filesIn(data).ledger))
    for (const name of [draft, ...backupFiles.map((each) => join(data, each))])
      rmSync(name, { recursive: true, force: true });
  if (existsSync(data) && readdirSync(data).length > 0)
    throw new CommandRefused(
      'FOLDER_NOT_EMPTY',
      `${data} is not empty, and is left alone. Set WAVEBOOK_DATA to an empty folder, or move what is there out of the way.`,
    );
};

/** Copies what the manifest lists, and holds the copies against their checksums. @throws CommandRefused BACKUP_DAMAGED */
const copyFiles = async (folder: string, draft: string, manifest: Manifest): Promise<void> => {
  for (const { name } of manifest.files) {
    if (!existsSync(join(folder, name))) continue;
    await copyFile(join(folder, name), join(draft, name));
    chmodSync(join(draft, name), 0o600);
    await synced(join(draft, name));
  }
  const [changed] = await changedFiles(draft, manifest);
  if (changed !== undefined)
    throw new CommandRefused(
      'BACKUP_DAMAGED',
      `${changed.replace(draft, folder)}. Take another backup.`,
      exitCodes.fault,
    );
};

/** A ledger of another kind or a newer one is refused by name when it is opened. @throws EventStoreError */
const assertOpens = async (draft: string): Promise<void> => {
  const store = await openSqliteEventStore({ file: filesIn(draft).ledger });
  await store.close();
};

/** The ledger comes last: a folder that holds it is complete. */
const moveOut = async (draft: string, data: string, { files }: Manifest): Promise<void> => {
  const names = files.map(({ name }) => name).filter((name) => name !== 'ledger.db');
  for (const name of [...names, 'ledger.db']) renameSync(join(draft, name), join(data, name));
  rmSync(draft, { recursive: true });
  if (process.platform !== 'win32') await synced(data);
};

type KeyFlags = Pick<RestoreFlags, 'withoutKeys' | 'erasedIn'>;

interface Restored extends Examined {
  readonly manifest: Manifest;
  /** Persons whose keys were in the backup, and are not in what was restored. */
  readonly forgotten: number;
}

const assertKeysGood = (folder: string, manifest: Manifest, { withoutKeys }: KeyFlags): void => {
  if (withoutKeys || !haveKeysExpired(manifest, new Date())) return;
  throw new CommandRefused(
    'BACKUP_KEYS_EXPIRED',
    `The keys of persons in ${folder} were good until ${manifest.keysExpireAt}. Restore it with --without-keys, so that personal data reads as erased; “wavebook prune ${folder}” takes the keys out of it.`,
    exitCodes.fault,
  );
};

/** Where the erasures are told that came after the backup. */
const laterKeys = (folder: string | undefined): string | undefined => {
  if (folder === undefined) return undefined;
  const { keys } = filesIn(resolve(folder));
  if (!existsSync(keys)) throw new CommandRefused('KEYS_MISSING', `There is no file ${keys}.`);
  return keys;
};

/** Destroys in the copy what must not come back. Gives how many persons lost their key. */
const forgetIn = (draft: string, { withoutKeys, erasedIn }: KeyFlags): number => {
  const { keys } = filesIn(draft);
  const later = laterKeys(erasedIn);
  if (!existsSync(keys)) return 0;
  const erased = later === undefined ? 0 : eraseAsIn(keys, later);
  return erased + (withoutKeys ? forgetPersons(keys, new Date()) : 0);
};

/** Puts a backup into an empty data folder: all of it or nothing. @throws CommandRefused, EventStoreError, VaultError */
export const restoreInto = async (
  folder: string,
  { data, masterKey }: Pick<Config, 'data' | 'masterKey'>,
  onProgress: (done: number, all: number) => void = () => undefined,
  flags: KeyFlags = {},
): Promise<Restored> => {
  const manifest = readManifest(folder);
  assertKeysGood(folder, manifest, flags);
  assertEmpty(data);
  const draft = draftIn(data);
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const clear = () => rmSync(draft, { recursive: true, force: true });
  return clearedWhenStopped(clear, async () => {
    await copyFiles(folder, draft, manifest);
    await assertOpens(draft);
    const forgotten = forgetIn(draft, flags);
    const masterKeyFile = filesIn(draft).masterKey;
    const examined = await examineCopy(draft, { masterKey, masterKeyFile, onProgress });
    await moveOut(draft, data, manifest);
    return { manifest, forgotten, ...examined };
  });
};

const saidOfKey = ({ openedSealed }: Restored, data: string): string =>
  openedSealed
    ? 'The master key opens the personal data in it.\n'
    : `The master key was not at hand, so that personal data was not opened. Before you start the server, set WAVEBOOK_MASTER_KEY or put the key into ${filesIn(data).masterKey}.\n`;

const saidOfPersons = ({ forgotten, manifest: { withPersonKeys } }: Restored): string => {
  if (!withPersonKeys) return 'It holds no keys of persons: personal data reads as erased.\n';
  const erased = forgotten > 0 ? `The keys of ${counted(forgotten, 'person')} were not put back.\n` : '';
  return `${erased}Whoever was erased after the backup is not erased in it: docs/privacy.md tells what to do.\n`;
};

const saidOfTokens = ({ files }: Manifest): string =>
  files.some(({ name }) => name === 'access.db')
    ? 'The tokens are those of the backup: revoke again with “wavebook token revoke” what was revoked after it.\n'
    : '';

const restore = async (folder: string, flags: RestoreFlags, terminal: Terminal): Promise<Outcome> => {
  const { data, masterKey } = readConfig();
  const progress = await progressBar(terminal, { ...flags, counted: 'events' });
  const restored = await restoreInto(folder, { data, masterKey }, progress.tell, flags).finally(progress.stop);
  const { manifest, openedSealed, forgotten } = restored;
  const { head, events, madeAt } = manifest;
  return {
    code: exitCodes.done,
    result: {
      data,
      from: folder,
      madeAt,
      head,
      events,
      openedSealed,
      forgotten,
      files: manifest.files.map(({ name }) => name),
    },
    text: `${data} holds the backup of ${madeAt}: ${counted(events, 'event')}, to position ${head}. All of it was read and found whole.\n${saidOfKey(restored, data)}${saidOfPersons(restored)}${saidOfTokens(manifest)}`,
  };
};

/** Puts a backup into the data folder, tells what came of it, and gives the exit code. */
export const restoreAndTell = (folder: string, flags: RestoreFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => restore(resolve(folder), flags, terminal));
