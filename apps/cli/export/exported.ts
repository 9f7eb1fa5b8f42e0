import type { UnitRow } from './unit-key.js';

/** A table to be written, its headings those that the import knows best. Undefined is an empty cell. */
export interface Exported {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What the book holds and the file cannot, each with how much of it there is. Empty when nothing was left out. */
  readonly leftOut: readonly LeftOut[];
}
export type Cell = string | number | undefined;

export interface LeftOut {
  readonly code: 'UNIT_MERGED' | 'UNIT_CLOSED' | 'FURTHER_NUMBERS' | 'USAGE_OF_FORMER_UNIT';
  readonly count: number;
}

/** Only what there is any of. */
export const leftOutOf = (counts: Readonly<Record<string, number>>): readonly LeftOut[] =>
  Object.entries(counts).flatMap(([code, count]) => (count > 0 ? [{ code: code as LeftOut['code'], count }] : []));

export const isActive = ({ status }: Pick<UnitRow, 'status'>): boolean => status === 'ACTIVE';

const compared = (a: Cell, b: Cell): number => (a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1);

/** Rows by some of their cells, the same in every ledger: ids made by chance have no say in it. */
export const sortedBy = <Row extends readonly Cell[]>(rows: readonly Row[], ...places: readonly number[]): Row[] =>
  rows.toSorted((a, b) => places.reduce((order, at) => order || compared(a[at], b[at]), 0));
