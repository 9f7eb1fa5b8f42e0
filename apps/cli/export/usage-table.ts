import type { Tables } from '#book';
import { type Exported, isActive, leftOutOf, sortedBy } from './exported.js';
import { type UnitRow, keyText } from './unit-key.js';

export type UsageRow = Pick<
  Tables['usage'],
  'unitId' | 'solutionId' | 'periodStart' | 'periodEnd' | 'active' | 'eligible'
>;

const headings = ['unit', 'solution', 'periodStart', 'periodEnd', 'active', 'eligible'] as const;

/** What was counted of the use of solutions by units that are in the programme now, as a file that the import reads. */
export const usageTable = (
  usage: readonly UsageRow[],
  units: readonly UnitRow[],
  solutionNames: ReadonlyMap<string, string>,
): Exported => {
  const byId = new Map(units.filter(isActive).map((unit) => [unit.key, unit]));
  const counted = usage.filter(({ unitId }) => byId.has(unitId));
  const rows = counted.map(({ unitId, solutionId, periodStart, periodEnd, active, eligible }) => [
    keyText(byId.get(unitId)!),
    solutionNames.get(solutionId),
    periodStart,
    periodEnd,
    active,
    eligible,
  ]);
  const [unit, solution, periodStart] = [0, 1, 2];
  return {
    headings,
    rows: sortedBy(rows, periodStart, solution, unit),
    leftOut: leftOutOf({ USAGE_OF_FORMER_UNIT: usage.length - counted.length }),
  };
};
