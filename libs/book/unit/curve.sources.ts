import type { LocalDate } from '#kernel';
import { type Sources, gathered } from '../evidence/gathered.js';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';
import type { AdoptionCurve, CurvePoint } from './curve.queries.js';

interface Until {
  readonly solution: Tables['solution'];
  readonly day: LocalDate;
}

const stepsUntil = ({ db }: Reading, { solution, day }: Until) =>
  db
    .selectFrom('adoptionStep')
    .select('sources')
    .where('programmeId', '=', solution.programmeId)
    .where('solutionId', '=', solution.key)
    .where('happenedOn', '<=', day)
    .execute();

const plansUntil = async ({ db, loadBy }: Reading, { solution, day }: Until) => {
  const waves = await db
    .selectFrom('wave')
    .select(['key', 'sources'])
    .where('programmeId', '=', solution.programmeId)
    .where('solutionId', '=', solution.key)
    .where('status', '!=', 'CANCELLED')
    .where('plannedStart', '<=', day)
    .execute();
  const places = await Promise.all(waves.map(({ key }) => loadBy('waveUnit', 'waveId', key)));
  return [...waves, ...places.flat().filter(({ leftOn }) => leftOn === null)];
};

/** The steps that units had taken by the day, and the waves that were to have started by it. */
export const sourcesOfPoint = async (reading: Reading, { solution, day }: CurvePoint): Promise<Sources> => {
  const steps = day > reading.today ? [] : await stepsUntil(reading, { solution, day });
  return gathered([...steps, ...(await plansUntil(reading, { solution, day }))]);
};

/** All that its last point was made from, and what happened until today. */
export const sourcesOfCurve = async (reading: Reading, { solution, points }: AdoptionCurve): Promise<Sources> => {
  const last = points.at(-1)?.day ?? reading.today;
  const happened = last < reading.today ? last : reading.today;
  const steps = await stepsUntil(reading, { solution, day: happened });
  return gathered([...steps, ...(await plansUntil(reading, { solution, day: last }))]);
};
