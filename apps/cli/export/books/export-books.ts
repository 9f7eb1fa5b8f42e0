import { resolve } from 'node:path';
import { type Language, streamOf } from '#kernel';
import { type Config, readConfig } from '../../../ledger/config.js';
import { openBeside } from '../../../ledger/beside-ledger.js';
import { ledgerPlace, openLedgerAt } from '../../../ledger/ledger-place.js';
import { Proof } from '../../../ledger/proof/open-proof.js';
import { Found } from '../../../verify/finding.js';
import type { ExportManifest } from '../../../verify/export-format.js';
import { verifyExport } from '../../../verify/verify-export.js';
import { masterKeyHere } from '../../backup/examine-copy.js';
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

/** The key that signs is wrapped by the master key. */
const masterKeyMissing =
  'An export ends with a signed checkpoint, and the key for it needs the master key: set WAVEBOOK_MASTER_KEY to the one that the server uses.';

/** Seals the ledger up to its end, where that is still to be done. @throws CommandRefused LEDGER_DIFFERS, NOT_SEALED */
const sealAll = async (proof: Proof, head: bigint): Promise<void> => {
  const ending = new AbortController();
  const sealer = proof.seal(ending.signal);
  const isSealed = await sealer.waitFor(head, sealMsMax);
  const { diverged } = sealer.status();
  ending.abort();
  await sealer.done;
  if (diverged)
    throw new CommandRefused(
      'LEDGER_DIFFERS',
      `The line at position ${diverged.position} is not the one that was sealed: see what “wavebook verify” finds.`,
      exitCodes.fault,
    );
  if (!isSealed)
    throw new CommandRefused(
      'NOT_SEALED',
      'The ledger could not be sealed up to its end. Start the server, and try again.',
      exitCodes.fault,
    );
};

/** Opens the tree when all of the ledger is sealed in it, for as long as the work takes. */
const withProof = async <Result>(
  { store }: Pick<Books, 'store'>,
  config: Config,
  work: (proof: Proof) => Promise<Result>,
): Promise<Result> => {
  const masterKey = masterKeyHere(config, masterKeyMissing);
  const beside = await openBeside(config);
  const alive = setInterval(() => undefined, sealMsMax);
  try {
    const vault = await beside.vault(masterKey);
    const log = await beside.proofLog();
    const close = () => Promise.all([log.close(), vault.close()]);
    return await Proof.open({ log, store, vault, publishing: undefined })
      .then(async (proof) => {
        await sealAll(proof, await store.head());
        return work(proof);
      })
      .finally(close);
  } finally {
    clearInterval(alive);
    await beside.close();
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
    await verifyExport(draft, { threads: new URL('../../../verify/books.worker.js', import.meta.url) });
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
