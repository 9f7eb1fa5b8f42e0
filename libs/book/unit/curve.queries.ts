import { type LocalDate, addDays, daysBetween, plainId } from '#kernel';
import type { AdoptionStatus, CurveInterval, QueryAdoptionCurveArgs } from '#schema';
import { meantId } from '../cited.js';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';
import { withStandsFor } from './merged-units.queries.js';

export const pointsMax = 1_000;

/** Which units each curve counts; each holds the one below it. */
const curves = {
  interested: new Set<string>(['INTERESTED', 'COMMITTED', 'PREPARING', 'LIVE', 'EMBEDDED']),
  committed: new Set<string>(['COMMITTED', 'PREPARING', 'LIVE', 'EMBEDDED']),
  live: new Set<string>(['LIVE', 'EMBEDDED']),
  embedded: new Set<string>(['EMBEDDED']),
  lapsed: new Set<string>(['LAPSED']),
} as const;
type Curve = keyof typeof curves;
const curveNames = Object.keys(curves) as Curve[];
type Counts = { [Name in Curve]: number };

export interface CurvePoint extends Readonly<Record<Curve, number | null>> {
  readonly solution: Tables['solution'];
  readonly day: LocalDate;
  readonly planned: number;
}

export interface AdoptionCurve {
  readonly solution: Tables['solution'];
  readonly interval: CurveInterval;
  readonly points: readonly CurvePoint[];
}

interface Step {
  readonly happenedOn: LocalDate;
  readonly fromStatus: AdoptionStatus | null;
  readonly toStatus: AdoptionStatus;
  /** How many units took it on that day. */
  readonly units: number;
}

const stepsOf = async (db: Reading['db'], programmeId: string, solutionId: string): Promise<readonly Step[]> => {
  const rows = await db
    .with('step', (query) =>
      query
        .selectFrom('adoptionStep')
        .select(({ fn }) => [
          'happenedOn',
          'toStatus',
          fn
            .agg<AdoptionStatus | null>('lag', ['toStatus'])
            .over((over) => over.partitionBy('unitId').orderBy('revision'))
            .as('fromStatus'),
        ])
        .where('programmeId', '=', programmeId)
        .where('solutionId', '=', solutionId),
    )
    .selectFrom('step')
    .select(({ fn }) => ['happenedOn', 'fromStatus', 'toStatus', fn.countAll().as('units')])
    .groupBy(['happenedOn', 'fromStatus', 'toStatus'])
    .orderBy('happenedOn')
    .execute();
  return rows.map((row) => ({ ...row, units: Number(row.units) }));
};

interface Start {
  readonly plannedStart: LocalDate;
  readonly units: number;
}

/** When units are planned to start, each once: by the earliest wave that it is in, mergers followed. */
const startsOf = async (db: Reading['db'], programmeId: string, solutionId: string): Promise<readonly Start[]> => {
  const rows = await withStandsFor(db, programmeId)
    .with('start', (query) =>
      query
        .selectFrom('waveUnit')
        .innerJoin('wave', 'wave.key', 'waveUnit.waveId')
        .innerJoin('standsFor', 'standsFor.unitId', 'waveUnit.unitId')
        .innerJoin('unit', 'unit.key', 'standsFor.remainingUnitId')
        .select(({ fn }) => ['unit.key as unitId', fn.min('wave.plannedStart').as('plannedStart')])
        .where('waveUnit.programmeId', '=', programmeId)
        .where('waveUnit.solutionId', '=', solutionId)
        .where('waveUnit.leftOn', 'is', null)
        .where('wave.status', '!=', 'CANCELLED')
        .where('unit.status', '=', 'ACTIVE')
        .groupBy('unit.key'),
    )
    .selectFrom('start')
    .select(({ fn }) => ['plannedStart', fn.countAll().as('units')])
    .groupBy('plannedStart')
    .orderBy('plannedStart')
    .execute();
  return rows.map((row) => ({ plannedStart: row.plannedStart, units: Number(row.units) }));
};

const monthEnd = (day: LocalDate): LocalDate => {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
};

const daysOf = (from: LocalDate, to: LocalDate, interval: CurveInterval): LocalDate[] => {
  const days: LocalDate[] = [];
  const endOf = (day: LocalDate) => (interval === 'DAY' ? day : monthEnd(day));
  for (let day = from; day <= to; day = addDays(endOf(day), 1)) days.push(endOf(day) < to ? endOf(day) : to);
  return days;
};

/** The days that are shown: the ends of the intervals, and today, when it lies between them. */
const shownDays = (from: LocalDate, to: LocalDate, interval: CurveInterval, today: LocalDate): readonly LocalDate[] => {
  const days = daysOf(from, to, interval);
  return from <= today && today <= to && !days.includes(today) ? [...days, today].sort() : days;
};

const noUnits = (): Counts => ({ interested: 0, committed: 0, live: 0, embedded: 0, lapsed: 0 });

const take = (counts: Counts, { fromStatus, toStatus, units }: Step): void => {
  for (const name of curveNames) {
    if (fromStatus !== null && curves[name].has(fromStatus)) counts[name] -= units;
    if (curves[name].has(toStatus)) counts[name] += units;
  }
};

const unknownYet = Object.fromEntries(curveNames.map((name) => [name, null])) as Record<Curve, null>;

/** Runs along the days once, taking in what happened and what is planned by each. */
const pointsAt = (
  days: readonly LocalDate[],
  steps: readonly Step[],
  starts: readonly Start[],
  today: LocalDate,
): readonly Omit<CurvePoint, 'solution'>[] => {
  const counts = noUnits();
  let [step, start, planned] = [0, 0, 0];
  return days.map((day) => {
    for (; step < steps.length && steps[step]!.happenedOn <= day; step++) take(counts, steps[step]!);
    for (; start < starts.length && starts[start]!.plannedStart <= day; start++) planned += starts[start]!.units;
    return { day, ...(day > today ? unknownYet : counts), planned };
  });
};

/** The days asked for or, left out, from the first thing that happened or is planned, until today or the last plan. */
const spanOf = (
  { from, to }: QueryAdoptionCurveArgs,
  steps: readonly Step[],
  starts: readonly Start[],
  today: LocalDate,
): { readonly from: LocalDate; readonly to: LocalDate } => {
  const known = [today, steps[0]?.happenedOn, starts[0]?.plannedStart, starts.at(-1)?.plannedStart];
  const days = known.filter((day) => day !== undefined).sort();
  return { from: from ?? days[0]!, to: to ?? days.at(-1)! };
};

/** How a solution was taken up over time, beside the plan; null when the programme has no such solution. */
export const adoptionCurve = async (reading: Reading, args: QueryAdoptionCurveArgs): Promise<AdoptionCurve | null> => {
  const { db, load, today } = reading;
  const programmeId = plainId(args.programmeId);
  const solutionId = await meantId(reading, programmeId, args.solutionId);
  const solution = await load('solution', solutionId);
  if (solution?.programmeId !== programmeId) return null;
  const [steps, starts] = await Promise.all([
    stepsOf(db, programmeId, solutionId),
    startsOf(db, programmeId, solutionId),
  ]);
  const { from, to } = spanOf(args, steps, starts, today);
  const interval = args.interval === 'DAY' && daysBetween(from, to) < pointsMax ? 'DAY' : 'MONTH';
  const points = pointsAt(shownDays(from, to, interval, today), steps, starts, today);
  return { solution, interval, points: points.map((point) => ({ ...point, solution })) };
};
