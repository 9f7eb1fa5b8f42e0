import type { Tables } from '#book';
import { type Register, ownScheme } from '../import/unit-rows.js';

export type UnitRow = Pick<
  Tables['unit'],
  'key' | 'name' | 'kind' | 'eligible' | 'parentUnitId' | 'externalIds' | 'status' | 'mergedIntoUnitId' | 'enrolledOn'
>;

/** The name of a register that a cell can hold before a number: `orgnr:974760673`. */
const fitsCell = ({ scheme }: { readonly scheme: string }): boolean => /^\w+$/.test(scheme);

/** The number that a unit is known by in a file: its first register number or, where it has none, its id in the book. */
export const keyOfUnit = ({ key, externalIds }: Pick<UnitRow, 'key' | 'externalIds'>): Register =>
  externalIds.find(fitsCell) ?? { scheme: ownScheme, value: key };

/** The same in one cell: `orgnr:974760673`. */
export const keyText = (unit: Pick<UnitRow, 'key' | 'externalIds'>): string => {
  const { scheme, value } = keyOfUnit(unit);
  return `${scheme}:${value}`;
};
