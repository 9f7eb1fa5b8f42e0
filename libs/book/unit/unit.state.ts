import { type Entities, type Line, none, unreachable } from '#kernel';
import { type ExternalId, type UnitEvent, adoptionKey } from './unit.events.js';

export type AdoptionStatus =
  | 'UNAWARE'
  | 'INTERESTED'
  | 'COMMITTED'
  | 'PREPARING'
  | 'LIVE'
  | 'EMBEDDED'
  | 'LAPSED'
  | 'DECLINED';

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kind?: string | undefined;
  readonly eligible: number;
  readonly parentUnitId?: string | undefined;
  readonly externalIds: readonly ExternalId[];
  readonly status: 'ACTIVE' | 'MERGED' | 'CLOSED';
  readonly mergedIntoUnitId?: string;
}

export interface Usage {
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly active: number;
  readonly eligible: number;
}

export interface Adoption {
  readonly unitId: string;
  readonly solutionId: string;
  readonly status: AdoptionStatus;
  /** When it first went live in the world; a lapse never takes it away. */
  readonly wentLive: boolean;
  /** Measured periods, ascending by start. */
  readonly usage: readonly Usage[];
}

export interface Units {
  readonly units: Entities<Unit>;
  /** By `adoptionKey(unit, solution)`. A unit that nothing is known of is UNAWARE and not in here. */
  readonly adoptions: Entities<Adoption>;
  /** `scheme:value` → unit. */
  readonly byExternalId: Entities<string>;
}

export const noUnits: Units = { units: none(), adoptions: none(), byExternalId: none() };

export const externalKey = ({ scheme, value }: { scheme: string; value: string }): string =>
  `${scheme.toLowerCase()}:${value.replace(/\s/g, '')}`;

export const adoptionOf = (state: Units, unitId: string, solutionId: string): Adoption =>
  state.adoptions.get(adoptionKey(unitId, solutionId)) ?? {
    unitId,
    solutionId,
    status: 'UNAWARE',
    wentLive: false,
    usage: [],
  };

/** What a unit that remains after a merge has reached: the furthest of the two ways. */
const furthest: readonly AdoptionStatus[] = [
  'UNAWARE',
  'DECLINED',
  'INTERESTED',
  'COMMITTED',
  'PREPARING',
  'LAPSED',
  'LIVE',
  'EMBEDDED',
];
export const furtherOf = (a: AdoptionStatus, b: AdoptionStatus): AdoptionStatus =>
  furthest.indexOf(a) >= furthest.indexOf(b) ? a : b;

const known = (entities: Entities<string>, unitId: string, externalIds: readonly ExternalId[]): Entities<string> =>
  externalIds.reduce((all, externalId) => all.set(externalKey(externalId), unitId), entities);

const reach = (
  state: Units,
  { unitId, solutionId }: { unitId: string; solutionId: string },
  changes: Partial<Adoption>,
): Units => ({
  ...state,
  adoptions: state.adoptions.set(adoptionKey(unitId, solutionId), { ...adoptionOf(state, unitId, solutionId), ...changes }),
});

const withUsage = (usage: readonly Usage[], measured: Usage): Usage[] =>
  [...usage, measured].sort((a, b) => (a.periodStart < b.periodStart ? -1 : 1));

const changeUnit = (state: Units, unitId: string, change: (unit: Unit) => Unit): Units => {
  const unit = state.units.get(unitId);
  if (!unit) throw new Error(`the book tells of unit ${unitId} before it was enrolled`);
  return { ...state, units: state.units.set(unitId, change(unit)) };
};

const merge = (state: Units, fromUnitId: string, intoUnitId: string): Units => {
  const merged = changeUnit(state, fromUnitId, (unit) => ({ ...unit, status: 'MERGED', mergedIntoUnitId: intoUnitId }));
  const from = merged.units.get(fromUnitId)!;
  const carried = [...state.adoptions.values()].filter((adoption) => adoption.unitId === fromUnitId);
  const withAdoptions = carried.reduce((next, adoption) => {
    const into = adoptionOf(next, intoUnitId, adoption.solutionId);
    return reach(next, into, {
      status: furtherOf(into.status, adoption.status),
      wentLive: into.wentLive || adoption.wentLive,
    });
  }, merged);
  const byExternalId = known(withAdoptions.byExternalId, intoUnitId, from.externalIds);
  return changeUnit({ ...withAdoptions, byExternalId }, intoUnitId, (unit) => ({
    ...unit,
    eligible: unit.eligible + from.eligible,
  }));
};

export const evolveUnits = (state: Units, line: Line<UnitEvent>): Units => {
  switch (line.type) {
    case 'UnitEnrolled': {
      const { unitId, ...details } = line.data;
      return {
        ...state,
        units: state.units.set(unitId, { id: unitId, status: 'ACTIVE', ...details }),
        byExternalId: known(state.byExternalId, unitId, details.externalIds),
      };
    }
    case 'UnitDetailsChanged': {
      const { unitId, ...changes } = line.data;
      const changed = changeUnit(state, unitId, (unit) => ({ ...unit, ...changes }) as Unit);
      return { ...changed, byExternalId: known(changed.byExternalId, unitId, changes.externalIds ?? []) };
    }
    case 'InterestExpressed':
      return reach(state, line.data, { status: 'INTERESTED' });
    case 'InterestWithdrawn':
      return reach(state, line.data, { status: 'UNAWARE' });
    case 'UnitCommitted':
      return reach(state, line.data, { status: 'COMMITTED' });
    case 'ReadinessConfirmed':
      return reach(state, line.data, { status: 'PREPARING' });
    case 'UnitWentLive':
      return reach(state, line.data, { status: 'LIVE', wentLive: true });
    case 'UsageMeasured': {
      const { unitId, solutionId, ...measured } = line.data;
      return reach(state, line.data, { usage: withUsage(adoptionOf(state, unitId, solutionId).usage, measured) });
    }
    case 'UnitEmbedded':
      return reach(state, line.data, { status: 'EMBEDDED' });
    case 'UnitLapsed':
      return reach(state, line.data, { status: 'LAPSED' });
    case 'UnitReadopted':
      return reach(state, line.data, { status: 'LIVE' });
    case 'UnitDeclined':
      return reach(state, line.data, { status: 'DECLINED' });
    case 'UnitsMerged':
      return line.data.fromUnitIds.reduce((next, from) => merge(next, from, line.data.intoUnitId), state);
    case 'UnitClosed':
      return changeUnit(state, line.data.unitId, (unit) => ({ ...unit, status: 'CLOSED' }));
    default:
      return unreachable(line);
  }
};
