import { resolve } from 'node:path';
import { type Language, streamOf } from '#kernel';
import { openSqliteVault } from '#privacy';
import { type Config, filesIn, readConfig } from '../../../ledger/config.js';
import { ledgerPlace, openLedgerAt } from '../../../ledger/ledger-place.js';
import { type Proof, openProof } from '../../../ledger/proof/open-proof.js';
import { Found } from '../../../verify/finding.js';
import type { ExportManifest } from '../../../verify/export-format.js';
import { verifyExport } from '../../../verify/verify-export.js';
import { masterKeyAtHand } from '../../backup/examine-copy.js';
import { isEmptyOrMissing, writeFolderWhole } from '../../drafts.js';
import { findProgramme } from '../../import/find-programme.js';
import { type Books, assertLedger, assertNoBackup, withBooks } from '../../open-books.js';
import { CommandRefused, type Outcome, runAndTell } from '../../outcome.js';
import { progressBar } from '../../progress.js';
import { type Terminal, counted, exitCodes } from '../../terminal.js';
import { writeExport } from './write-export.js';

export interface ExportBooksFlags {
  readonly out: string;
  readonly programme: readonly string[];
  readonly json: boolean;
  readonly language: Language;
}

/** How long the rest of the ledger may take to be sealed. */
const sealMsMax = 600_000;

const assertPlace = (folder: string, data: string): void => {
  if (!isEmptyOrMissing(folder))
    throw new CommandRefused('FOLDER_NOT_EMPTY', `${folder} is not empty. Name a folder that is not there yet.`);
  if (`${folder}/`.startsWith(`${resolve(data)}/`))
    throw new CommandRefused('FOLDER_INSIDE_DATA', `${folder} lies in the data folder. Keep an export somewhere else.`);
};

/** The key that signs is wrapped by the master key, and an export ends with a signed checkpoint. */
const openVaultHere = async ({ data, masterKey }: Pick<Config, 'data' | 'masterKey'>) => {
  const files = filesIn(data);
  const key = masterKeyAtHand({ masterKey, masterKeyFile: files.masterKey });
  if (!key)
    throw new CommandRefused(
      'MASTER_KEY_MISSING',
      'An export ends with a signed checkpoint, and the key for it needs the master key: set WAVEBOOK_MASTER_KEY to the one that the server uses.',
    );
  return openSqliteVault({ file: files.keys, masterKey: key });
};

/** Opens the tree when all of the ledger is sealed in it, for as long as the work takes. */
const withProof = async <Result>(
  { store }: Pick<Books, 'store'>,
  config: Pick<Config, 'data' | 'masterKey'>,
  work: (proof: Proof) => Promise<Result>,
): Promise<Result> => {
  const vault = await openVaultHere(config);
  const ending = new AbortController();
  const alive = setInterval(() => undefined, sealMsMax);
  const { signal } = ending;
  const file = filesIn(config.data).proof;
  let proof: Proof | undefined;
  try {
    proof = await openProof({ file, store, vault, seals: true, publishing: undefined, signal });
    const isSealed = await proof.sealer!.waitFor(await store.head(), sealMsMax);
    const { diverged } = proof.sealer!.status();
    if (diverged || !isSealed)
      throw new CommandRefused(
        diverged ? 'LEDGER_DIFFERS' : 'NOT_SEALED',
        diverged
          ? `The line at position ${diverged.position} is not the one that was sealed: see what “wavebook verify” finds.`
          : 'The ledger could not be sealed up to its end. Start the server, and try again.',
        exitCodes.fault,
      );
    return await work(proof);
  } finally {
    clearInterval(alive);
    ending.abort();
    await proof?.sealer?.done;
    await proof?.log.close();
    await vault.close();
  }
};

interface Wanted {
  readonly store: Books['store'];
  /** Undefined for all. */
  readonly streams: ReadonlySet<string> | undefined;
}

/** Opens the ledger for as long as the work takes; the read models only where programmes are looked for by their names. */
const withWanted = async <Result>(
  here: Config,
  { programme: named, language }: Pick<ExportBooksFlags, 'programme' | 'language'>,
  work: (wanted: Wanted) => Promise<Result>,
): Promise<Result> => {
  if (named.length > 0)
    return withBooks(here, { language }, async (books) => {
      const streams = new Set<string>();
      for (const each of named) streams.add(streamOf((await findProgramme(books, each)).id));
      return work({ store: books.store, streams });
    });
  assertLedger(here, language);
  assertNoBackup(here.data);
  const store = await openLedgerAt(ledgerPlace(here));
  return work({ store, streams: undefined }).finally(() => store.close());
};

/** Writes an export and reads it again before it counts as made. @throws CommandRefused */
const writeChecked = async (draft: string, write: () => Promise<ExportManifest>): Promise<ExportManifest> => {
  const manifest = await write();
  try {
    await verifyExport(draft, {});
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    throw new CommandRefused(
      'EXPORT_DAMAGED',
      `What was written is not what was read: ${error.message}`,
      exitCodes.fault,
    );
  }
  return manifest;
};

const textOf = (folder: string, { books, size, whole }: ExportManifest): string => {
  const lines = books.reduce((sum, each) => sum + each.lines, 0);
  const part = whole ? '' : ` of the ${size} in the ledger`;
  return `${counted(lines, 'line')}${part} in ${counted(books.length, 'book')} ${lines === 1 ? 'is' : 'are'} in ${folder}, and were checked there. “wavebook verify ${folder}” checks them anywhere; personal data in them stays encrypted.\n`;
};

const exportBooks = async (folder: string, flags: ExportBooksFlags, terminal: Terminal): Promise<Outcome> => {
  const config = readConfig();
  const { data } = config;
  assertPlace(folder, data);
  const progress = await progressBar(terminal, { ...flags, counted: 'lines' });
  try {
    return await withWanted(config, flags, async ({ store, streams }) => {
      const manifest = await withProof({ store }, config, (proof) =>
        writeFolderWhole(folder, (draft) =>
          writeChecked(draft, () => writeExport(draft, { store, proof, streams }, progress.tell)),
        ),
      );
      return { code: exitCodes.done, result: { folder, ...manifest }, text: textOf(folder, manifest) };
    });
  } finally {
    progress.stop();
  }
};

/** Writes books to a folder for good, tells what came of it, and gives the exit code. */
export const exportBooksAndTell = (flags: ExportBooksFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => exportBooks(resolve(flags.out), flags, terminal));
