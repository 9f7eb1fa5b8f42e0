import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';

/**
 * Makes `standsFor` known to a query: each unit of a programme with every unit that it lives on in, itself first of all.
 * Joined by `unitId`, it leads from a unit as it was once named to the one that stands for it today.
 */
export const withStandsFor = (db: Kysely<Tables>, programmeId: string) =>
  db.withRecursive('standsFor(unitId, remainingUnitId)', (query) =>
    query
      .selectFrom('unit')
      .select(['unit.key as unitId', 'unit.key as remainingUnitId'])
      .where('unit.programmeId', '=', programmeId)
      .unionAll(
        query
          .selectFrom('standsFor')
          .innerJoin('unit', 'unit.mergedIntoUnitId', 'standsFor.unitId')
          .select(['unit.key as unitId', 'standsFor.remainingUnitId as remainingUnitId']),
      ),
  );
