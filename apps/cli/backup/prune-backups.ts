import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { forgetPersons, isVaultError } from '#privacy';
import { filesIn } from '../../ledger/config.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { synced } from '../sqlite-file.js';
import { type Terminal, counted, exitCodes } from '../terminal.js';
import {
  type BackedUpFile,
  type Manifest,
  haveKeysExpired,
  measured,
  readManifest,
  writeManifest,
} from './manifest.js';

export interface PruneFlags {
  readonly json: boolean;
}

export interface Pruned {
  readonly folder: string;
  readonly keysExpireAt: string;
  /** Persons whose keys were destroyed now; null where they have not expired, or were taken out before. */
  readonly persons: number | null;
  /** Its key file is missing, or is not what the manifest says: whether there are keys in it nobody can tell. */
  readonly damaged: boolean;
}

const isBackup = (folder: string): boolean => existsSync(filesIn(folder).manifest);

/** The folder itself, or the backups that lie in it. @throws CommandRefused BACKUP_FOREIGN */
const backupsIn = (folder: string): readonly string[] => {
  if (!existsSync(folder)) throw new CommandRefused('FOLDER_MISSING', `There is no folder ${folder}.`);
  if (isBackup(folder)) return [folder];
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isBackup(join(folder, entry.name)))
    .map(({ name }) => join(folder, name));
  if (found.length > 0) return found.sort();
  throw new CommandRefused(
    'BACKUP_FOREIGN',
    `${folder} is no backup of Wavebook, and none lies in it.`,
    exitCodes.fault,
  );
};

/**
 * How many keys were destroyed; undefined where the file is not what the manifest says, which then goes on saying so. A file
 * without keys may differ: an earlier attempt was cut short before the manifest told of it.
 */
const destroyKeys = async (folder: string, { files }: Manifest, now: Date): Promise<number | undefined> => {
  const { keys } = filesIn(folder);
  const listed = files.find(({ name }) => name === 'keys.db');
  if (!listed || !existsSync(keys)) return listed ? undefined : 0;
  const { sha256 } = await measured(folder, 'keys.db');
  try {
    const persons = forgetPersons(keys, now);
    return sha256 === listed.sha256 || persons === 0 ? persons : undefined;
  } catch (error) {
    if (isVaultError(error) || /^SQLITE_/.test(String((error as { code?: unknown }).code))) return undefined;
    throw error;
  }
};

/** The keys are destroyed before the manifest says so: where that was cut short, it is done again. */
const prune = async (folder: string, now: Date): Promise<Pruned> => {
  const manifest = readManifest(folder);
  const { keysExpireAt } = manifest;
  if (!haveKeysExpired(manifest, now)) return { folder, keysExpireAt, persons: null, damaged: false };
  const persons = await destroyKeys(folder, manifest, now);
  if (persons === undefined) return { folder, keysExpireAt, persons: null, damaged: true };
  const files: BackedUpFile[] = [];
  for (const file of manifest.files) files.push(file.name === 'keys.db' ? await measured(folder, file.name) : file);
  writeManifest(folder, { ...manifest, withPersonKeys: false, files });
  if (process.platform !== 'win32') await synced(folder);
  return { folder, keysExpireAt, persons, damaged: false };
};

/** Destroys the keys of persons in every backup in which they have expired. @throws CommandRefused, VaultError */
export const pruneBackups = async (folders: readonly string[], now = new Date()): Promise<readonly Pruned[]> => {
  const pruned: Pruned[] = [];
  for (const folder of folders.flatMap(backupsIn)) pruned.push(await prune(folder, now));
  return pruned;
};

const lineOf = ({ folder, keysExpireAt, persons, damaged }: Pruned): string => {
  if (damaged) return `${folder}: keys.db is not what it was when the backup was made: destroy the folder yourself\n`;
  const until = keysExpireAt.slice(0, 10);
  return persons === null
    ? `${folder}: nothing to do (keys until ${until})\n`
    : `${folder}: the keys of ${counted(persons, 'person')} were destroyed (they were good until ${until})\n`;
};

const run = async (folders: readonly string[]): Promise<Outcome> => {
  const backups = await pruneBackups(folders.map((folder) => resolve(folder)));
  const code = backups.some(({ damaged }) => damaged) ? exitCodes.fault : exitCodes.done;
  return { code, result: { backups }, text: backups.map(lineOf).join('') };
};

/** Destroys what has expired, tells what was done, and gives the exit code. */
export const pruneAndTell = (folders: readonly string[], flags: PruneFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => run(folders));
