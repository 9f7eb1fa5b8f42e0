import { type Recorded, projection } from '#kernel';
import type { AdoptionStatus, InterestTrigger } from '#schema';
import type { BookEvent } from '../book.state.js';
import { type UnitEvent, adoptionKey } from './unit.events.js';

type Told<Type extends UnitEvent['type']> = Recorded<Extract<UnitEvent, { type: Type }>>;
type AdoptionEvent = Extract<UnitEvent, { data: { unitId: string; solutionId: string } }>;
type StepType = Exclude<AdoptionEvent['type'], 'UsageMeasured'>;

/** One step of a unit's way with a solution: what the curve and the medians are made of. */
export interface AdoptionStepRow {
  readonly eventId: string;
  /** Place of the event in the book: steps of one unit with one solution follow each other in this order. */
  readonly revision: number;
  readonly unitId: string;
  readonly solutionId: string;
  readonly toStatus: AdoptionStatus;
  readonly happenedOn: string;
}

type StepEvent = Told<StepType | 'UnitsMerged' | 'UnitClosed'>;

const stepTo = (event: StepEvent, unitId: string, solutionId: string, toStatus: AdoptionStatus): AdoptionStepRow => ({
  eventId: event.id,
  revision: Number(event.revision),
  unitId,
  solutionId,
  toStatus,
  happenedOn: event.occurredOn,
});

const leadsTo = (toStatus: AdoptionStatus) => ({
  keys: (event: Told<StepType>) => event.id,
  row: (_row: AdoptionStepRow | undefined, event: Told<StepType>) =>
    stepTo(event, event.data.unitId, event.data.solutionId, toStatus),
});

const partedKey = (eventId: string, unitId: string, solutionId: string) =>
  `${eventId}/${adoptionKey(unitId, solutionId)}`;

/** A merger and a closing are steps of several ways at once; each has a row of its own. */
const partsOf = (event: Told<'UnitsMerged' | 'UnitClosed'>): readonly AdoptionStepRow[] => {
  if (event.type === 'UnitClosed')
    return event.data.solutionIds.map((solutionId) => stepTo(event, event.data.unitId, solutionId, 'CLOSED'));
  const { intoUnitId, carried } = event.data;
  return carried.flatMap(({ solutionId, fromUnitIds, status }) => [
    ...fromUnitIds.map((unitId) => stepTo(event, unitId, solutionId, 'MERGED' as const)),
    stepTo(event, intoUnitId, solutionId, status),
  ]);
};

const inParts = {
  keys: (event: Told<'UnitsMerged' | 'UnitClosed'>) =>
    partsOf(event).map(({ unitId, solutionId }) => partedKey(event.id, unitId, solutionId)),
  row: (_row: AdoptionStepRow | undefined, event: Told<'UnitsMerged' | 'UnitClosed'>, key: string) =>
    partsOf(event).find(({ unitId, solutionId }) => partedKey(event.id, unitId, solutionId) === key) ?? null,
};

export const adoptionSteps = projection<AdoptionStepRow, BookEvent>('adoptionStep', 1, {
  columns: {
    eventId: 'text',
    revision: 'integer',
    unitId: 'text',
    solutionId: 'text',
    toStatus: 'text',
    happenedOn: 'text',
  },
  indexes: [['solutionId', 'happenedOn']],
  key: 'unitId',
  on: {
    InterestExpressed: leadsTo('INTERESTED'),
    InterestWithdrawn: leadsTo('UNAWARE'),
    UnitCommitted: leadsTo('COMMITTED'),
    ReadinessConfirmed: leadsTo('PREPARING'),
    UnitWentLive: leadsTo('LIVE'),
    UnitEmbedded: leadsTo('EMBEDDED'),
    UnitLapsed: leadsTo('LAPSED'),
    UnitReadopted: leadsTo('LIVE'),
    UnitDeclined: leadsTo('DECLINED'),
    UnitsMerged: inParts,
    UnitClosed: inParts,
  },
});

/** One measured period of a unit with a solution. */
export interface UsageRow {
  readonly adoptionKey: string;
  readonly unitId: string;
  readonly solutionId: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly active: number;
  readonly eligible: number;
}

export const usages = projection<UsageRow, BookEvent>('usage', 1, {
  columns: {
    adoptionKey: 'text',
    unitId: 'text',
    solutionId: 'text',
    periodStart: 'text',
    periodEnd: 'text',
    active: 'integer',
    eligible: 'integer',
  },
  indexes: [['adoptionKey']],
  key: 'unitId',
  on: {
    UsageMeasured: {
      keys: ({ data }) => `${adoptionKey(data.unitId, data.solutionId)}/${data.periodStart}`,
      row: (_row, { data }) => ({ adoptionKey: adoptionKey(data.unitId, data.solutionId), ...data }),
    },
  },
});

/** One time that a unit showed interest; a withdrawal does not undo that it did. */
export interface InterestRow {
  readonly unitId: string;
  readonly solutionId: string;
  readonly trigger: InterestTrigger | null;
  readonly sourceUnitId: string | null;
  readonly happenedOn: string;
}

export const interests = projection<InterestRow, BookEvent>('interest', 1, {
  columns: { unitId: 'text', solutionId: 'text', trigger: 'text', sourceUnitId: 'text', happenedOn: 'text' },
  indexes: [['solutionId', 'happenedOn'], ['unitId']],
  key: 'unitId',
  on: {
    InterestExpressed: {
      keys: (event) => event.id,
      row: (_row, { data: { unitId, solutionId, trigger, sourceUnitId }, occurredOn }) => ({
        unitId,
        solutionId,
        trigger: trigger ?? null,
        sourceUnitId: sourceUnitId ?? null,
        happenedOn: occurredOn,
      }),
    },
  },
});

export const adoptionHistoryProjections = [adoptionSteps, usages, interests];
