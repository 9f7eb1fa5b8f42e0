import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Language } from '#kernel';
import { readConfig } from '../../ledger/config.js';
import { fileReason } from '../../ledger/file-problem.js';
import { type FoundProgramme, findProgramme } from '../import/find-programme.js';
import { withBooks } from '../open-books.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { type Terminal, counted, exitCodes } from '../terminal.js';
import type { Exported, LeftOut } from './exported.js';
import { type ExportFormat, type ExportKind, exportFormats } from './kinds.js';
import { readExport } from './read-book.js';
import { bytesOf, csvText } from './write-table.js';

export interface ExportFlags {
  readonly programme?: string;
  readonly format?: ExportFormat;
  readonly force: boolean;
  readonly json: boolean;
  readonly language: Language;
}

interface ExportOf {
  readonly kind: ExportKind;
  readonly file: string | undefined;
  readonly programme: FoundProgramme;
}

const leftOutWords: Readonly<Record<LeftOut['code'], (count: number) => string>> = {
  UNIT_MERGED: (count) => `Not in it: ${counted(count, 'unit')} merged into others.`,
  UNIT_CLOSED: (count) => `Not in it: ${counted(count, 'closed unit')}.`,
  FURTHER_NUMBERS: (count) =>
    `Not in it: ${counted(count, 'further register number')}; a line holds one for each unit.`,
  USAGE_OF_FORMER_UNIT: (count) => `Not in it: ${counted(count, 'count')} of units that have merged or were closed.`,
};

const formatOf = (file: string | undefined, named: ExportFormat | undefined): ExportFormat => {
  const ending = exportFormats.find((format) => file?.toLowerCase().endsWith(`.${format}`));
  if (file !== undefined && !ending && !named)
    throw new CommandRefused('FORMAT_UNKNOWN', `Name ${file} with .csv or .xlsx at the end, or choose with --format.`);
  const format = named ?? ending ?? 'csv';
  if (file === undefined && format === 'xlsx')
    throw new CommandRefused('FILE_NOT_NAMED', 'A workbook is written to a file: name one that ends in .xlsx.');
  return format;
};

/** The whole file or none: it gets its name when it is complete. */
const writeWhole = (file: string, bytes: Buffer): void => {
  const draft = `${file}.part-${process.pid}`;
  try {
    writeFileSync(draft, bytes, { flush: true });
    renameSync(draft, file);
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    throw new CommandRefused('FILE_NOT_WRITTEN', `${file} cannot be written: ${fileReason(error)}.`, exitCodes.fault);
  }
};

const toFile = async (
  table: Exported,
  format: ExportFormat,
  { kind, file, programme }: ExportOf & { readonly file: string },
): Promise<Outcome> => {
  writeWhole(file, await bytesOf(table, format, kind));
  const rows = table.rows.length;
  return {
    code: exitCodes.done,
    result: { kind, file, format, programme, rows, leftOut: table.leftOut },
    text: `${counted(rows, 'line')} of ${kind} of ${programme.name} ${rows === 1 ? 'is' : 'are'} in ${file}.\n`,
  };
};

const toOutput = (table: Exported, { kind, programme }: ExportOf): Outcome => {
  const { headings, rows, leftOut } = table;
  const named = rows.map((row) => Object.fromEntries(headings.map((heading, at) => [heading, row[at] ?? null])));
  return { code: exitCodes.done, result: { kind, programme, rows: named, leftOut }, text: csvText(table) };
};

const exportFile = async (
  kind: ExportKind,
  file: string | undefined,
  { programme: named, format: asked, force, language }: ExportFlags,
  tellLeftOut: (leftOut: readonly LeftOut[]) => void,
): Promise<Outcome> => {
  const format = formatOf(file, asked);
  if (file !== undefined && !force && existsSync(file))
    throw new CommandRefused(
      'FILE_EXISTS',
      `${file} is there already. Name another file, or write over it with --force.`,
    );
  return withBooks(readConfig(), { language }, async (books) => {
    const programme = await findProgramme(books, named);
    const table = await readExport(books, kind, programme.id);
    tellLeftOut(table.leftOut);
    if (file === undefined) return toOutput(table, { kind, file, programme });
    return toFile(table, format, { kind, file, programme });
  });
};

/** Writes what a book holds to a file or the standard output, tells what came of it, and gives the exit code. */
export const exportAndTell = (
  kind: ExportKind,
  file: string | undefined,
  flags: ExportFlags,
  terminal: Terminal,
): Promise<number> =>
  runAndTell(terminal, flags, () =>
    exportFile(kind, file, flags, (leftOut) => {
      if (!flags.json) for (const { code, count } of leftOut) terminal.err(`${leftOutWords[code](count)}\n`);
    }),
  );
