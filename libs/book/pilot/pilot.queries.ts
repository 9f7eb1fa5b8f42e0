import { plainId } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { QueryPilotsArgs } from '#schema';
import { byDay } from '../by-day.js';
import { meantIdIfAny } from '../cited.js';
import type { Reading } from '../reading.js';
import { among } from '../searching.js';
import type { Tables } from '../tables.js';

/** A programme's pilots, the earliest proposed first. */
export const listPilots = async (reading: Reading, args: QueryPilotsArgs): Promise<Connection<Tables['pilot']>> => {
  const programmeId = plainId(args.programmeId);
  const solutionId = await meantIdIfAny(reading, programmeId, args.solutionId);
  let wanted = reading.db.selectFrom('pilot').selectAll().where('programmeId', '=', programmeId);
  if (args.status) wanted = wanted.where(among('status', args.status));
  if (solutionId) wanted = wanted.where('solutionId', '=', solutionId);
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
