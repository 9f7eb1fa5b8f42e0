import { plainId } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { QueryWaveChangeLogArgs, QueryWavesArgs } from '#schema';
import { byDay } from '../by-day.js';
import { meantIdIfAny } from '../cited.js';
import type { Reading } from '../reading.js';
import { among } from '../searching.js';
import type { Tables } from '../tables.js';

/** A programme's waves, the earliest planned start first. */
export const listWaves = async (reading: Reading, args: QueryWavesArgs): Promise<Connection<Tables['wave']>> => {
  const programmeId = plainId(args.programmeId);
  const solutionId = await meantIdIfAny(reading, programmeId, args.solutionId);
  let wanted = reading.db.selectFrom('wave').selectAll().where('programmeId', '=', programmeId);
  if (args.status) wanted = wanted.where(among('status', args.status));
  if (solutionId) wanted = wanted.where('solutionId', '=', solutionId);
  return connection(wanted, args, { orderBy: [['plannedStart', 'asc']] });
};

/** The changes to the waves of a programme, oldest first: those of one wave with the units that moved to it, or all. */
export const listWaveChanges = async (
  reading: Reading,
  args: QueryWaveChangeLogArgs,
): Promise<Connection<Tables['waveChange']>> => {
  const programmeId = plainId(args.programmeId);
  const waveId = await meantIdIfAny(reading, programmeId, args.waveId);
  let wanted = reading.db.selectFrom('waveChange').selectAll().where('programmeId', '=', programmeId);
  if (waveId) wanted = wanted.where((eb) => eb.or([eb('waveId', '=', waveId), eb('toWaveId', '=', waveId)]));
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
