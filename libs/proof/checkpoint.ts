import { hashBytes } from './merkle.js';
import { NoteError } from './note.js';

/** What a log says of itself at one moment (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Names the log. */
  readonly origin: string;
  /** How many leaves the tree has. */
  readonly size: bigint;
  readonly root: Buffer;
}

/** The text that is signed. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`;

/** Reads the text of a checkpoint; lines that extend it are passed over. @throws NoteError CHECKPOINT_MALFORMED */
export const parseCheckpoint = (text: string): Checkpoint => {
  const [origin = '', size = '', coded = ''] = text.split('\n');
  const root = Buffer.from(coded, 'base64');
  const isWhole = origin !== '' && /^(0|[1-9]\d{0,18})$/.test(size) && root.length === hashBytes && text.endsWith('\n');
  if (!isWhole || root.toString('base64') !== coded)
    throw new NoteError('CHECKPOINT_MALFORMED', 'a checkpoint is an origin, a size and a root, each on its line');
  return { origin, size: BigInt(size), root };
};
