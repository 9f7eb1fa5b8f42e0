import { plainId } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { AdoptionStatus, QueryUnitsArgs } from '#schema';
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { meantIdIfAny } from '../cited.js';
import type { Reading } from '../reading.js';
import { among, containing } from '../searching.js';
import type { Tables } from '../tables.js';
import { remainingUnit, withMerged } from './merged-units.queries.js';

type Unit = Tables['unit'];

const hasCome =
  (statuses: readonly AdoptionStatus[], solutionId: string | undefined) => (eb: ExpressionBuilder<Tables, 'unit'>) => {
    const ways = () => {
      const ofUnit = eb.selectFrom('adoption').select('adoption.key').whereRef('adoption.unitId', '=', 'unit.key');
      return solutionId === undefined ? ofUnit : ofUnit.where('adoption.solutionId', '=', solutionId);
    };
    const there = eb.exists(ways().where(among('adoption.status', statuses)));
    // A unit that nothing is known of has no row, or one that says so.
    const unknown = eb.not(eb.exists(ways().where('adoption.status', '!=', 'UNAWARE')));
    return statuses.includes('UNAWARE') ? eb.or([there, unknown]) : there;
  };

/** The units of a programme, by name. */
export const listUnits = async (reading: Reading, args: QueryUnitsArgs): Promise<Connection<Unit>> => {
  const programmeId = plainId(args.programmeId);
  let units = reading.db.selectFrom('unit').selectAll('unit').where('unit.programmeId', '=', programmeId);
  if (args.status) units = units.where(among('unit.status', args.status));
  if (args.adoptionStatus)
    units = units.where(hasCome(args.adoptionStatus, await meantIdIfAny(reading, programmeId, args.solutionId)));
  if (args.text) {
    const pattern = containing(args.text);
    units = units.where(sql<SqlBool>`${sql.ref('unit.searchText')} like ${pattern} escape '\\'`);
  }
  return connection(units, args, { orderBy: [['unit.name', 'asc']], key: 'unit.key' });
};

/** Units by their ids, in that order. */
export const unitsById = async ({ load }: Reading, unitIds: readonly string[]): Promise<readonly Unit[]> => {
  const units = await Promise.all(unitIds.map((unitId) => load('unit', unitId)));
  return units.filter((unit) => unit !== undefined);
};

/** The unit that a unit is part of, or the one in which that has come to live on; null when it stands alone. */
export const parentOf = async (reading: Reading, unit: Unit): Promise<Unit | null> => {
  const remaining = unit.parentUnitId === null ? undefined : await remainingUnit(reading, unit.parentUnitId);
  return remaining && remaining.key !== unit.key ? remaining : null;
};

/** The units that merged into a unit, directly, in the order of their keys. */
export const mergedFrom = ({ loadBy }: Reading, unit: Unit): Promise<readonly Unit[]> =>
  loadBy('unit', 'mergedIntoUnitId', unit.key);

/** The units that are part of a unit or of one that has merged into it, by name in the reader's alphabet. */
export const childrenOf = async (reading: Reading, unit: Unit): Promise<readonly Unit[]> => {
  const parents = await withMerged(reading, unit.key);
  const children = await Promise.all(parents.map((key) => reading.loadBy('unit', 'parentUnitId', key)));
  return children
    .flat()
    .filter(({ key }) => key !== unit.key)
    .toSorted((a, b) => a.name.localeCompare(b.name, reading.language));
};

/** How far a unit has come, solution by solution. */
export const adoptionsOf = ({ loadBy }: Reading, unit: Unit): Promise<readonly Tables['adoption'][]> =>
  loadBy('adoption', 'unitId', unit.key);

/** Measured use of a unit with a solution, the earliest period first: their keys end in the day that a period starts. */
export const usageOf = ({ loadBy }: Reading, adoption: Tables['adoption']): Promise<readonly Tables['usage'][]> =>
  loadBy('usage', 'adoptionKey', adoption.key);
