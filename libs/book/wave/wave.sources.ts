import { type Sources, gathered } from '../evidence/gathered.js';
import type { Reading } from '../reading.js';
import { adoptionKey } from '../unit/unit.events.js';
import { type AdoptionByWave, countedPlaces } from './adoption-by-wave.queries.js';
import type { SolutionProgress } from './adoption-progress.queries.js';

/** The wave, the units that count in it, how far they have come, and what moved its end. */
export const sourcesOfWaveFigures = async (reading: Reading, { wave }: AdoptionByWave): Promise<Sources> => {
  const { programmeId, solutionId, key } = wave;
  const places = await countedPlaces(reading, { programmeId, solutionId })
    .where('place.waveId', '=', key)
    .select('place.unitId')
    .execute();
  const rows = await Promise.all([
    ...places.map(({ unitId }) => reading.load('unit', unitId)),
    ...places.map(({ unitId }) => reading.load('adoption', adoptionKey(unitId, solutionId))),
  ]);
  const assigned = await reading.loadBy('waveUnit', 'waveId', key);
  const changes = await reading.loadBy('waveChange', 'waveId', key);
  const slips = changes.filter(({ kind, afterBaseline }) => kind === 'RESCHEDULED' && afterBaseline);
  return gathered([wave, ...assigned.filter(({ leftOn }) => leftOn === null), ...rows, ...slips]);
};

/** The solution, the programme's units, and how far they have come with it. */
export const sourcesOfProgress = async (reading: Reading, { solution }: SolutionProgress): Promise<Sources> => {
  const units = await reading.db
    .selectFrom('unit')
    .select(['key', 'sources'])
    .where('programmeId', '=', solution.programmeId)
    .where('status', '=', 'ACTIVE')
    .execute();
  const present = new Set(units.map(({ key }) => key));
  const adoptions = await reading.loadBy('adoption', 'solutionId', solution.key);
  return gathered([solution, ...units, ...adoptions.filter(({ unitId }) => present.has(unitId))]);
};
