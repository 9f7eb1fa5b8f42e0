import { existsSync } from 'node:fs';
import { checkLedgerFile } from '#event-store';
import type { PartsLog } from '../../ledger/parts-log.js';
import { type Config, filesIn } from '../../ledger/config.js';
import { changedFiles, haveKeysExpired, readManifest } from '../backup/manifest.js';
import { withBooks } from '../open-books.js';
import { checkKeys, checkTokens } from './check-keys.js';
import { type ReadModelsChecked, checkReadModels } from './check-read-models.js';
import type { Finding } from './finding.js';
import { lineOfBook } from './read-line.js';
import { SealedCheck } from './sealed-check.js';

export interface Checked {
  readonly events: number;
  readonly books: number;
  /** Position of the last event. */
  readonly head: bigint;
  /** Sealed values that were opened, or belong to somebody who was erased. */
  readonly sealedValues: number;
  /** False in a backup, which has none, and when the ledger has findings: then there is nothing to compare them with. */
  readonly readModelsCompared: boolean;
  readonly findings: readonly Finding[];
  /** There were more findings than are told. */
  readonly more: boolean;
}

type CheckedConfig = Pick<Config, 'data' | 'masterKey'> & Partial<Pick<Config, 'readDatabaseUrl'>>;

export type OnProgress = (counted: 'events' | 'books', done: number, all: number) => void;

const rebuilt = 'They were made anew from the ledger just now. When this comes back, look at the disk.';
const unreadable = (folder: string): string =>
  `Stop the server, remove the folder ${folder}, and start it again: it makes the read models anew from the ledger.`;

/** What the engine warns of when it opens is a finding, too: that it had to make the read models anew. */
const findingsOfLog = (findings: Finding[]): PartsLog => {
  const note = (_fields: object, message: string) =>
    void findings.push({
      part: 'read models',
      code: 'READ_MODELS_REBUILT',
      found: `It was found that ${message}.`,
      remedy: rebuilt,
    });
  return { info: () => undefined, warn: note, error: note };
};

const compareReadModels = async (
  { data, readDatabaseUrl }: CheckedConfig,
  programmeIds: readonly string[],
  onProgress: OnProgress,
): Promise<ReadModelsChecked> => {
  const noted: Finding[] = [];
  try {
    const compared = await withBooks({ data, readDatabaseUrl }, { log: findingsOfLog(noted) }, (books) =>
      checkReadModels(books, programmeIds, (done, all) => onProgress('books', done, all)),
    );
    return { ...compared, findings: [...noted, ...compared.findings] };
  } catch (error) {
    const { message, code } = error as Error & { code?: unknown };
    if (!/^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(String(code))) throw error;
    const found = `They cannot be read: ${message}.`;
    const finding: Finding = {
      part: 'read models',
      code: 'UNREADABLE',
      found,
      remedy: unreadable(filesIn(data).readModels),
    };
    return { findings: [...noted, finding], more: false };
  }
};

/** A backup lies still: it is held against its checksums, and not opened as a ledger that somebody may write to. */
const checkBackup = async (data: string): Promise<readonly Finding[]> => {
  const manifest = readManifest(data);
  const expired: readonly Finding[] = haveKeysExpired(manifest, new Date())
    ? [
        {
          part: 'backup',
          code: 'BACKUP_KEYS_EXPIRED',
          found: `The keys of persons in it were good until ${manifest.keysExpireAt}.`,
          remedy: `Take them out: wavebook prune ${data}`,
        },
      ]
    : [];
  const changed = await changedFiles(data, manifest);
  const damaged = changed.map((found): Finding => ({
    part: 'backup',
    code: 'BACKUP_DAMAGED',
    found: `${found}.`,
    remedy: 'Make a new backup, and keep it where nothing writes to it.',
  }));
  return [...expired, ...damaged];
};

/** Reads everything in a data folder, or in a backup, that can be held against something else. */
export const checkFolder = async (
  { data, masterKey, readDatabaseUrl }: CheckedConfig,
  onProgress: OnProgress,
): Promise<Checked> => {
  const keys = await checkKeys({ data, masterKey });
  try {
    const sealed = new SealedCheck(keys.vault);
    const programmeIds = new Set<string>();
    let ownStreams = 0;
    const ledger = await checkLedgerFile(filesIn(data).ledger, {
      onProgress: (done, all) => onProgress('events', done, all),
      examine: (event) => {
        const line = lineOfBook(event);
        if (!line) return void (ownStreams = 1);
        programmeIds.add(line.programmeId);
        sealed.look(line);
      },
      examined: () => sealed.openAll(),
    });
    const ofLedger = ledger.findings.map(({ flaw, ...finding }): Finding => ({
      part: 'ledger',
      code: flaw,
      ...finding,
    }));
    const isBackup = existsSync(filesIn(data).manifest);
    const ofBackup = isBackup ? await checkBackup(data) : [];
    const readModelsCompared = ofLedger.length === 0 && !isBackup;
    const readModels = readModelsCompared
      ? await compareReadModels({ data, masterKey, readDatabaseUrl }, [...programmeIds], onProgress)
      : { findings: [], more: false };
    return {
      events: ledger.events,
      books: ledger.streams - ownStreams,
      head: ledger.head,
      sealedValues: sealed.values,
      readModelsCompared,
      findings: [
        ...ofBackup,
        ...ofLedger,
        ...keys.findings,
        ...sealed.findings,
        ...checkTokens(data),
        ...readModels.findings,
      ],
      more: ledger.more || readModels.more,
    };
  } finally {
    await keys.vault?.close();
  }
};
