import { stringify } from 'csv-stringify/sync';
import { escapedFormula } from '../formula.js';
import type { Cell, Exported } from './exported.js';
import type { ExportFormat } from './kinds.js';

const csvCell = (cell: Cell): string =>
  typeof cell === 'number' ? String(cell) : cell === undefined ? '' : escapedFormula(cell);

/** With `;` and a byte order mark, as spreadsheets that are set to a Nordic language open it; lines end as RFC 4180 has it. */
export const csvText = ({ headings, rows }: Pick<Exported, 'headings' | 'rows'>): string =>
  stringify([[...headings], ...rows.map((row) => row.map(csvCell))], {
    delimiter: ';',
    bom: true,
    record_delimiter: 'windows',
  });

/** A cell of a workbook says itself that it is text, so that nothing in it is ever a formula. */
const xlsxCell = (cell: Cell) => {
  if (cell === undefined) return null;
  return typeof cell === 'number' ? { value: cell, type: Number } : { value: cell, type: String };
};

const xlsxBytes = async ({ headings, rows }: Exported, sheet: string): Promise<Buffer> => {
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const heading = headings.map((title) => ({ value: title, type: String, fontWeight: 'bold' as const }));
  return writeXlsxFile([heading, ...rows.map((row) => row.map(xlsxCell))], { sheet, stickyRowsCount: 1 }).toBuffer();
};

/** The file's bytes. `sheet` names the sheet of a workbook. */
export const bytesOf = async (table: Exported, format: ExportFormat, sheet: string): Promise<Buffer> =>
  format === 'csv' ? Buffer.from(csvText(table)) : xlsxBytes(table, sheet);
