import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import {
  type Checkpoint,
  type KeptCheckpoint,
  openNote,
  openSqliteProofLog,
  parseCheckpoint,
  parseVerifierKey,
} from '#proof';
import { filesIn, readConfig } from '../../ledger/config.js';
import { assertLedgerIn, assertNoBackup } from '../open-books.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { progressBar } from '../progress.js';
import { type Terminal, counted, exitCodes } from '../terminal.js';
import { type Compared, compareWithSealed } from './compare.js';

const ledgerName = basename(filesIn('.').ledger);

export interface VerifyFlags {
  readonly checkpoint?: string;
  readonly key?: string;
  readonly json: boolean;
}

/** The checkpoint that a note holds; its signature is checked where there is a key. @throws NoteError */
const checkpointIn = (note: string, key: string | undefined): Checkpoint => {
  if (key !== undefined) return parseCheckpoint(openNote(note, parseVerifierKey(key)));
  return parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
};

const readNote = (file: string): string => {
  if (!existsSync(file)) throw new CommandRefused('FILE_MISSING', `There is no file ${file}.`);
  return readFileSync(file, 'utf8');
};

const assertSameLog = (kept: Checkpoint | undefined, own: Checkpoint, file: string | undefined): void => {
  if (kept && kept.origin !== own.origin)
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

const textOf = (compared: Compared, flaw: string | undefined, own: Checkpoint, flags: VerifyFlags): string => {
  const { events, sealed, finding } = compared;
  const found = finding?.found ?? flaw;
  const rest = events - Number(sealed);
  return [
    found ?? `${counted(Number(sealed), 'line')}: each is what was sealed. Root ${own.root.toString('base64')}.`,
    ...(rest > 0 ? [`${counted(rest, 'line')} came after them and ${rest === 1 ? 'is' : 'are'} not sealed yet.`] : []),
    ...(flags.checkpoint !== undefined && !found
      ? [`The ledger begins with what ${flags.checkpoint} stands for.`]
      : []),
    ...(flags.key === undefined ? ['No signature was checked: give the key that you trust with --key.'] : []),
    '',
  ].join('\n');
};

const openKept = (newest: KeptCheckpoint | undefined, { key, checkpoint }: VerifyFlags) => {
  if (!newest)
    throw new CommandRefused('NOTHING_SEALED', 'Nothing is sealed yet: start the server once.', exitCodes.fault);
  const own = checkpointIn(newest.note, key);
  const kept = checkpoint === undefined ? undefined : checkpointIn(readNote(checkpoint), key);
  assertSameLog(kept, own, checkpoint);
  return { own, kept };
};

const verify = async (data: string, flags: VerifyFlags, terminal: Terminal): Promise<Outcome> => {
  assertLedgerIn(data);
  assertNoBackup(data);
  const files = filesIn(data);
  if (!existsSync(files.proof))
    throw new CommandRefused('NOTHING_SEALED', `${files.proof} is missing: start the server once.`, exitCodes.fault);
  const log = openSqliteProofLog(files.proof);
  const store = await openSqliteEventStore({ file: files.ledger });
  const progress = await progressBar(terminal, { ...flags, counted: 'lines' });
  try {
    const { own, kept } = openKept(log.newest(), flags);
    const compared = await compareWithSealed(store, log, kept, progress.tell);
    const flaw = flawOfNewest(own, compared);
    const { events, sealed, root, finding } = compared;
    const code = finding?.code ?? (flaw === undefined ? undefined : 'CHECKPOINT_DIFFERS');
    const result = {
      events,
      sealed: String(sealed),
      rootHash: root.toString('base64'),
      signatureChecked: flags.key !== undefined,
      finding:
        code === undefined
          ? null
          : { code, position: finding ? String(finding.position) : null, found: finding?.found ?? flaw },
    };
    return {
      code: code === undefined ? exitCodes.done : exitCodes.fault,
      result,
      text: textOf(compared, flaw, own, flags),
    };
  } finally {
    progress.stop();
    await store.close();
    log.close();
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
    const data = path === undefined ? readConfig().data : ledgerAt(resolve(path));
    if (data !== undefined) return verify(data, flags, terminal);
    const { verifyFolder } = await import('./verify-folder.js');
    return verifyFolder(resolve(path!), flags, terminal);
  });
