import type { Checkpoint } from '#proof/check';
import type { CheckedLine, ReadEvent } from './check-book.js';
import { checkInThreads, isForThreads } from './check-in-threads.js';
import { type LinesChecked, checkInOrder, linesIn } from './check-lines.js';
import { checkChecksums } from './checksums.js';
import { type BookFile, type ExportManifest } from './export-format.js';
import { exportNames } from './export-names.js';
import { type ExportFinding, Found } from './finding.js';
import { readExportCheckpoint, readExportManifest, readKeptCheckpoint } from './read-export.js';

export interface VerifyExportOptions {
  /** The key that is trusted; the one in the export when absent, which proves only that the export agrees with itself. */
  readonly key?: string | undefined;
  /** Path of a checkpoint that was kept outside. */
  readonly checkpoint?: string | undefined;
  /** Looks into each line, beside what is checked here. Not called of lines that `threads` check. */
  readonly read?: ReadEvent | undefined;
  /** Told of each line that is right. */
  readonly onLine?: (line: CheckedLine, book: BookFile) => void;
  readonly onProgress?: (done: number, all: number) => void;
  /** The program of a thread that calls `serveBooks` with this `read`: many lines are then checked by several at once. */
  readonly threads?: URL;
}

export interface VerifiedExport {
  readonly manifest: ExportManifest;
  readonly checkpoint: Checkpoint;
  readonly lines: number;
  readonly books: number;
  /** Signed by a key that was given from outside. */
  readonly trusted: boolean;
  /** The checkpoint that was kept outside, and whether the lines could be held against it: a part of a log cannot. */
  readonly kept: { readonly size: bigint; readonly isHeld: boolean } | undefined;
}

const differs = (found: string): Found => new Found({ code: 'MANIFEST_DIFFERS', file: exportNames.manifest, found });

/** What the manifest says of the tree is what the checkpoint says. */
const checkManifest = (manifest: ExportManifest, { origin, size, root }: Checkpoint): void => {
  if (manifest.origin !== origin)
    throw differs(`The manifest says the log is ${manifest.origin}, the checkpoint says ${origin}.`);
  if (manifest.size !== String(size))
    throw differs(`The manifest says ${manifest.size} leaves, the checkpoint says ${size}.`);
  if (manifest.whole && String(linesIn(manifest.books)) !== manifest.size)
    throw differs(
      `The manifest says that all ${manifest.size} lines are in the books, and lists ${linesIn(manifest.books)}.`,
    );
  if (manifest.rootHash !== root.toString('base64'))
    throw differs('The manifest says another root than the checkpoint.');
};

const checkKept = (kept: Checkpoint, checkpoint: Checkpoint, file: string): void => {
  if (kept.origin !== checkpoint.origin)
    throw new Found({
      code: 'CHECKPOINT_OF_ANOTHER_LOG',
      file,
      found: `${file} is a checkpoint of ${kept.origin}, and this export is of ${checkpoint.origin}.`,
    });
  if (kept.size > checkpoint.size)
    throw new Found({
      code: 'CHECKPOINT_AHEAD',
      file,
      found: `${file} stands for ${kept.size} lines, and this export for ${checkpoint.size}: it is older, or was cut off.`,
    });
  if (kept.size === checkpoint.size && !kept.root.equals(checkpoint.root))
    throw new Found({ code: 'CHECKPOINT_DIFFERS', file, found: 'It stands for as many lines, with another root.' });
};

const isBookFile = (file: string): boolean => file.startsWith(`${exportNames.books}/`);

interface Opened {
  readonly manifest: ExportManifest;
  readonly checkpoint: Checkpoint;
  readonly kept: Checkpoint | undefined;
}

/** What is said of the whole, held against what is signed. @throws Found */
const open = (folder: string, { key, checkpoint: keptFile }: VerifyExportOptions): Opened => {
  const manifest = readExportManifest(folder);
  const checkpoint = readExportCheckpoint(folder, key);
  const kept = keptFile === undefined ? undefined : readKeptCheckpoint(folder, keptFile, key);
  checkManifest(manifest, checkpoint);
  if (kept) checkKept(kept, checkpoint, keptFile!);
  return { manifest, checkpoint, kept };
};

/** All lines, in threads where that is quicker. @throws Found with the first that is wrong */
const checkLines = async (
  folder: string,
  { manifest, checkpoint }: Opened,
  options: VerifyExportOptions,
): Promise<LinesChecked> => {
  const { read, onLine, onProgress, threads } = options;
  const { books, whole } = manifest;
  const parts = { folder, books, whole, checkpoint, onProgress };
  if (threads && !onLine && isForThreads(books)) {
    const checked = await checkInThreads({ ...parts, program: threads });
    if (checked) return checked;
  }
  return checkInOrder({ ...parts, read, onLine });
};

/**
 * Checks an export with nothing but SHA-256 and Ed25519: each line by its own proof under the checkpoint, its place in its
 * book, all files by their checksums, and where the export is whole the whole tree. What is wrong with a line is told as
 * that, and not as a checksum: those of the books come last.
 * @throws Found with the first thing that is wrong
 */
export const verifyExport = async (folder: string, options: VerifyExportOptions): Promise<VerifiedExport> => {
  const opened = open(folder, options);
  const { manifest, checkpoint, kept } = opened;
  await checkChecksums(folder, (file) => !isBookFile(file));
  const { lines, checksums, leaves } = await checkLines(folder, opened, options);
  leaves?.check(kept);
  await checkChecksums(folder, isBookFile, checksums);
  const isHeld = kept !== undefined && (manifest.whole || kept.size === checkpoint.size);
  return {
    manifest,
    checkpoint,
    lines,
    books: manifest.books.length,
    trusted: options.key !== undefined,
    kept: kept && { size: kept.size, isHeld },
  };
};

/** Where a finding lies, in words. */
export const placeOf = ({ file, line, position }: ExportFinding): string =>
  [
    ...(file === undefined ? [] : [file]),
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(position === undefined ? [] : [`position ${position}`]),
  ].join(', ');

const sayKept = ({ size, isHeld }: NonNullable<VerifiedExport['kept']>): string =>
  isHeld
    ? `It begins with the ${size} lines that your checkpoint stands for.`
    : `Whether it begins with the ${size} lines that your checkpoint stands for cannot be told from a part: export all books, or ask for consistencyProof.`;

/** What was found, in words. */
export const sayVerified = ({ manifest, checkpoint, lines, books, trusted, kept }: VerifiedExport): string =>
  [
    `${lines} lines in ${books} ${books === 1 ? 'book' : 'books'}: each is what was sealed under the checkpoint of ${checkpoint.size} lines.`,
    manifest.whole
      ? `They are all lines of the log. Root ${checkpoint.root.toString('base64')}.`
      : 'They are a part of the log: that later lines of these books were left out cannot be told from it alone.',
    trusted
      ? 'The checkpoint is signed with the key that you gave.'
      : 'The key was taken from the export itself, which proves that it agrees with itself: give the one that you trust with --key.',
    ...(kept === undefined ? [] : [sayKept(kept)]),
    '',
  ].join('\n');
