import { type Sources, gathered } from '../evidence/gathered.js';
import type { Reading } from '../reading.js';
import { withMerged } from '../unit/merged-units.queries.js';
import { type ChampionCoverage, type CoverageOf, type UnitChampions, countsFor } from './coverage.queries.js';

/** The programme's champions and its units. */
export const sourcesOfCoverage = async ({ db, loadBy }: Reading, coverage: ChampionCoverage): Promise<Sources> => {
  const champions = await loadBy('champion', 'programmeId', coverage.programmeId);
  const units = await db
    .selectFrom('unit')
    .select('sources')
    .where('programmeId', '=', coverage.programmeId)
    .where('status', '=', 'ACTIVE')
    .execute();
  return gathered([...units, ...champions.filter((champion) => countsFor(champion, coverage))]);
};

/** The unit, and the champions at it and at those that merged into it. */
export const sourcesAtUnit = async (
  reading: Reading,
  { unit, ...coverage }: UnitChampions & Pick<CoverageOf, 'solutionId'>,
): Promise<Sources> => {
  const unitIds = await withMerged(reading, unit.key);
  const champions = await Promise.all(unitIds.map((unitId) => reading.loadBy('champion', 'unitId', unitId)));
  return gathered([unit, ...champions.flat().filter((champion) => countsFor(champion, coverage))]);
};
