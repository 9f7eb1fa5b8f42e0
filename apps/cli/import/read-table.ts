import { readFile } from 'node:fs/promises';
import { type CellValue, readSheet } from 'read-excel-file/node';
import { parseCsv } from './csv.js';
import { refuse } from './import.words.js';
import { FileRefused, type RawRow, type Sheet, toSheet } from './sheet.js';

const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'));
/** What every compound file of the old Office begins with. */
const isOldOffice = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(Buffer.from('d0cf11e0', 'hex'));

const cellText = (cell: CellValue<number> | null): string => {
  if (cell === null) return '';
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
};

const parseXlsx = async (bytes: Buffer): Promise<readonly RawRow[]> => {
  const rows = await readSheet(bytes).catch(() => {
    throw new FileRefused(refuse('FILE_NOT_XLSX', {}));
  });
  return rows.map((row, at) => ({ line: at + 1, cells: row.map(cellText) }));
};

const bytesOf = (path: string): Promise<Buffer> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    const missing = error.code === 'ENOENT';
    throw new FileRefused(
      missing ? refuse('FILE_MISSING', { path }) : refuse('FILE_UNREADABLE', { path, why: error.code }),
    );
  });

/** Reads the first sheet of an XLSX workbook, or a CSV file. @throws FileRefused */
export const readTable = async (path: string): Promise<Sheet> => {
  const bytes = await bytesOf(path);
  if (isOldOffice(bytes)) throw new FileRefused(refuse('FILE_OLD_EXCEL', {}));
  return toSheet(isZip(bytes) ? await parseXlsx(bytes) : parseCsv(bytes));
};
