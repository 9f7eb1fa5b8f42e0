import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, NoteError, type Verifier, notesIn, openNote, parseCheckpoint } from '#proof/check';
import { type BookFile, type ExportManifest, bookFileOf, exportFormat, exportVersion } from './export-format.js';
import { exportNames } from './export-names.js';
import { type ExportCode, Found } from './finding.js';
import { keysFrom } from './follow-keys.js';

const fail = (code: ExportCode, found: string, file?: string): Found =>
  new Found({ code, found, ...(file === undefined ? {} : { file }) });

/** @throws Found */
export const readPart = (folder: string, name: string): string => {
  const path = join(folder, name);
  if (!existsSync(path)) throw fail('FILE_MISSING', `${name} is missing.`, name);
  return readFileSync(path, 'utf8');
};

const isBook = (value: unknown): value is BookFile => {
  const { file, stream, lines } = (value ?? {}) as Partial<BookFile>;
  return (
    typeof stream === 'string' &&
    !/[/\\]|^\./.test(stream) &&
    file === bookFileOf(stream) &&
    Number.isSafeInteger(lines)
  );
};

const isManifest = (told: Partial<Record<keyof ExportManifest, unknown>>): boolean =>
  ['wavebook', 'madeAt', 'origin', 'size', 'rootHash'].every((name) => typeof told[name as 'size'] === 'string') &&
  typeof told.whole === 'boolean' &&
  Array.isArray(told.books) &&
  told.books.every(isBook);

const parsed = (text: string): Partial<Record<keyof ExportManifest, unknown>> => {
  try {
    return (JSON.parse(text) ?? {}) as Partial<Record<keyof ExportManifest, unknown>>;
  } catch {
    return {};
  }
};

/** What an export says of itself. @throws Found EXPORT_FOREIGN, EXPORT_NEWER */
export const readExportManifest = (folder: string): ExportManifest => {
  const { manifest: name } = exportNames;
  const path = join(folder, name);
  const told = existsSync(path) ? parsed(readFileSync(path, 'utf8')) : {};
  if (told.format === exportFormat && typeof told.version === 'number' && told.version > exportVersion)
    throw fail('EXPORT_NEWER', `${folder} was made by a newer Wavebook (${String(told.wavebook)}).`, name);
  if (told.format !== exportFormat || told.version !== exportVersion || !isManifest(told))
    throw fail(
      'EXPORT_FOREIGN',
      `${folder} holds no export of Wavebook: its ${name} is missing or says something else.`,
      name,
    );
  return told as unknown as ExportManifest;
};

/** The checkpoint of a note that is signed by one of the keys. @throws NoteError of the first key */
const openedBy = (note: string, [verifier, ...others]: readonly Verifier[]): Checkpoint => {
  try {
    return parseCheckpoint(openNote(note, verifier!));
  } catch (error) {
    if (others.length === 0 || !(error instanceof NoteError) || error.code !== 'SIGNATURE_MISSING') throw error;
    return openedBy(note, others);
  }
};

/** The text of a note that a key has signed, or one that followed on it. @throws Found with the code of what is wrong */
const opened = (note: string, folder: string, key: string, file: string): Checkpoint => {
  try {
    return openedBy(note, keysFrom(folder, key));
  } catch (error) {
    if (error instanceof NoteError) throw fail(error.code, `${error.message} (${file}).`, file);
    throw error;
  }
};

/** The checkpoint of an export, signed with the key that is trusted, or with the one that lies beside it. @throws Found */
export const readExportCheckpoint = (folder: string, key: string | undefined): Checkpoint => {
  const note = readPart(folder, exportNames.checkpoint);
  return opened(note, folder, key ?? readPart(folder, exportNames.verifierKey), exportNames.checkpoint);
};

const lastNoteIn = (text: string, file: string): string => {
  try {
    return notesIn(text).at(-1)!;
  } catch (error) {
    if (error instanceof NoteError) throw fail(error.code, `${error.message} (${file}).`, file);
    throw error;
  }
};

/** A checkpoint that somebody kept outside; of a file that holds several, the last. @throws Found */
export const readKeptCheckpoint = (folder: string, file: string, key: string | undefined): Checkpoint => {
  if (!existsSync(file)) throw fail('FILE_MISSING', `There is no file ${file}.`, file);
  const note = lastNoteIn(readFileSync(file, 'utf8'), file);
  return opened(note, folder, key ?? readPart(folder, exportNames.verifierKey), file);
};

/** Every file of an export, as paths with `/`, in order. */
export const filesOf = (folder: string, within = ''): readonly string[] =>
  readdirSync(join(folder, within), { withFileTypes: true })
    .flatMap((entry) => {
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      return entry.isDirectory() ? filesOf(folder, path) : [path];
    })
    .sort();
