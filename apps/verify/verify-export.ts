import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Checkpoint, InclusionCheck, MerkleBuilder, hashBytes } from '#proof/check';
import { type CheckedLine, type ReadEvent, checkBook } from './check-book.js';
import { checkChecksums } from './checksums.js';
import { type BookFile, type ExportManifest, exportNames } from './export-format.js';
import { type ExportFinding, Found } from './finding.js';
import { readExportCheckpoint, readExportManifest, readKeptCheckpoint } from './read-export.js';

export interface VerifyExportOptions {
  /** The key that is trusted; the one in the export when absent, which proves only that the export agrees with itself. */
  readonly key?: string | undefined;
  /** Path of a checkpoint that was kept outside. */
  readonly checkpoint?: string | undefined;
  /** Looks into each line, beside what is checked here. */
  readonly read?: ReadEvent | undefined;
  /** Told of each line that is right. */
  readonly onLine?: (line: CheckedLine, book: BookFile) => void;
  readonly onProgress?: (done: number, all: number) => void;
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

/** Lines between two messages of how far it has come. */
const progressLines = 1_000;

const linesIn = ({ books }: ExportManifest): number => books.reduce((sum, { lines }) => sum + lines, 0);

const differs = (found: string): Found => new Found({ code: 'MANIFEST_DIFFERS', file: exportNames.manifest, found });

/** What the manifest says of the tree is what the checkpoint says. */
const checkManifest = (manifest: ExportManifest, { origin, size, root }: Checkpoint): void => {
  if (manifest.origin !== origin)
    throw differs(`The manifest says the log is ${manifest.origin}, the checkpoint says ${origin}.`);
  if (manifest.size !== String(size))
    throw differs(`The manifest says ${manifest.size} leaves, the checkpoint says ${size}.`);
  if (manifest.whole && String(linesIn(manifest)) !== manifest.size)
    throw differs(
      `The manifest says that all ${manifest.size} lines are in the books, and lists ${linesIn(manifest)}.`,
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

/** The leaves of a whole export, by their place in the tree. */
class Leaves {
  readonly #hashes: Buffer;
  readonly #there: Uint8Array;

  constructor(private readonly size: number) {
    this.#hashes = Buffer.alloc(size * hashBytes);
    this.#there = new Uint8Array(size);
  }

  take({ leafIndex, leaf, at, event }: CheckedLine, file: string): void {
    const index = Number(leafIndex);
    if (this.#there[index] === 1)
      throw new Found({
        code: 'LINE_DUPLICATED',
        file,
        line: at.number,
        position: event.position,
        found: `Leaf ${leafIndex} is in the export already.`,
      });
    this.#there[index] = 1;
    leaf.copy(this.#hashes, index * hashBytes);
  }

  /** Makes the tree anew. @throws Found when a leaf is missing, or a kept checkpoint stands for another beginning */
  check(kept: Checkpoint | undefined): void {
    const tree = new MerkleBuilder();
    const missing = this.#there.indexOf(0);
    if (missing >= 0)
      throw new Found({ code: 'LINE_MISSING', found: `Leaf ${missing} of ${this.size} is in none of the books.` });
    for (let index = 0; index <= this.size; index++) {
      if (kept?.size === tree.size && !tree.root().equals(kept.root))
        throw new Found({
          code: 'CHECKPOINT_DIFFERS',
          found: `The first ${kept.size} lines are not those that the kept checkpoint stands for.`,
        });
      if (index < this.size) tree.append(this.#hashes.subarray(index * hashBytes, (index + 1) * hashBytes));
    }
  }
}

const isBookFile = (file: string): boolean => file.startsWith(`${exportNames.books}/`);

/** Goes through all lines of an export. */
class LinesCheck {
  lines = 0;
  /** Of the files that were read to their end, by their paths in the export. */
  readonly checksums = new Map<string, string>();
  readonly #tree: InclusionCheck;
  readonly #all: number;

  constructor(
    private readonly opened: Opened,
    private readonly options: VerifyExportOptions,
  ) {
    const { size, root } = opened.checkpoint;
    this.#tree = new InclusionCheck(size, root);
    this.#all = linesIn(opened.manifest);
  }

  /** Every line of a book, each as it should be. @throws Found */
  async check(folder: string, book: BookFile): Promise<void> {
    const sha256 = createHash('sha256');
    const against = {
      origin: this.opened.checkpoint.origin,
      tree: this.#tree,
      onBytes: (bytes: Buffer) => void sha256.update(bytes),
    };
    for await (const lines of checkBook(join(folder, book.file), book, against))
      for (const line of lines) this.#take(line, book);
    this.checksums.set(book.file, sha256.digest('hex'));
  }

  #take(line: CheckedLine, book: BookFile): void {
    const { file } = book;
    const { read, onLine, onProgress } = this.options;
    this.opened.leaves?.take(line, file);
    const flaw = read?.(line.event);
    const { position } = line.event;
    if (flaw !== undefined)
      throw new Found({ code: 'LINE_UNREADABLE', file, line: line.at.number, position, found: flaw });
    onLine?.(line, book);
    if (++this.lines % progressLines === 0) onProgress?.(this.lines, this.#all);
  }
}

interface Opened {
  readonly manifest: ExportManifest;
  readonly checkpoint: Checkpoint;
  readonly kept: Checkpoint | undefined;
  readonly leaves: Leaves | undefined;
}

/** What is said of the whole, held against what is signed. @throws Found */
const open = (folder: string, { key, checkpoint: keptFile }: VerifyExportOptions): Opened => {
  const manifest = readExportManifest(folder);
  const checkpoint = readExportCheckpoint(folder, key);
  const kept = keptFile === undefined ? undefined : readKeptCheckpoint(folder, keptFile, key);
  checkManifest(manifest, checkpoint);
  if (kept) checkKept(kept, checkpoint, keptFile!);
  return { manifest, checkpoint, kept, leaves: manifest.whole ? new Leaves(Number(checkpoint.size)) : undefined };
};

/**
 * Checks an export with nothing but SHA-256 and Ed25519: each line by its own proof under the checkpoint, its place in its
 * book, all files by their checksums, and where the export is whole the whole tree. What is wrong with a line is told as
 * that, and not as a checksum: those of the books come last.
 * @throws Found with the first thing that is wrong
 */
export const verifyExport = async (folder: string, options: VerifyExportOptions): Promise<VerifiedExport> => {
  const opened = open(folder, options);
  const { manifest, checkpoint, kept, leaves } = opened;
  await checkChecksums(folder, (file) => !isBookFile(file));
  const check = new LinesCheck(opened, options);
  for (const book of manifest.books) await check.check(folder, book);
  leaves?.check(kept);
  await checkChecksums(folder, isBookFile, check.checksums);
  const isHeld = kept !== undefined && (manifest.whole || kept.size === checkpoint.size);
  return {
    manifest,
    checkpoint,
    lines: check.lines,
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
