import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rewindCheckpoints } from '#privacy';
import { type Config, filesIn, readConfig } from '../../ledger/config.js';
import type { LedgerHere } from '../../ledger/ledger-place.js';
import { isEmptyOrMissing, writeFolderWhole } from '../drafts.js';
import { assertLedgerFile } from '../open-books.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { type Progress, progressBar } from '../progress.js';
import { copyDatabase, synced } from '../sqlite-file.js';
import { type Terminal, counted, exitCodes } from '../terminal.js';
import { versionHere } from '../version.js';
import { examineCopy, masterKeyAtHand } from './examine-copy.js';
import { type BackedUpFile, type Manifest, measured, writeManifest } from './manifest.js';

export interface BackupFlags {
  readonly withMasterKey: boolean;
  /** Days until the keys of persons in it expire; 90 when absent. */
  readonly keysExpire?: number;
  readonly json: boolean;
}

export const keysExpireDays = 90;
const dayMs = 86_400_000;

type Source = LedgerHere & Pick<Config, 'masterKey'>;

const assertPlace = (folder: string, { data }: Source): void => {
  if (!isEmptyOrMissing(folder))
    throw new CommandRefused('FOLDER_NOT_EMPTY', `${folder} is not empty. Name a folder that is not there yet.`);
  if (`${folder}/`.startsWith(`${data}/`))
    throw new CommandRefused('FOLDER_INSIDE_DATA', `${folder} lies in the data folder. Keep a backup somewhere else.`);
};

/**
 * The tree of proofs first: it is never ahead of the later copy of the ledger. Then the ledger, and the keys after it: a key is stored before the first event that is sealed under it, so that the
 * later copy of the keys lacks none that the earlier copy of the ledger needs. Returns the names of what was copied.
 */
const copyFiles = async (
  data: string,
  draft: string,
  onProgress: Progress['tell'],
): Promise<BackedUpFile['name'][]> => {
  const [from, to] = [filesIn(data), filesIn(draft)];
  const copied: BackedUpFile['name'][] = [];
  if (existsSync(from.proof)) {
    await copyDatabase(from.proof, to.proof);
    copied.push('proof.db');
  }
  await copyDatabase(from.ledger, to.ledger, onProgress);
  copied.push('ledger.db');
  for (const [name, part] of [
    ['keys.db', 'keys'],
    ['access.db', 'access'],
    ['reads.db', 'reads'],
  ] as const)
    if (existsSync(from[part])) {
      await copyDatabase(from[part], to[part]);
      copied.push(name);
    }
  return copied;
};

/** Writes the key out, be it configured or in a file, so that it is found where a restored folder looks for it. */
const addMasterKey = async (draft: string, { data, masterKey }: Source): Promise<'master.key'> => {
  const key = masterKeyAtHand({ masterKey, masterKeyFile: filesIn(data).masterKey });
  if (!key)
    throw new CommandRefused(
      'MASTER_KEY_MISSING',
      'There is no master key to put in: set WAVEBOOK_MASTER_KEY to the one that the server uses.',
    );
  writeFileSync(filesIn(draft).masterKey, `${key.toString('base64')}\n`, { mode: 0o600, flush: true });
  return 'master.key';
};

const fill = async (
  draft: string,
  source: Source,
  flags: Pick<BackupFlags, 'withMasterKey' | 'keysExpire'>,
  onProgress: Progress['tell'],
): Promise<Manifest> => {
  const names = await copyFiles(source.data, draft, onProgress);
  if (flags.withMasterKey) names.push(await addMasterKey(draft, source));
  const { masterKey } = source;
  const masterKeyFile = filesIn(source.data).masterKey;
  const { events, head } = await examineCopy(draft, { masterKey, masterKeyFile, onProgress });
  if (names.includes('keys.db')) rewindCheckpoints(filesIn(draft).keys, head);
  const files: BackedUpFile[] = [];
  for (const name of names) files.push(await measured(draft, name));
  const now = Date.now();
  const { withMasterKey, keysExpire = keysExpireDays } = flags;
  const manifest = writeManifest(draft, {
    wavebook: versionHere(),
    madeAt: new Date(now).toISOString(),
    head: String(head),
    events,
    withMasterKey,
    withPersonKeys: names.includes('keys.db'),
    keysExpireAt: new Date(now + keysExpire * dayMs).toISOString(),
    files,
  });
  if (process.platform !== 'win32') await synced(draft);
  return manifest;
};

const saidOfKey = ({ withMasterKey }: BackupFlags, { data, masterKey }: Source): string => {
  if (withMasterKey)
    return 'The master key is in it: whoever has this backup can read all personal data. Keep it locked away.\n';
  const where = masterKey === undefined ? `${filesIn(data).masterKey}` : 'what WAVEBOOK_MASTER_KEY holds';
  return `The master key is not in it, and without it nobody can read personal data. Keep a copy of ${where} elsewhere.\n`;
};

/**
 * Makes a backup of a data folder in a folder that is empty or not there, beside a server that writes. It is opened and
 * read before it counts as made. @throws CommandRefused
 */
export const makeBackup = async (
  folder: string,
  source: Source,
  flags: Pick<BackupFlags, 'withMasterKey' | 'keysExpire'>,
  onProgress: Progress['tell'] = () => undefined,
): Promise<Manifest> => {
  assertLedgerFile(
    source,
    'Back EventStoreDB up by its own means, or write all books out with “wavebook export --out”.',
  );
  assertPlace(folder, source);
  return writeFolderWhole(folder, (draft) => fill(draft, source, flags, onProgress));
};

const backup = async (folder: string, flags: BackupFlags, terminal: Terminal): Promise<Outcome> => {
  const source = readConfig();
  const progress = await progressBar(terminal, { ...flags, counted: 'pages, then events' });
  const manifest = await makeBackup(folder, source, flags, progress.tell).finally(progress.stop);
  const kept = `The backup is in ${folder}: ${counted(manifest.events, 'event')}, to position ${manifest.head}. It was opened and found whole.\n`;
  const until = `The keys of persons in it are good until ${manifest.keysExpireAt.slice(0, 10)}: take them out then with “wavebook prune ${folder}”.\n`;
  return { code: exitCodes.done, result: { folder, ...manifest }, text: kept + saidOfKey(flags, source) + until };
};

/** Makes a backup, tells what came of it, and gives the exit code. */
export const backupAndTell = (folder: string, flags: BackupFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => backup(resolve(folder), flags, terminal));
