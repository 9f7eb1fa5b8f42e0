import { existsSync, readFileSync } from 'node:fs';
import { openSqliteEventStore } from '#event-store';
import {
  type Checkpoint,
  type KeptCheckpoint,
  notesIn,
  openNote,
  openSqliteProofLog,
  parseCheckpoint,
  parseVerifierKey,
  textOfNote,
} from '#proof';
import { filesIn, readConfig } from '../../ledger/config.js';
import { assertLedgerIn, assertNoBackup } from '../open-books.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { progressBar } from '../progress.js';
import { type Terminal, counted, exitCodes } from '../terminal.js';
import { type Compared, compareWithSealed } from './compare.js';

export interface VerifyFlags {
  readonly checkpoint?: string;
  readonly key?: string;
  readonly json: boolean;
}

/** The checkpoint that a note holds; its signature is checked where there is a key. @throws NoteError */
const checkpointIn = (note: string, key: string | undefined): Checkpoint => {
  if (key !== undefined) return parseCheckpoint(openNote(note, parseVerifierKey(key)));
  return parseCheckpoint(textOfNote(note));
};

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

interface Told {
  readonly compared: Compared;
  readonly flaw: string | undefined;
  readonly own: Checkpoint;
  /** How many checkpoints were given. */
  readonly kept: number;
}

const textOf = ({ compared, flaw, own, kept }: Told, flags: VerifyFlags): string => {
  const { events, sealed, finding } = compared;
  const found = finding?.found ?? flaw;
  const rest = events - Number(sealed);
  return [
    found ?? `${counted(Number(sealed), 'line')}: each is what was sealed. Root ${own.root.toString('base64')}.`,
    ...(rest > 0 ? [`${counted(rest, 'line')} came after them and ${rest === 1 ? 'is' : 'are'} not sealed yet.`] : []),
    ...(flags.checkpoint !== undefined && !found
      ? [
          `The ledger begins with what ${counted(kept, 'checkpoint')} in ${flags.checkpoint} ${kept === 1 ? 'stands' : 'stand'} for.`,
        ]
      : []),
    ...(flags.key === undefined ? ['No signature was checked: give the key that you trust with --key.'] : []),
    '',
  ].join('\n');
};

const openKept = (newest: KeptCheckpoint | undefined, { key, checkpoint }: VerifyFlags) => {
  if (!newest)
    throw new CommandRefused('NOTHING_SEALED', 'Nothing is sealed yet: start the server once.', exitCodes.fault);
  const own = checkpointIn(newest.note, key);
  if (checkpoint === undefined) return { own, kept: [] };
  const kept = readNotes(checkpoint).map((note) => checkpointIn(note, key));
  for (const each of kept) assertSameLog(each, own, checkpoint);
  return { own, kept };
};

const verify = async (flags: VerifyFlags, terminal: Terminal): Promise<Outcome> => {
  const { data } = readConfig();
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
      checkpoints: kept.length,
      finding:
        code === undefined
          ? null
          : { code, position: finding ? String(finding.position) : null, found: finding?.found ?? flaw },
    };
    return {
      code: code === undefined ? exitCodes.done : exitCodes.fault,
      result,
      text: textOf({ compared, flaw, own, kept: kept.length }, flags),
    };
  } finally {
    progress.stop();
    await store.close();
    log.close();
  }
};

/** Holds the ledger against what was sealed, tells what was found, and gives the exit code. */
export const verifyAndTell = (flags: VerifyFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => verify(flags, terminal));
