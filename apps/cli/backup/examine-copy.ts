import { existsSync } from 'node:fs';
import { type LedgerChecked, type StoredEvent, checkLedgerFile } from '#event-store';
import { type Vault, masterKeyFrom, openSqliteVault } from '#privacy';
import type { Config } from '../../ledger/config.js';
import { filesIn } from '../../ledger/config.js';
import { lineOfBook } from '../check/read-line.js';
import { SealedCheck } from '../check/sealed-check.js';
import { CommandRefused } from '../outcome.js';
import { pageFlaws } from '../sqlite-file.js';
import { exitCodes } from '../terminal.js';

export interface CopyOptions {
  readonly masterKey: Config['masterKey'];
  /** Where the master key lies when none is configured. It need not be there. */
  readonly masterKeyFile: string;
  readonly onProgress: (done: number, all: number) => void;
}

/** What was found when a copy was opened. */
export interface Examined extends Pick<LedgerChecked, 'events' | 'head'> {
  /** Whether the master key was at hand, so that everything sealed was opened. */
  readonly openedSealed: boolean;
}

const damaged = (found: string): CommandRefused =>
  new CommandRefused('BACKUP_DAMAGED', `The copy is not whole: ${found}`, exitCodes.fault);

/** The master key that is configured or there; none is made. @throws VaultError MASTER_KEY_INVALID */
export const masterKeyAtHand = ({ masterKey, masterKeyFile }: Omit<CopyOptions, 'onProgress'>): Buffer | undefined =>
  masterKey !== undefined || existsSync(masterKeyFile)
    ? masterKeyFrom({ configured: masterKey, file: masterKeyFile })
    : undefined;

/** As `masterKeyAtHand`, for what cannot be done without it. @throws CommandRefused MASTER_KEY_MISSING; VaultError MASTER_KEY_INVALID */
export const masterKeyHere = (
  { data, masterKey }: Pick<Config, 'data' | 'masterKey'>,
  missing = 'Set WAVEBOOK_MASTER_KEY to the key that the server uses.',
): Buffer => {
  const key = masterKeyAtHand({ masterKey, masterKeyFile: filesIn(data).masterKey });
  if (key) return key;
  throw new CommandRefused('MASTER_KEY_MISSING', missing);
};

/**
 * Opens a copy of a data folder and reads all of it: each page, each event and, where the master key is at hand, each
 * sealed value. @throws CommandRefused BACKUP_DAMAGED that says what was found; VaultError
 */
export const examineCopy = async (folder: string, options: CopyOptions): Promise<Examined> => {
  const files = filesIn(folder);
  for (const file of [files.proof, files.keys, files.access, files.reads])
    for (const flaw of existsSync(file) ? pageFlaws(file) : []) throw damaged(`${file}: ${flaw}.`);
  const masterKey = masterKeyAtHand(options);
  const vault: Vault | undefined =
    masterKey && existsSync(files.keys) ? await openSqliteVault({ file: files.keys, masterKey }) : undefined;
  try {
    const sealed = new SealedCheck(vault);
    const { onProgress } = options;
    const examine = (event: StoredEvent) => {
      const line = lineOfBook(event);
      if (line) sealed.look(line);
    };
    const { events, head, findings } = await checkLedgerFile(files.ledger, {
      onProgress,
      examine,
      examined: () => sealed.openAll(),
    });
    const [finding] = [...findings, ...sealed.findings];
    if (finding) throw damaged(`${finding.found} ${finding.remedy}`);
    return { events, head, openedSealed: vault !== undefined };
  } finally {
    await vault?.close();
  }
};
