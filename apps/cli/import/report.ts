import { refusalPhrases, sayRefusal } from '#book';
import { type Language, type Phrase, type Refusal, fill } from '#kernel';
import { ledgerRefusals } from '#ledger';
import Table from 'cli-table3';
import { quoted } from './cells.js';
import type { Titles } from './columns.js';
import { importRefusals } from './import.words.js';
import type { ImportKind } from './kinds.js';
import type { Change, Fate, PlannedLine } from './plan.js';
import { fateWords, headWords, summaryWords } from './report.words.js';
import type { Imported } from './run-import.js';

/** What `--json` prints. Codes and names stay as they are in every language; messages are in the reader's. */
export interface Report {
  readonly kind: ImportKind;
  readonly file: string;
  readonly programme: { readonly id: string; readonly name: string };
  readonly dryRun: boolean;
  /** False when bad lines stopped the import, or when it was a dry run: nothing was written then. */
  readonly written: boolean;
  readonly counts: Readonly<Record<Fate, number>>;
  /** Headings of columns that were left out. */
  readonly ignoredColumns: readonly string[];
  /** Every line of the file, in its order. */
  readonly lines: readonly ReportedLine[];
}

export interface ReportedLine extends Omit<PlannedLine, 'problems'> {
  readonly problems: readonly Problem[];
}

export interface Problem {
  readonly code: string;
  /** The heading of the column in the file; null when it is about the whole line. */
  readonly column: string | null;
  readonly message: string;
}

const phrases = { ...refusalPhrases, ...ledgerRefusals, ...importRefusals };

const quotationMarks: Readonly<Record<Language, string>> = { en: '“$1”', nb: '«$1»', da: '»$1«', sv: '”$1”' };

const say = (refusal: Refusal, language: Language): string =>
  sayRefusal(refusal, language, phrases).replace(/“([^“”]*)”/g, quotationMarks[language]);

/** A rule that a line broke, in a sentence that names the column as it is called in the file. */
const problemOf = (refusal: Refusal, titles: Titles, language: Language): Problem => {
  const { refused, values, field } = refusal;
  const column = field === undefined ? null : (titles.get(field) ?? field);
  const named = 'field' in values && column !== null ? { ...values, field: quoted(column) } : values;
  return { code: refused, column, message: say({ refused, values: named }, language) };
};

/** Why a file cannot be imported at all. */
export const sayFileRefusal = say;

const titled = ({ column, ...change }: Change, titles: Titles): Change => ({
  column: titles.get(column) ?? column,
  ...change,
});

const countFates = (lines: readonly PlannedLine[]): Report['counts'] => {
  const counts = { new: 0, changed: 0, unchanged: 0, bad: 0 };
  for (const { fate } of lines) counts[fate]++;
  return counts;
};

export const reportOf = (
  { lines, written, titles, ignored }: Imported,
  about: Pick<Report, 'kind' | 'file' | 'programme' | 'dryRun'>,
  language: Language,
): Report => ({
  ...about,
  written,
  counts: countFates(lines),
  ignoredColumns: ignored,
  lines: lines.map(({ problems, changes, ...line }) => ({
    ...line,
    changes: changes.map((each) => titled(each, titles)),
    problems: problems.map((each) => problemOf(each, titles, language)),
  })),
});

const whyOf = ({ problems, changes }: ReportedLine): string =>
  [
    ...problems.map(({ message }) => message),
    ...changes.map(({ column, from, to }) => `${column}: ${from ?? '–'} → ${to}`),
  ].join('\n');

/** Columns of the table, in characters: what a terminal of that width can show. */
const widthsIn = (width: number): number[] => {
  const [line, outcome, borders] = [8, 12, 5];
  const left = Math.max(60, width - line - outcome - borders);
  const what = Math.min(44, Math.floor(left * 0.4));
  return [line, what, outcome, left - what];
};

/** What would happen, or happened, line by line: all of it in a dry run, otherwise what is bad. */
const tableOf = ({ lines, dryRun }: Report, language: Language, width: number): string => {
  const shown = lines.filter(({ fate }) => dryRun || fate === 'bad');
  if (shown.length === 0) return '';
  const head = headWords.map((word) => word[language]);
  const table = new Table({
    head,
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: widthsIn(width),
  });
  for (const each of shown) table.push([each.line, each.what, fateWords[each.fate][language], whyOf(each)]);
  return `${table.toString()}\n`;
};

const outcomeOf = ({ dryRun, written, counts }: Report): readonly Phrase[] => {
  if (dryRun) return [summaryWords.dryRun];
  if (!written) return [summaryWords.stopped];
  const wrote = counts.new + counts.changed > 0;
  if (counts.bad > 0) return wrote ? [summaryWords.written, summaryWords.leftOut] : [summaryWords.leftOut];
  return [wrote ? summaryWords.written : summaryWords.nothingNew];
};

/** The report for a person: a table of the lines that matter, and what came of it in a sentence. */
export const reportText = (report: Report, language: Language, width: number): string => {
  const { counts, ignoredColumns, programme } = report;
  const columns = ignoredColumns.length > 0 ? ignoredColumns.map(quoted).join(', ') : undefined;
  const values = { ...counts, programme: programme.name, columns };
  const sayNumber = (value: unknown) => (typeof value === 'number' ? value.toLocaleString(language) : undefined);
  const sentences = [summaryWords.counts, ...outcomeOf(report), ...(columns ? [summaryWords.ignored] : [])];
  const summary = sentences.map((phrase) => fill(phrase[language], values, language, sayNumber)).join(' ');
  return `${tableOf(report, language, width)}${summary}\n`;
};
