import type { Kysely } from 'kysely';
import type { Reading } from '../reading.js';
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

/** The unit in which a unit lives on, mergers followed: the unit itself when it has not merged. */
export const remainingUnit = async (reading: Reading, unitId: string): Promise<Tables['unit'] | undefined> => {
  const unit = await reading.load('unit', unitId);
  return unit?.mergedIntoUnitId ? remainingUnit(reading, unit.mergedIntoUnitId) : unit;
};

/** A unit with those that merged into it, directly or by way of others: the other way round. */
export const withMerged = async (reading: Reading, unitId: string): Promise<readonly string[]> => {
  const merged = await reading.loadBy('unit', 'mergedIntoUnitId', unitId);
  const within = await Promise.all(merged.map(({ key }) => withMerged(reading, key)));
  return [unitId, ...within.flat()];
};
