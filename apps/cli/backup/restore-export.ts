import { chmodSync, mkdirSync, openSync, closeSync, readSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import type { StoredEvent } from '#kernel';
import { filesIn, readConfig } from '../../ledger/config.js';
import { type BookFile, parseLine } from '../../verify/export-format.js';
import { Found } from '../../verify/finding.js';
import { type VerifiedExport, placeOf, verifyExport } from '../../verify/verify-export.js';
import { copyLines, treeOver } from '../copy-lines.js';
import { clearedWhenStopped } from '../interrupt.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { progressBar } from '../progress.js';
import { synced } from '../sqlite-file.js';
import { type Terminal, counted, exitCodes } from '../terminal.js';
import { type RestoreFlags, assertEmpty, draftIn } from './restore-backup.js';

/** Reads parts of files, of which one is open: mostly the lines of one book follow each other. */
class OneFile {
  #open: { readonly path: string; readonly handle: number } | undefined;

  read(path: string, offset: number, length: number): string {
    if (this.#open?.path !== path) {
      this.close();
      this.#open = { path, handle: openSync(path, 'r') };
    }
    const bytes = Buffer.alloc(length);
    readSync(this.#open.handle, bytes, 0, length, offset);
    return bytes.toString('utf8');
  }

  close(): void {
    if (this.#open) closeSync(this.#open.handle);
    this.#open = undefined;
  }
}

/** Where the line of each leaf lies in the export: the books are put together again in the order of the ledger. */
class Places {
  readonly #files: BookFile[] = [];
  readonly #file: number[] = [];
  readonly #offset: number[] = [];
  readonly #bytes: number[] = [];

  add(leafIndex: bigint, book: BookFile, { offset, bytes }: { readonly offset: number; readonly bytes: number }): void {
    if (this.#files.at(-1) !== book) this.#files.push(book);
    const index = Number(leafIndex);
    this.#file[index] = this.#files.length - 1;
    this.#offset[index] = offset;
    this.#bytes[index] = bytes;
  }

  /** The events, in the order of the ledger. */
  *events(folder: string): Generator<StoredEvent> {
    const reader = new OneFile();
    try {
      for (const [index, file] of this.#file.entries()) {
        const path = join(folder, this.#files[file]!.file);
        yield parseLine(reader.read(path, this.#offset[index]!, this.#bytes[index]!)).event;
      }
    } finally {
      reader.close();
    }
  }
}

const damaged = (folder: string, { finding }: Found): CommandRefused => {
  const place = placeOf(finding);
  const at = place === '' ? '' : ` at ${place}`;
  return new CommandRefused(finding.code, `${folder}${at}: ${finding.found} Nothing was restored.`, exitCodes.fault);
};

/** Checks an export, and finds where the line of each leaf lies. @throws CommandRefused with the first thing that is wrong */
const placesIn = async (
  folder: string,
  onProgress: (done: number, all: number) => void,
): Promise<{ readonly places: Places; readonly verified: VerifiedExport }> => {
  const places = new Places();
  try {
    const verified = await verifyExport(folder, {
      onProgress,
      onLine: ({ leafIndex, at }, book) => places.add(leafIndex, book, at),
    });
    return { places, verified };
  } catch (error) {
    if (error instanceof Found) throw damaged(folder, error);
    throw error;
  }
};

/**
 * Makes a ledger of a whole export in an empty data folder: the same lines in the same order, and so the same root, which
 * is compared before it counts. What the export does not hold it cannot have: keys of persons, tokens, the key that signs.
 * @throws CommandRefused EXPORT_NOT_WHOLE, RESTORED_DIFFERS, or the first thing that is wrong with the export
 */
export const restoreExportInto = async (
  folder: string,
  data: string,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<VerifiedExport> => {
  assertEmpty(data);
  const { places, verified } = await placesIn(folder, onProgress);
  const { manifest, checkpoint, lines } = verified;
  if (!manifest.whole)
    throw new CommandRefused(
      'EXPORT_NOT_WHOLE',
      `${folder} holds some books of a ledger, and a ledger of these alone would have another root. Restore an export of all books.`,
      exitCodes.fault,
    );
  const draft = draftIn(data);
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  return clearedWhenStopped(
    () => rmSync(draft, { recursive: true, force: true }),
    async () => {
      const { ledger } = filesIn(draft);
      const store = await openSqliteEventStore({ file: ledger });
      try {
        await copyLines(store, places.events(folder), (done) => onProgress(done, lines));
        if (!(await treeOver(store)).root().equals(checkpoint.root))
          throw new CommandRefused('RESTORED_DIFFERS', 'What was restored has another root.', exitCodes.fault);
      } finally {
        await store.close();
      }
      chmodSync(ledger, 0o600);
      await synced(ledger);
      renameSync(ledger, filesIn(data).ledger);
      rmSync(draft, { recursive: true });
      if (process.platform !== 'win32') await synced(data);
      return verified;
    },
  );
};

const restore = async (folder: string, flags: RestoreFlags, terminal: Terminal): Promise<Outcome> => {
  const { data } = readConfig();
  const progress = await progressBar(terminal, { ...flags, counted: 'lines' });
  const { manifest, lines } = await restoreExportInto(folder, data, progress.tell).finally(progress.stop);
  const { origin, rootHash, madeAt } = manifest;
  return {
    code: exitCodes.done,
    result: { data, from: folder, madeAt, events: lines, rootHash, origin },
    text: [
      `${data} holds the ${counted(lines, 'line')} of the export of ${madeAt}, in their order: the root is the same, ${rootHash}.`,
      'Keys, tokens and the key that signs are not in an export. To open personal data, and to go on under the name',
      `${origin}, put keys.db and the master key of a backup into the folder before you start the server.`,
      'Otherwise it gets a name and a key of its own, and personal data stays closed.',
      '',
    ].join('\n'),
  };
};

/** Makes a ledger of an export in the data folder, tells what came of it, and gives the exit code. */
export const restoreExportAndTell = (folder: string, flags: RestoreFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => restore(resolve(folder), flags, terminal));
