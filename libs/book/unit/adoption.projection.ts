import { type Recorded, change, projection } from '#kernel';
import type { AdoptionStatus, LapseDetection } from '#schema';
import type { BookEvent } from '../book.state.js';
import { type CarriedAdoption, type UnitEvent, adoptionKey } from './unit.events.js';
import { addedUp, combined } from './unit.milestones.js';

type AdoptionEvent = Extract<UnitEvent, { data: { unitId: string; solutionId: string } }>;
type Told<Type extends UnitEvent['type']> = Recorded<Extract<UnitEvent, { type: Type }>>;

/** One unit's way with one solution; its key is `adoptionKey(unit, solution)`. */
export interface AdoptionRow {
  readonly unitId: string;
  readonly solutionId: string;
  readonly status: AdoptionStatus;
  /** Since when the unit has waited to go live: interest, or commitment without it. Null when it does not wait. */
  readonly waitingSince: string | null;
  readonly interestedOn: string | null;
  readonly committedOn: string | null;
  readonly preparingOn: string | null;
  /** The first go-live, which no lapse takes away. */
  readonly firstLiveOn: string | null;
  /** The latest go-live or readoption. */
  readonly liveOn: string | null;
  readonly embeddedOn: string | null;
  readonly lapsedOn: string | null;
  readonly lapseDetectedBy: LapseDetection | null;
  readonly declinedOn: string | null;
  /** The wave or pilot in which it went live. */
  readonly waveId: string | null;
  readonly pilotId: string | null;
  /** The latest measured period; all four null before the first. */
  readonly active: number | null;
  readonly eligible: number | null;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
}

const unaware = (unitId: string, solutionId: string): AdoptionRow => ({
  unitId,
  solutionId,
  status: 'UNAWARE',
  waitingSince: null,
  interestedOn: null,
  committedOn: null,
  preparingOn: null,
  firstLiveOn: null,
  liveOn: null,
  embeddedOn: null,
  lapsedOn: null,
  lapseDetectedBy: null,
  declinedOn: null,
  waveId: null,
  pilotId: null,
  active: null,
  eligible: null,
  periodStart: null,
  periodEnd: null,
});

/** A handler for the events of one unit's way with one solution: what becomes other in its row. */
const step = <Type extends AdoptionEvent['type']>(
  changes: (row: AdoptionRow, event: Told<Type>) => Partial<AdoptionRow>,
) => ({
  keys: ({ data }: Told<Type>) => adoptionKey(data.unitId, data.solutionId),
  row: (row: AdoptionRow | undefined, event: Told<Type>): AdoptionRow => {
    const before = row ?? unaware(event.data.unitId, event.data.solutionId);
    return { ...before, ...changes(before, event) };
  },
});

const withMeasured = (row: AdoptionRow, measured: CarriedAdoption['measured']): Partial<AdoptionRow> => {
  if (!measured) return {};
  const { active, eligible, periodStart, periodEnd } = row;
  if (active === null) return measured;
  return addedUp({ active, eligible: eligible!, periodStart: periodStart!, periodEnd: periodEnd! }, measured);
};

const waiting: ReadonlySet<AdoptionStatus> = new Set(['INTERESTED', 'COMMITTED', 'PREPARING']);

const withCarried = (row: AdoptionRow, carried: CarriedAdoption): AdoptionRow => {
  const { interestedOn, committedOn, preparingOn, firstLiveOn, liveOn, embeddedOn, lapsedOn, declinedOn } = row;
  const own = { interestedOn, committedOn, preparingOn, firstLiveOn, liveOn, embeddedOn, lapsedOn, declinedOn };
  const days = combined(own, carried.milestones);
  return {
    ...row,
    ...days,
    ...withMeasured(row, carried.measured),
    status: carried.status,
    waitingSince: waiting.has(carried.status) ? (days.interestedOn ?? days.committedOn ?? null) : null,
    lapseDetectedBy: carried.lapseDetectedBy ?? row.lapseDetectedBy,
  };
};

/** A unit that is no more waits for nothing; how far it had come stays readable in its days. */
const gone = (status: 'MERGED' | 'CLOSED') =>
  change<AdoptionRow, Recorded>((row) => ({ ...row, status, waitingSince: null }));

const mergedAdoption = {
  keys: ({ data }: Told<'UnitsMerged'>) =>
    data.carried.flatMap(({ solutionId, fromUnitIds }) =>
      [...fromUnitIds, data.intoUnitId].map((unitId) => adoptionKey(unitId, solutionId)),
    ),
  row: (row: AdoptionRow | undefined, event: Told<'UnitsMerged'>, key: string): AdoptionRow | null => {
    const { carried, intoUnitId } = event.data;
    const along = carried.find(({ solutionId }) => key === adoptionKey(intoUnitId, solutionId));
    return along ? withCarried(row ?? unaware(intoUnitId, along.solutionId), along) : gone('MERGED')(row, event, key);
  },
};

const closedAdoption = {
  keys: ({ data }: Told<'UnitClosed'>) => data.solutionIds.map((solutionId) => adoptionKey(data.unitId, solutionId)),
  row: gone('CLOSED'),
};

export const adoptions = projection<AdoptionRow, BookEvent>('adoption', 1, {
  columns: {
    unitId: 'text',
    solutionId: 'text',
    status: 'text',
    waitingSince: 'text',
    interestedOn: 'text',
    committedOn: 'text',
    preparingOn: 'text',
    firstLiveOn: 'text',
    liveOn: 'text',
    embeddedOn: 'text',
    lapsedOn: 'text',
    lapseDetectedBy: 'text',
    declinedOn: 'text',
    waveId: 'text',
    pilotId: 'text',
    active: 'integer',
    eligible: 'integer',
    periodStart: 'text',
    periodEnd: 'text',
  },
  indexes: [['unitId'], ['solutionId', 'status']],
  key: 'unitId',
  on: {
    InterestExpressed: step<'InterestExpressed'>((_row, { occurredOn }) => ({
      status: 'INTERESTED',
      interestedOn: occurredOn,
      waitingSince: occurredOn,
    })),
    InterestWithdrawn: step<'InterestWithdrawn'>(() => ({ status: 'UNAWARE', interestedOn: null, waitingSince: null })),
    UnitCommitted: step<'UnitCommitted'>((row, { occurredOn }) => ({
      status: 'COMMITTED',
      committedOn: occurredOn,
      waitingSince: row.waitingSince ?? occurredOn,
    })),
    ReadinessConfirmed: step<'ReadinessConfirmed'>((_row, { occurredOn }) => ({
      status: 'PREPARING',
      preparingOn: occurredOn,
    })),
    UnitWentLive: step<'UnitWentLive'>((row, { data, occurredOn }) => ({
      status: 'LIVE',
      firstLiveOn: row.firstLiveOn ?? occurredOn,
      liveOn: occurredOn,
      waveId: data.waveId ?? null,
      pilotId: data.pilotId ?? null,
      waitingSince: null,
    })),
    UsageMeasured: step<'UsageMeasured'>((row, { data: { active, eligible, periodStart, periodEnd } }) =>
      periodEnd < (row.periodEnd ?? '') ? {} : { active, eligible, periodStart, periodEnd },
    ),
    UnitEmbedded: step<'UnitEmbedded'>((_row, { occurredOn }) => ({ status: 'EMBEDDED', embeddedOn: occurredOn })),
    UnitLapsed: step<'UnitLapsed'>((_row, { data, occurredOn }) => ({
      status: 'LAPSED',
      lapsedOn: occurredOn,
      lapseDetectedBy: data.detectedBy,
    })),
    UnitReadopted: step<'UnitReadopted'>((_row, { occurredOn }) => ({ status: 'LIVE', liveOn: occurredOn })),
    UnitDeclined: step<'UnitDeclined'>((_row, { occurredOn }) => ({
      status: 'DECLINED',
      declinedOn: occurredOn,
      waitingSince: null,
    })),
    UnitsMerged: mergedAdoption,
    UnitClosed: closedAdoption,
  },
});
