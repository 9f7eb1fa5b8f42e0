import { plainId } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { PilotStatus, QueryPilotsArgs } from '#schema';
import { byDay } from '../by-day.js';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';

/** A programme's pilots, the earliest proposed first. */
export const listPilots = ({ db }: Reading, args: QueryPilotsArgs): Promise<Connection<Tables['pilot']>> => {
  let wanted = db.selectFrom('pilot').selectAll().where('programmeId', '=', plainId(args.programmeId));
  if (args.status) wanted = wanted.where('status', 'in', args.status as PilotStatus[]);
  if (args.solutionId) wanted = wanted.where('solutionId', '=', plainId(args.solutionId));
  return connection(wanted, args, { orderBy: [['proposedOn', 'asc']] });
};

const byTime = byDay(({ happenedOn }: Tables['pilotObservation'] | Tables['visibleResult']) => happenedOn);

/** What was seen while the pilot went on, oldest first. */
export const observationsOf = async (
  { loadBy }: Reading,
  pilotId: string,
): Promise<readonly Tables['pilotObservation'][]> =>
  (await loadBy('pilotObservation', 'pilotId', pilotId)).toSorted(byTime);

/** Whom the pilot's result was shown to, oldest first. */
export const visibleResultsOf = async (
  { loadBy }: Reading,
  pilotId: string,
): Promise<readonly Tables['visibleResult'][]> => (await loadBy('visibleResult', 'pilotId', pilotId)).toSorted(byTime);
