import { CsvError, parse } from 'csv-parse/sync';
import { withoutEscape } from '../formula.js';
import { refuse } from './import.words.js';
import { FileRefused, type RawRow } from './sheet.js';

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte);

/** Text of a file: UTF-8 or UTF-16 with a byte order mark, UTF-8 without, or else Windows-1252, which holds Latin-1. */
export const decodeText = (bytes: Uint8Array): string => {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes);
  if (startsWith(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
};

/** Where two are used alike, the one that is the less likely inside a heading comes first. */
const delimiters = [';', '\t', ','] as const;

/** The delimiter is the one that the heading uses most, outside quotation marks. */
const delimiterOf = (text: string): string => {
  const heading = (/\S.*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const uses = (delimiter: string) => heading.split(delimiter).length;
  return delimiters.reduce((most, each) => (uses(each) > uses(most) ? each : most));
};

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const records = (text: string, delimiter: string, to = -1): readonly CsvRecord[] =>
  parse(text, {
    delimiter,
    to,
    trim: true,
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    info: true,
  }) as unknown as readonly CsvRecord[];

const lineBreaksIn = (cells: readonly string[]): number => cells.join('').split('\n').length - 1;

/** The parser tells on which line a record ended; people look for where it began. */
const beganOn = ({ record, info }: CsvRecord): number => info.lines - lineBreaksIn(record);

/** How the parser calls it when a cell goes on after its closing quotation mark. */
const textAfterQuote = new Set<string>(['CSV_INVALID_CLOSING_QUOTE', 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE']);

const refusalOf = (error: CsvError, text: string, delimiter: string): FileRefused => {
  if (textAfterQuote.has(error.code))
    return new FileRefused(refuse('CSV_QUOTE_INSIDE', { line: Number(error['lines']) }));
  if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return new FileRefused(refuse('CSV_UNREADABLE', { why: error.message }));
  const whole = Number(error['records']);
  const line = whole === 0 ? 1 : records(text, delimiter, whole).at(-1)!.info.lines + 1;
  return new FileRefused(refuse('CSV_QUOTE_OPEN', { line }));
};

/**
 * Rows of a CSV file with `;`, `,` or tab between cells. Excel's own first line, `sep=;`, is heeded, and an apostrophe
 * that kept a text from being taken for a formula is taken off. @throws FileRefused
 */
export const parseCsv = (bytes: Uint8Array): readonly RawRow[] => {
  // Line breaks are made alike first, so that lines are counted the same inside quotation marks and outside.
  const text = decodeText(bytes).replace(/\r\n?/g, '\n');
  const told = /^sep=(.)\n/i.exec(text);
  const body = told ? text.slice(told[0].length) : text;
  const delimiter = told?.[1] ?? delimiterOf(body);
  const skipped = told ? 1 : 0;
  try {
    return records(body, delimiter).map((each) => ({
      line: beganOn(each) + skipped,
      cells: each.record.map(withoutEscape),
    }));
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error, body, delimiter) : error;
  }
};
