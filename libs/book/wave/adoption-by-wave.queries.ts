import { type LocalDate, daysBetween } from '#kernel';
import type { AdoptionStatus, WaveReasonCode } from '#schema';
import { sql } from 'kysely';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';
import { withStandsFor } from '../unit/merged-units.queries.js';

/** What is asked about: a programme, and one of its solutions or all. Plain ids. */
export interface WavesOf {
  readonly programmeId: string;
  readonly solutionId?: string | undefined;
}

export interface SlipByCause {
  readonly reasonCode: WaveReasonCode;
  readonly days: number;
}

export interface AdoptionByWave {
  readonly wave: Tables['wave'];
  readonly unitsInBaseline: number | null;
  readonly unitsPlanned: number;
  readonly unitsLive: number;
  readonly unitsEmbedded: number;
  readonly unitsLapsed: number;
  readonly unitsDeclined: number;
  readonly unitsNotYet: number;
  readonly unitsClosed: number;
  readonly usersActive: number;
  readonly usersEligible: number;
  readonly slipDays: number | null;
  readonly slipByCause: readonly SlipByCause[];
  readonly daysPastPlan: number;
  readonly medianDaysInterestToCommit: number | null;
  readonly medianDaysCommitToLive: number | null;
  readonly medianDaysLiveToEmbedded: number | null;
}

const wavesOf = ({ db }: Reading, { programmeId, solutionId }: WavesOf) => {
  const all = db.selectFrom('wave').selectAll().where('programmeId', '=', programmeId);
  const wanted = solutionId === undefined ? all : all.where('solutionId', '=', solutionId);
  return wanted.orderBy('plannedStart').orderBy('key').execute();
};

/**
 * Each unit in the one wave of a solution that it counts in, mergers followed: an active wave before a completed one,
 * a wave that the unit itself was put in before one that a merged unit was, the one planned last before an earlier one.
 */
export const countedPlaces = ({ db }: Reading, { programmeId, solutionId }: WavesOf) =>
  withStandsFor(db, programmeId)
    .with('place', (cte) => {
      const all = cte
        .selectFrom('waveUnit')
        .innerJoin('wave', 'wave.key', 'waveUnit.waveId')
        .innerJoin('standsFor', 'standsFor.unitId', 'waveUnit.unitId')
        .innerJoin('unit', 'unit.key', 'standsFor.remainingUnitId')
        .where('waveUnit.programmeId', '=', programmeId)
        .where('waveUnit.leftOn', 'is', null)
        .where('wave.status', '!=', 'CANCELLED')
        .where('unit.status', '!=', 'MERGED');
      const wanted = solutionId === undefined ? all : all.where('waveUnit.solutionId', '=', solutionId);
      return wanted.select(({ ref }) => [
        'waveUnit.waveId',
        'waveUnit.solutionId',
        'unit.key as unitId',
        sql<number>`row_number() over (partition by ${ref('unit.key')}, ${ref('waveUnit.solutionId')} order by
          case when ${ref('wave.status')} = 'COMPLETED' then 1 else 0 end,
          case when ${ref('waveUnit.unitId')} = ${ref('unit.key')} then 0 else 1 end,
          length(${ref('wave.ref')}) desc, ${ref('wave.ref')} desc)`.as('turn'),
      ]);
    })
    .selectFrom('place')
    .innerJoin('unit', 'unit.key', 'place.unitId')
    .leftJoin('adoption', (join) =>
      join.onRef('adoption.unitId', '=', 'place.unitId').onRef('adoption.solutionId', '=', 'place.solutionId'),
    )
    .where('place.turn', '=', 1);

/** Units and users, counted by wave and by how far they have come. */
const countsOf = (reading: Reading, of: WavesOf) =>
  countedPlaces(reading, of)
    .groupBy(['place.waveId', 'unit.status', 'adoption.status'])
    .select(({ fn }) => [
      'place.waveId',
      'unit.status as unitStatus',
      'adoption.status as adoptionStatus',
      fn.countAll().as('counted'),
      fn.sum('adoption.active').as('usersActive'),
      fn.sum('adoption.eligible').as('usersEligible'),
    ])
    .execute();

const datesOf = (reading: Reading, of: WavesOf) =>
  countedPlaces(reading, of)
    .where('unit.status', '=', 'ACTIVE')
    .where('adoption.key', 'is not', null)
    .select([
      'place.waveId',
      'adoption.interestedOn',
      'adoption.committedOn',
      'adoption.firstLiveOn',
      'adoption.embeddedOn',
    ])
    .execute();

/** Days that the planned ends moved after the baselines, by wave and cause. */
const slipsOf = ({ db }: Reading, { programmeId }: WavesOf) =>
  db
    .selectFrom('waveChange')
    .where('programmeId', '=', programmeId)
    .where('kind', '=', 'RESCHEDULED')
    .where('afterBaseline', '=', true)
    .groupBy(['waveId', 'reasonCode'])
    .select(({ fn }) => ['waveId', 'reasonCode', fn.sum('endMovedDays').as('days')])
    .execute();

type Counted = Awaited<ReturnType<typeof countsOf>>[number];
type Dated = Awaited<ReturnType<typeof datesOf>>[number];
type Slip = Awaited<ReturnType<typeof slipsOf>>[number];

/** Sums come as text from some databases. */
const total = (rows: readonly Counted[], column: 'counted' | 'usersActive' | 'usersEligible'): number =>
  rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);

const countUnits = (rows: readonly Counted[]) => {
  const present = rows.filter((row) => row.unitStatus === 'ACTIVE');
  const at = (status: AdoptionStatus) =>
    total(
      present.filter((row) => row.adoptionStatus === status),
      'counted',
    );
  const reached = {
    unitsLive: at('LIVE'),
    unitsEmbedded: at('EMBEDDED'),
    unitsLapsed: at('LAPSED'),
    unitsDeclined: at('DECLINED'),
  };
  const unitsPlanned = total(present, 'counted');
  return {
    unitsPlanned,
    ...reached,
    unitsNotYet: Object.values(reached).reduce((left, count) => left - count, unitsPlanned),
    unitsClosed: total(rows, 'counted') - unitsPlanned,
    usersActive: total(present, 'usersActive'),
    usersEligible: total(present, 'usersEligible'),
  };
};

/** The middle of the days; null when there are none. */
export const median = (days: readonly number[]): number | null => {
  if (days.length === 0) return null;
  const sorted = days.toSorted((a, b) => a - b);
  const upper = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[upper]! : (sorted[upper - 1]! + sorted[upper]!) / 2;
};

type Step = 'interestedOn' | 'committedOn' | 'firstLiveOn' | 'embeddedOn';

/** Interest shown anew after a lapse lies after the first go-live; such a pair is no duration and is left out. */
const medianDays = (rows: readonly Dated[], from: Step, to: Step): number | null =>
  median(
    rows.flatMap((row) => {
      const [start, end] = [row[from], row[to]];
      return start !== null && end !== null && start <= end ? [daysBetween(start, end)] : [];
    }),
  );

const daysPastPlan = ({ status, plannedEnd, completedOn }: Tables['wave'], today: LocalDate): number => {
  if (status === 'CANCELLED') return 0;
  return completedOn === null ? Math.max(0, daysBetween(plannedEnd, today)) : daysBetween(plannedEnd, completedOn);
};

const slipByCause = (slips: readonly Slip[]): readonly SlipByCause[] =>
  slips
    .map(({ reasonCode, days }) => ({ reasonCode: reasonCode!, days: Number(days) }))
    .toSorted((a, b) => b.days - a.days || (a.reasonCode < b.reasonCode ? -1 : 1));

const byWave = <Row extends { readonly waveId: string }>(rows: readonly Row[]) => {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const group = grouped.get(row.waveId);
    if (group) group.push(row);
    else grouped.set(row.waveId, [row]);
  }
  return (wave: Tables['wave']): readonly Row[] => grouped.get(wave.key) ?? [];
};

/** How far the units of each wave have come and how far each wave has slipped, the earliest planned start first. */
export const adoptionByWave = async (reading: Reading, of: WavesOf): Promise<readonly AdoptionByWave[]> => {
  const [waves, counts, dates, slips] = await Promise.all([
    wavesOf(reading, of),
    countsOf(reading, of),
    datesOf(reading, of),
    slipsOf(reading, of),
  ]);
  const [countsIn, datesIn, slipsIn] = [byWave(counts), byWave(dates), byWave(slips)];
  return waves.map((wave) => {
    const dated = datesIn(wave);
    return {
      wave,
      unitsInBaseline: wave.baselineUnitIds?.length ?? null,
      ...countUnits(countsIn(wave)),
      slipDays: wave.slipDays,
      slipByCause: slipByCause(slipsIn(wave)),
      daysPastPlan: daysPastPlan(wave, reading.today),
      medianDaysInterestToCommit: medianDays(dated, 'interestedOn', 'committedOn'),
      medianDaysCommitToLive: medianDays(dated, 'committedOn', 'firstLiveOn'),
      medianDaysLiveToEmbedded: medianDays(dated, 'firstLiveOn', 'embeddedOn'),
    };
  });
};
