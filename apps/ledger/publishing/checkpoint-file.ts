import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type Checkpoint,
  NoteError,
  type ProofLog,
  notesIn,
  onTree,
  parseCheckpoint,
  rootAt,
  textOfNote,
} from '#proof';
import { fileReason } from '../file-problem.js';
import { PublishingError } from './publishing-error.js';

/** More than a note with the signatures of many witnesses is long. */
const tailBytes = 64 * 1024;
/** The tail is looked at byte by byte (latin1): it may begin and end in the middle of a character. */
const signatureLineStart = Buffer.from('\u2014 ').toString('latin1');

/** Where what stands after the last whole note begins: an append that a power cut or a full disk ended early. */
const tornFrom = (tail: string): number => {
  for (let end = tail.length; end > 0;) {
    const lineEnd = tail.lastIndexOf('\n', end - 1);
    if (lineEnd < 0) return 0;
    const lineStart = tail.lastIndexOf('\n', lineEnd - 1) + 1;
    if (tail.startsWith(signatureLineStart, lineStart)) return lineEnd + 1;
    end = lineEnd;
  }
  return 0;
};

/** Whether this can be the beginning of a line of signature, of a note of the log, or of the first line of one. */
const isBegun = (torn: string, origin: string): boolean => {
  if (torn.startsWith(signatureLineStart) || signatureLineStart.startsWith(torn)) return true;
  const text = torn.trimStart();
  return text.startsWith(`${origin}\n`) || `${origin}\n`.startsWith(text);
};

const readTail = async (handle: FileHandle, size: number): Promise<string> => {
  const length = Math.min(size, tailBytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString('latin1', 0, bytesRead);
};

/** The last note of a tail that may begin in the middle of one. */
const lastCheckpoint = (tail: string, file: string): Checkpoint | undefined => {
  if (tail.trim() === '') return undefined;
  const blocks = Buffer.from(tail, 'latin1')
    .toString('utf8')
    .trim()
    .split(/\n{2,}/);
  try {
    const note = notesIn(blocks.slice(-2).join('\n\n')).at(-1)!;
    return parseCheckpoint(textOfNote(note));
  } catch (error) {
    if (error instanceof NoteError) throw foreign(file, error);
    throw error;
  }
};

const foreign = (file: string, cause?: unknown): PublishingError =>
  new PublishingError('FILE_FOREIGN', `${file} holds something else than checkpoints of this ledger`, { cause });

type TreeOfLog = Pick<ProofLog, 'end' | 'tiles'>;

/** The ledger must begin with what was given away: otherwise it was changed, or is another one. */
const assertBeginsWith = async (given: Checkpoint, log: TreeOfLog, file: string): Promise<void> => {
  const isThere = given.size <= (await log.end()).size;
  if (isThere && (await onTree(log, (hashAt) => rootAt(given.size, hashAt))).equals(given.root)) return;
  throw new PublishingError(
    'CHECKPOINT_DIFFERS',
    `the ledger does not begin with the ${given.size} lines that the last checkpoint in ${file} stands for`,
  );
};

/** Takes off what is left of an append that did not come to its end. What was whole stays. */
const mended = async (handle: FileHandle, file: string, origin: string): Promise<{ size: number; tail: string }> => {
  const { size } = await handle.stat();
  const tail = await readTail(handle, size);
  const end = tornFrom(tail);
  const torn = tail.slice(end);
  if (torn === '') return { size, tail };
  if ((end === 0 && size > tailBytes) || !isBegun(torn, origin)) throw foreign(file);
  const whole = size - torn.length;
  await handle.truncate(whole);
  return { size: whole, tail: tail.slice(0, end) };
};

export interface FileParts {
  readonly file: string;
  readonly origin: string;
  readonly log: TreeOfLog;
}

const append = async (handle: FileHandle, { file, origin, log }: FileParts, note: string): Promise<void> => {
  const { size, tail } = await mended(handle, file, origin);
  const last = lastCheckpoint(tail, file);
  if (last) {
    if (last.origin !== origin) throw foreign(file);
    await assertBeginsWith(last, log, file);
    if (last.size >= parseCheckpoint(textOfNote(note)).size) return;
  }
  await handle.appendFile(size === 0 ? note : `\n${note}`);
  await handle.sync();
};

const syncFolder = async (file: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
};

/**
 * Appends a note to the file, after an empty line where it holds some already, and resolves when that is safe on the disk.
 * The last note in it is held against the ledger first, and one that covers as much is not added again.
 * @throws PublishingError FILE_FOREIGN, FILE_NOT_WRITTEN, CHECKPOINT_DIFFERS
 */
export const appendCheckpoint = async (parts: FileParts, note: string): Promise<void> => {
  try {
    const handle = await open(parts.file, 'a+', 0o644);
    try {
      await append(handle, parts, note);
    } finally {
      await handle.close();
    }
    await syncFolder(parts.file);
  } catch (error) {
    if (error instanceof PublishingError) throw error;
    throw new PublishingError('FILE_NOT_WRITTEN', `${parts.file} cannot be written: ${fileReason(error)}`, {
      cause: error,
    });
  }
};
