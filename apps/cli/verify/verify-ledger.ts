import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type Checkpoint, type KeptCheckpoint, notesIn, parseCheckpoint, textOfNote } from '#proof';
import { filesIn, readConfig } from '../../ledger/config.js';
import { openBeside } from '../../ledger/beside-ledger.js';
import { type LedgerHere, ledgerPlace, openLedgerAt } from '../../ledger/ledger-place.js';
import { type Checked, checkFolder } from '../check/check-folder.js';
import type { Finding } from '../check/finding.js';
import { assertLedger, assertNoBackup } from '../open-books.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { progressBar } from '../progress.js';
import { type Terminal, exitCodes } from '../terminal.js';
import { type Compared, compareWithSealed } from './compare.js';
import { resultOf, textOf } from './tell-verified.js';
import { type TrustedKeys, openNoteBy, trustedKeys } from './trusted-keys.js';

const ledgerName = basename(filesIn('.').ledger);

export interface VerifyFlags {
  readonly checkpoint?: string;
  readonly key?: string;
  readonly json: boolean;
}

/** The checkpoint that a note holds; its signature is checked where there is a key. @throws NoteError */
const checkpointIn = (note: string, trusted: TrustedKeys | undefined): Checkpoint =>
  parseCheckpoint(trusted ? openNoteBy(note, trusted.verifiers) : textOfNote(note));

/** One note, or several with an empty line between them, as the server appends them to a file. */
const readNotes = (file: string): readonly string[] => {
  if (!existsSync(file)) throw new CommandRefused('FILE_MISSING', `There is no file ${file}.`);
  return notesIn(readFileSync(file, 'utf8'));
};

const assertSameLog = (kept: Checkpoint, own: Checkpoint, file: string): void => {
  if (kept.origin !== own.origin)
    throw new CommandRefused(
      'CHECKPOINT_OF_ANOTHER_LOG',
      `${file} is a checkpoint of ${kept.origin}, and this ledger is ${own.origin}.`,
      exitCodes.fault,
    );
};

/** The newest checkpoint must be the one of the tree that the sealed lines make. */
const flawOfNewest = (own: Checkpoint, { sealed, root, finding }: Compared): string | undefined =>
  !finding && (own.size !== sealed || !own.root.equals(root))
    ? `The newest checkpoint says ${own.size} lines with another root than these ${sealed} lines make.`
    : undefined;

const openKept = (
  newest: KeptCheckpoint | undefined,
  checkpoint: string | undefined,
  trusted: TrustedKeys | undefined,
) => {
  if (!newest)
    throw new CommandRefused('NOTHING_SEALED', 'Nothing is sealed yet: start the server once.', exitCodes.fault);
  const own = checkpointIn(newest.note, trusted);
  if (checkpoint === undefined) return { own, kept: [] };
  const kept = readNotes(checkpoint).map((note) => checkpointIn(note, trusted));
  for (const each of kept) assertSameLog(each, own, checkpoint);
  return { own, kept };
};

/** Lines that are what was sealed are read and folded again: ids, revisions, content, and the rows that they make. */
const refold = async (here: LedgerHere, onProgress: (done: number, all: number) => void): Promise<Checked> => {
  const { masterKey } = readConfig();
  const checked = await checkFolder({ ...here, masterKey }, (_counted, done, all) => onProgress(done, all));
  // Whether the keys of persons are at hand is another matter: who verifies a copy of the ledger need not have them.
  const isOfLines = ({ part }: Finding) => part === 'ledger' || part === 'read models';
  return { ...checked, findings: checked.findings.filter(isOfLines) };
};

const verify = async (here: LedgerHere, flags: VerifyFlags, terminal: Terminal): Promise<Outcome> => {
  assertLedger(here);
  assertNoBackup(here.data);
  const { proof } = filesIn(here.data);
  if (here.readDatabaseUrl === undefined && !existsSync(proof))
    throw new CommandRefused('NOTHING_SEALED', `${proof} is missing: start the server once.`, exitCodes.fault);
  const beside = await openBeside(here);
  const log = await beside.proofLog();
  const store = await openLedgerAt(ledgerPlace(here));
  const progress = await progressBar(terminal, { ...flags, counted: 'lines' });
  try {
    const trusted = flags.key === undefined ? undefined : await trustedKeys(store, log, flags.key);
    const { own, kept } = openKept(await log.newest(), flags.checkpoint, trusted);
    const held = [...kept, ...(trusted?.handOvers ?? [])];
    const compared = await compareWithSealed(store, log, held, progress.tell);
    const flaw = flawOfNewest(own, compared);
    const isSealed = !compared.finding && flaw === undefined;
    const isFile = here.eventStoreUrl === undefined;
    const refolded = isSealed && isFile ? await refold(here, progress.tell) : undefined;
    const verified = { compared, flaw, own, kept: kept.length, trusted, refolded };
    const result = resultOf(verified);
    return {
      code: result.finding ? exitCodes.fault : exitCodes.done,
      result,
      text: textOf(verified, flags.checkpoint),
    };
  } finally {
    progress.stop();
    await store.close();
    await log.close();
    await beside.close();
  }
};

/** A ledger may be named by its file, or by the folder that it lies in. */
const ledgerAt = (path: string): string | undefined => {
  if (basename(path) === ledgerName && existsSync(path)) return dirname(path);
  return existsSync(filesIn(path).ledger) ? path : undefined;
};

/**
 * Holds a ledger or an export against what was sealed, tells what was found, and gives the exit code. The ledger of the
 * data folder when no path is named.
 */
export const verifyAndTell = (path: string | undefined, flags: VerifyFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, async () => {
    const data = path === undefined ? undefined : ledgerAt(resolve(path));
    if (path === undefined) return verify(readConfig(), flags, terminal);
    if (data !== undefined) return verify({ data }, flags, terminal);
    const { verifyFolder } = await import('./verify-folder.js');
    return verifyFolder(resolve(path), flags, terminal);
  });
