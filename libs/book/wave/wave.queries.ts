import { plainId } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { QueryWaveChangeLogArgs, QueryWavesArgs, WaveStatus } from '#schema';
import { byDay } from '../by-day.js';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';

/** A programme's waves, the earliest planned start first. */
export const listWaves = ({ db }: Reading, args: QueryWavesArgs): Promise<Connection<Tables['wave']>> => {
  let wanted = db.selectFrom('wave').selectAll().where('programmeId', '=', plainId(args.programmeId));
  if (args.status) wanted = wanted.where('status', 'in', args.status as WaveStatus[]);
  if (args.solutionId) wanted = wanted.where('solutionId', '=', plainId(args.solutionId));
  return connection(wanted, args, { orderBy: [['plannedStart', 'asc']] });
};

/** The changes to the waves of a programme, oldest first: those of one wave with the units that moved to it, or all. */
export const listWaveChanges = (
  { db }: Reading,
  args: QueryWaveChangeLogArgs,
): Promise<Connection<Tables['waveChange']>> => {
  let wanted = db.selectFrom('waveChange').selectAll().where('programmeId', '=', plainId(args.programmeId));
  if (args.waveId) {
    const waveId = plainId(args.waveId);
    wanted = wanted.where((eb) => eb.or([eb('waveId', '=', waveId), eb('toWaveId', '=', waveId)]));
  }
  if (typeof args.afterBaseline === 'boolean') wanted = wanted.where('afterBaseline', '=', args.afterBaseline);
  return connection(wanted, args, {
    orderBy: [
      ['happenedOn', 'asc'],
      ['revision', 'asc'],
    ],
  });
};

/** The units that are in a wave now, in the order in which they joined. */
export const unitsInWave = async ({ loadBy }: Reading, waveId: string): Promise<readonly Tables['waveUnit'][]> =>
  (await loadBy('waveUnit', 'waveId', waveId))
    .filter((place) => place.leftOn === null)
    .toSorted(byDay(({ assignedOn }) => assignedOn));

/** The units that left a wave, in the order in which they left. */
export const formerUnitsOfWave = async ({ loadBy }: Reading, waveId: string): Promise<readonly Tables['waveUnit'][]> =>
  (await loadBy('waveUnit', 'waveId', waveId))
    .filter((place) => place.leftOn !== null)
    .toSorted(byDay(({ leftOn }) => leftOn!));

/** What became of one wave's plan, oldest first. */
export const changesOfWave = async ({ loadBy }: Reading, waveId: string): Promise<readonly Tables['waveChange'][]> =>
  (await loadBy('waveChange', 'waveId', waveId)).toSorted(byDay(({ happenedOn }) => happenedOn));
