import { plainId } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { QueryChampionsArgs } from '#schema';
import type { Reading } from '../reading.js';
import { among } from '../searching.js';
import type { Tables } from '../tables.js';
import { withMerged } from '../unit/merged-units.queries.js';

type ChampionTable = Tables['champion'];

/** Takes part, and nobody made room for it: the flag that a manager acts on. */
export const isWithoutTime = ({ status, percent }: Pick<ChampionTable, 'status' | 'percent'>): boolean =>
  status === 'ACTIVE' && percent === null;

/** The champions of a programme, in the order of their numbers. */
export const listChampions = async (
  reading: Reading,
  { programmeId, ...args }: QueryChampionsArgs,
): Promise<Connection<ChampionTable>> => {
  let wanted = reading.db.selectFrom('champion').selectAll().where('programmeId', '=', plainId(programmeId));
  if (args.status) wanted = wanted.where(among('status', args.status));
  if (args.unitId) wanted = wanted.where(among('unitId', await withMerged(reading, plainId(args.unitId))));
  if (typeof args.changeAgent === 'boolean') wanted = wanted.where('changeAgent', '=', args.changeAgent);
  if (typeof args.withoutTime === 'boolean')
    wanted = wanted.where((eb) => {
      const withoutTime = eb.and([eb('status', '=', 'ACTIVE'), eb('percent', 'is', null)]);
      return args.withoutTime ? withoutTime : eb.not(withoutTime);
    });
  return connection(wanted, args, { orderBy: [['number', 'asc']] });
};
