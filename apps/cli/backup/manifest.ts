import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { filesIn } from '../../ledger/config.js';
import { CommandRefused } from '../outcome.js';
import { exitCodes } from '../terminal.js';

/** Version of the form below. */
const version = 1;
const format = 'wavebook-backup';

/** Names of files in a backup, the same as in a data folder. */
export const backupFiles = ['proof.db', 'ledger.db', 'keys.db', 'access.db', 'reads.db', 'master.key'] as const;

const manifest = z.object({
  format: z.literal(format),
  version: z.literal(version),
  /** The Wavebook that made it. */
  wavebook: z.string(),
  madeAt: z.iso.datetime(),
  /** Position of the last event that is in it. */
  head: z.string().regex(/^\d{1,18}$/),
  events: z.int().min(0),
  withMasterKey: z.boolean(),
  /** Whether the keys of persons are in it. They are taken out when they have expired. */
  withPersonKeys: z.boolean(),
  /** From then on the keys of persons in it are not put back, and are to be taken out. */
  keysExpireAt: z.iso.datetime(),
  files: z.array(z.object({ name: z.enum(backupFiles), bytes: z.int().min(0), sha256: z.string().length(64) })),
});

/** What a backup says of itself, in `backup.json`. */
export type Manifest = z.output<typeof manifest>;
export type BackedUpFile = Manifest['files'][number];

/** Whether the keys of persons that are in a backup have outlived what was promised. */
export const haveKeysExpired = ({ withPersonKeys, keysExpireAt }: Manifest, at: Date): boolean =>
  withPersonKeys && Date.parse(keysExpireAt) <= at.getTime();

const manifestIn = (folder: string): string => filesIn(folder).manifest;

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** A file of a backup as it is now: its size and checksum. */
export const measured = async (folder: string, name: BackedUpFile['name']): Promise<BackedUpFile> => {
  const file = join(folder, name);
  return { name, bytes: statSync(file).size, sha256: await sha256Of(file) };
};

/** Files of a backup that are not what they were when it was made, each with what is the matter with it. */
export const changedFiles = async (folder: string, { files }: Manifest): Promise<readonly string[]> => {
  const changed: string[] = [];
  for (const { name, bytes, sha256 } of files) {
    const now = existsSync(join(folder, name)) ? await measured(folder, name) : undefined;
    if (!now) changed.push(`${join(folder, name)} is missing`);
    else if (now.bytes !== bytes || now.sha256 !== sha256)
      changed.push(`${join(folder, name)} is not what it was when the backup was made`);
  }
  return changed;
};

export const writeManifest = (folder: string, rest: Omit<Manifest, 'format' | 'version'>): Manifest => {
  const whole: Manifest = { format, version, ...rest };
  const draft = `${manifestIn(folder)}.draft`;
  writeFileSync(draft, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, manifestIn(folder));
  return whole;
};

const foreign = (folder: string): CommandRefused =>
  new CommandRefused(
    'BACKUP_FOREIGN',
    `${folder} holds no backup of Wavebook: its backup.json is missing or says something else. Name the folder that “wavebook backup” made.`,
    exitCodes.fault,
  );

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** What a backup says of itself. @throws CommandRefused BACKUP_FOREIGN, BACKUP_NEWER */
export const readManifest = (folder: string): Manifest => {
  if (!existsSync(manifestIn(folder))) throw foreign(folder);
  const told = parsed(readFileSync(manifestIn(folder), 'utf8'));
  const {
    format: toldFormat,
    version: toldVersion,
    wavebook,
  } = (told ?? {}) as Partial<Record<keyof Manifest, unknown>>;
  if (toldFormat === format && typeof toldVersion === 'number' && toldVersion > version)
    throw new CommandRefused(
      'BACKUP_NEWER',
      `${folder} was made by a newer Wavebook (${String(wavebook)}). Restore it with that one.`,
      exitCodes.fault,
    );
  const read = manifest.safeParse(told);
  if (!read.success) throw foreign(folder);
  return read.data;
};
