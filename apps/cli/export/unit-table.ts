import { type Cell, type Exported, isActive, leftOutOf, sortedBy } from './exported.js';
import { type UnitRow, keyOfUnit, keyText } from './unit-key.js';

const headings = ['scheme', 'externalId', 'name', 'kind', 'eligible', 'parentExternalId', 'enrolledOn'] as const;

/** The unit or, when it has merged, the one that it lives on in; undefined when that is no more. */
const livingOn = (unitId: string | null, byId: ReadonlyMap<string, UnitRow>): UnitRow | undefined => {
  const unit = unitId === null ? undefined : byId.get(unitId);
  if (unit?.status === 'MERGED') return livingOn(unit.mergedIntoUnitId, byId);
  return unit && isActive(unit) ? unit : undefined;
};

/** The units that are in the programme now, as a file of units that the import reads. */
export const unitTable = (units: readonly UnitRow[]): Exported => {
  const byId = new Map(units.map((unit) => [unit.key, unit]));
  const active = units.filter(isActive);
  const counted = (status: string) => units.filter((unit) => unit.status === status).length;
  const rowOf = (unit: UnitRow): readonly Cell[] => {
    const { scheme, value } = keyOfUnit(unit);
    const parent = livingOn(unit.parentUnitId, byId);
    // A unit can have merged into one that was part of it: nobody is part of themselves.
    const above = parent && parent !== unit ? keyText(parent) : undefined;
    return [scheme, value, unit.name, unit.kind ?? undefined, unit.eligible, above, unit.enrolledOn];
  };
  const [scheme, externalId, name] = [0, 1, 2];
  return {
    headings,
    rows: sortedBy(active.map(rowOf), name, scheme, externalId),
    leftOut: leftOutOf({
      UNIT_MERGED: counted('MERGED'),
      UNIT_CLOSED: counted('CLOSED'),
      FURTHER_NUMBERS: active.reduce((sum, { externalIds }) => sum + Math.max(0, externalIds.length - 1), 0),
    }),
  };
};
