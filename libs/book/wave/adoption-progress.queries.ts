import type { LocalDate } from '#kernel';
import type { AdoptionStatus } from '#schema';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';
import { solutionsOf } from '../programme/programme.queries.js';
import { type AdoptionByWave, adoptionByWave } from './adoption-by-wave.queries.js';

export interface SolutionProgress {
  readonly solution: Tables['solution'];
  readonly unitsTotal: number;
  readonly unitsUnaware: number;
  readonly unitsInterested: number;
  readonly unitsCommitted: number;
  readonly unitsPreparing: number;
  readonly unitsLive: number;
  readonly unitsEmbedded: number;
  readonly unitsLapsed: number;
  readonly unitsDeclined: number;
  readonly usersActive: number;
  readonly usersEligible: number;
  readonly waves: readonly AdoptionByWave[];
}

export interface AdoptionProgress {
  readonly programme: Tables['programme'];
  /** Everything up to here is counted; later events may be as well. */
  readonly position: bigint;
  readonly today: LocalDate;
  readonly solutions: readonly SolutionProgress[];
}

const presentUnits = async ({ db }: Reading, programmeId: string): Promise<number> => {
  const { counted } = await db
    .selectFrom('unit')
    .where('programmeId', '=', programmeId)
    .where('status', '=', 'ACTIVE')
    .select(({ fn }) => fn.countAll().as('counted'))
    .executeTakeFirstOrThrow();
  return Number(counted);
};

/** Units that still exist and their users, by solution and by how far they have come. */
const countsOf = ({ db }: Reading, programmeId: string) =>
  db
    .selectFrom('adoption')
    .innerJoin('unit', 'unit.key', 'adoption.unitId')
    .where('adoption.programmeId', '=', programmeId)
    .where('unit.status', '=', 'ACTIVE')
    .groupBy(['adoption.solutionId', 'adoption.status'])
    .select(({ fn }) => [
      'adoption.solutionId',
      'adoption.status',
      fn.countAll().as('counted'),
      fn.sum('adoption.active').as('usersActive'),
      fn.sum('adoption.eligible').as('usersEligible'),
    ])
    .execute();

type Counted = Awaited<ReturnType<typeof countsOf>>[number];

const unitsByStatus = (rows: readonly Counted[], unitsTotal: number) => {
  const at = (status: AdoptionStatus) => Number(rows.find((row) => row.status === status)?.counted ?? 0);
  const aware = {
    unitsInterested: at('INTERESTED'),
    unitsCommitted: at('COMMITTED'),
    unitsPreparing: at('PREPARING'),
    unitsLive: at('LIVE'),
    unitsEmbedded: at('EMBEDDED'),
    unitsLapsed: at('LAPSED'),
    unitsDeclined: at('DECLINED'),
  };
  return {
    unitsTotal,
    unitsUnaware: Object.values(aware).reduce((left, count) => left - count, unitsTotal),
    ...aware,
    usersActive: rows.reduce((sum, row) => sum + Number(row.usersActive ?? 0), 0),
    usersEligible: rows.reduce((sum, row) => sum + Number(row.usersEligible ?? 0), 0),
  };
};

/**
 * How far a programme has come, by solution and by wave; undefined when there is no such programme. A fixed number of
 * statements, however many waves and units there are.
 */
export const adoptionProgressOf = async (
  reading: Reading,
  programmeId: string,
): Promise<AdoptionProgress | undefined> => {
  // Asked for first, so that it never claims more than was counted.
  const position = reading.position();
  const programme = await reading.load('programme', programmeId);
  if (!programme) return undefined;
  const [solutions, unitsTotal, counts, waves] = await Promise.all([
    solutionsOf(reading, programmeId),
    presentUnits(reading, programmeId),
    countsOf(reading, programmeId),
    adoptionByWave(reading, { programmeId }),
  ]);
  return {
    programme,
    position,
    today: reading.today,
    solutions: solutions.map((solution) => ({
      solution,
      ...unitsByStatus(
        counts.filter((row) => row.solutionId === solution.key),
        unitsTotal,
      ),
      waves: waves.filter(({ wave }) => wave.solutionId === solution.key),
    })),
  };
};
