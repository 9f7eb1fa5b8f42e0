import { plainId } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { ChampionStatus, QueryChampionsArgs } from '#schema';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';

type ChampionTable = Tables['champion'];

/** Takes part, and nobody made room for it: the flag that a manager acts on. */
export const isWithoutTime = ({ status, percent }: Pick<ChampionTable, 'status' | 'percent'>): boolean =>
  status === 'ACTIVE' && percent === null;

/** A unit with those that merged into it, directly or by way of others: their champions went along. */
export const unitWithMerged = async (reading: Reading, unitId: string): Promise<readonly string[]> => {
  const merged = await reading.loadBy('unit', 'mergedIntoUnitId', unitId);
  const within = await Promise.all(merged.map(({ key }) => unitWithMerged(reading, key)));
  return [unitId, ...within.flat()];
};

/** The unit where a champion is today, mergers followed. */
export const homeOf = async (reading: Reading, unitId: string): Promise<Tables['unit'] | undefined> => {
  const unit = await reading.load('unit', unitId);
  return unit?.mergedIntoUnitId ? homeOf(reading, unit.mergedIntoUnitId) : unit;
};

/** The champions of a programme, in the order of their numbers. */
export const listChampions = async (
  reading: Reading,
  { programmeId, ...args }: QueryChampionsArgs,
): Promise<Connection<ChampionTable>> => {
  let wanted = reading.db.selectFrom('champion').selectAll().where('programmeId', '=', plainId(programmeId));
  if (args.status) wanted = wanted.where('status', 'in', args.status as ChampionStatus[]);
  if (args.unitId) wanted = wanted.where('unitId', 'in', await unitWithMerged(reading, plainId(args.unitId)));
  if (typeof args.changeAgent === 'boolean') wanted = wanted.where('changeAgent', '=', args.changeAgent);
  if (typeof args.withoutTime === 'boolean')
    wanted = wanted.where((eb) => {
      const withoutTime = eb.and([eb('status', '=', 'ACTIVE'), eb('percent', 'is', null)]);
      return args.withoutTime ? withoutTime : eb.not(withoutTime);
    });
  return connection(wanted, args, { orderBy: [['number', 'asc']] });
};
