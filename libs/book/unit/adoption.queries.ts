import { daysBetween, plainId } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { QueryLapsedUnitsArgs, QueryUnassignedInterestArgs } from '#schema';
import { type SqlBool, sql } from 'kysely';
import { meantIdIfAny } from '../cited.js';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';
import { withStandsFor } from './merged-units.queries.js';

type Adoption = Tables['adoption'];

/** Units that a wave or a pilot will reach, with the solution: none of them is left waiting. */
const withAssigned = (db: Reading['db'], programmeId: string) =>
  withStandsFor(db, programmeId).with('assigned', (query) =>
    query
      .selectFrom('waveUnit')
      .innerJoin('wave', 'wave.key', 'waveUnit.waveId')
      .innerJoin('standsFor', 'standsFor.unitId', 'waveUnit.unitId')
      .select(['standsFor.remainingUnitId as unitId', 'waveUnit.solutionId as solutionId'])
      .where('waveUnit.programmeId', '=', programmeId)
      .where('waveUnit.leftOn', 'is', null)
      .where('wave.status', 'not in', ['COMPLETED', 'CANCELLED'])
      .union(
        query
          .selectFrom('pilot')
          // A pilot's row holds its few units as a list, which reads the same as text on every engine.
          .innerJoin('standsFor', (join) =>
            join.on(
              sql<SqlBool>`cast(${sql.ref('pilot.unitIds')} as text) like '%"' || ${sql.ref('standsFor.unitId')} || '"%'`,
            ),
          )
          .select(['standsFor.remainingUnitId as unitId', 'pilot.solutionId as solutionId'])
          .where('pilot.programmeId', '=', programmeId)
          .where('pilot.status', 'in', ['PROPOSED', 'APPROVED', 'RUNNING']),
      ),
  );

/** Units that want a solution and are in no wave or pilot for it, the longest wait first. */
export const unassignedInterest = async (
  reading: Reading,
  args: QueryUnassignedInterestArgs,
): Promise<Connection<Adoption>> => {
  const programmeId = plainId(args.programmeId);
  const solutionId = await meantIdIfAny(reading, programmeId, args.solutionId);
  const waiting = withAssigned(reading.db, programmeId)
    .selectFrom('adoption')
    .selectAll('adoption')
    .where('adoption.programmeId', '=', programmeId)
    .where('adoption.status', 'in', ['INTERESTED', 'COMMITTED', 'PREPARING'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('assigned')
            .select('assigned.unitId')
            .whereRef('assigned.unitId', '=', 'adoption.unitId')
            .whereRef('assigned.solutionId', '=', 'adoption.solutionId'),
        ),
      ),
    );
  const wanted = solutionId ? waiting.where('adoption.solutionId', '=', solutionId) : waiting;
  return connection(wanted, args, { orderBy: [['adoption.waitingSince', 'asc']], key: 'adoption.key' });
};

/** Units that are out of use now, the latest lapse first. */
export const lapsedUnits = async (reading: Reading, args: QueryLapsedUnitsArgs): Promise<Connection<Adoption>> => {
  const programmeId = plainId(args.programmeId);
  const solutionId = await meantIdIfAny(reading, programmeId, args.solutionId);
  const lapsed = reading.db
    .selectFrom('adoption')
    .selectAll()
    .where('programmeId', '=', programmeId)
    .where('status', '=', 'LAPSED');
  const wanted = solutionId ? lapsed.where('solutionId', '=', solutionId) : lapsed;
  return connection(wanted, args, { orderBy: [['lapsedOn', 'desc']] });
};

/** Whole days since a day, as of the day that the answer is given for. */
export const daysSince = (day: string | null, { today }: Reading): number =>
  day === null ? 0 : daysBetween(day, today);

export interface Measurement {
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly active: number;
  readonly eligible: number;
}

/** Use in the latest measured period; null before the first. */
export const latestUsage = ({ active, eligible, periodStart, periodEnd }: Adoption): Measurement | null =>
  active === null || eligible === null || periodStart === null || periodEnd === null
    ? null
    : { active, eligible, periodStart, periodEnd };

/** Null when nobody could have used it. */
export const shareOf = ({ active, eligible }: Measurement): number | null =>
  eligible === 0 ? null : active / eligible;
