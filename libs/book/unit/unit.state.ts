import { type Entities, type Line, none, patch, unreachable } from '#kernel';
import {
  type AdoptionStatus,
  type CarriedAdoption,
  type ExternalId,
  type Milestones,
  type UnitEvent,
  adoptionKey,
} from './unit.events.js';
import { addedUp } from './unit.milestones.js';

export type { AdoptionStatus } from './unit.events.js';

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kind?: string | undefined;
  readonly eligible: number;
  readonly parentUnitId?: string | undefined;
  readonly externalIds: readonly ExternalId[];
  readonly status: 'ACTIVE' | 'MERGED' | 'CLOSED';
  readonly mergedIntoUnitId?: string;
  /** Those that merged into it, directly. */
  readonly mergedUnitIds?: readonly string[];
}

/** Use in one measured period. */
export interface Usage {
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly active: number;
  readonly eligible: number;
}

/** One unit's way with one solution, as far as deciders ask for it. */
export interface Adoption {
  readonly unitId: string;
  readonly solutionId: string;
  readonly status: AdoptionStatus;
  /** It has gone live at least once; a lapse never takes that away. */
  readonly wentLive: boolean;
  readonly lapseDetectedBy?: 'MEASUREMENT' | 'REPORT' | undefined;
  /** What came along from units that merged into this one, by each merger in the order of the book. */
  readonly carried?: readonly { readonly revision: bigint; readonly milestones: Milestones }[];
  /** The latest measurement, with those that came along added to it. */
  readonly measured?: Usage | undefined;
  /** Measured periods, ascending by start. */
  readonly usage: readonly Usage[];
}

/** What the book knows of units and of their ways with solutions. */
export interface Units {
  readonly byId: Entities<Unit>;
  /** By `adoptionKey(unit, solution)`. A unit that nothing is known of is UNAWARE and not in here. */
  readonly adoptions: Entities<Adoption>;
  /** `scheme:value` → unit. */
  readonly byExternalId: Entities<string>;
}

export const noUnits: Units = { byId: none(), adoptions: none(), byExternalId: none() };

/** What a register number is found by, however its scheme is spelt and its digits are spaced. */
export const externalKey = ({ scheme, value }: { readonly scheme: string; readonly value: string }): string =>
  `${scheme.trim().toLowerCase()}:${value.replace(/\s/g, '')}`;

/** How far a unit has come with a solution; UNAWARE, when the book tells nothing of it. */
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
  furthest[Math.max(furthest.indexOf(a), furthest.indexOf(b))]!;

/** A unit's ways with the solutions of its programme, as far as the book tells of any. */
export const adoptionsOf = (
  { units, programme }: { readonly units: Units; readonly programme: { readonly solutions: Entities<unknown> } },
  unitId: string,
): readonly Adoption[] =>
  [...programme.solutions.keys()].flatMap((solutionId) => units.adoptions.get(adoptionKey(unitId, solutionId)) ?? []);

/** The unit itself or, when it has merged, the one that it lives on in. */
export const remainingUnit = (state: Units, unitId: string): Unit => {
  const unit = state.byId.get(unitId);
  if (!unit) throw new Error(`the book tells of unit ${unitId} before it was enrolled`);
  return unit.mergedIntoUnitId === undefined ? unit : remainingUnit(state, unit.mergedIntoUnitId);
};

/** The unit with those that have come to live on in it, directly or by way of others: the other way round. */
export const withMerged = (state: Units, unitId: string): readonly string[] => [
  unitId,
  ...(state.byId.get(unitId)!.mergedUnitIds ?? []).flatMap((merged) => withMerged(state, merged)),
];

const known = (entities: Entities<string>, unitId: string, externalIds: readonly ExternalId[]): Entities<string> =>
  externalIds.reduce((all, externalId) => all.set(externalKey(externalId), unitId), entities);

const reach = (
  state: Units,
  { unitId, solutionId }: { unitId: string; solutionId: string },
  changes: Partial<Adoption>,
): Units => ({
  ...state,
  adoptions: state.adoptions.set(adoptionKey(unitId, solutionId), {
    ...adoptionOf(state, unitId, solutionId),
    ...changes,
  }),
});

export const withUsage = (usage: readonly Usage[], measured: Usage): Usage[] =>
  [...usage, measured].sort((a, b) => (a.periodStart < b.periodStart ? -1 : 1));

type DataOf<Type extends UnitEvent['type']> = Extract<UnitEvent, { type: Type }>['data'];
type Changes = DataOf<'UnitDetailsChanged'>;
type Merger = DataOf<'UnitsMerged'>;

const changeUnit = (state: Units, unitId: string, changes: Partial<Unit>): Units => ({
  ...state,
  byId: patch(state.byId, unitId, changes),
});

/** The unit's own numbers, before others take their place. What it inherited in a merger stays known. */
const forgotten = (entities: Entities<string>, externalIds: readonly ExternalId[]): Entities<string> =>
  externalIds.reduce((all, externalId) => all.delete(externalKey(externalId)), entities);

const changeDetails = (state: Units, { unitId, ...changes }: Changes): Units => {
  const before = state.byId.get(unitId);
  const changed = changeUnit(state, unitId, changes);
  if (!changes.externalIds) return changed;
  const without = forgotten(changed.byExternalId, before!.externalIds);
  return { ...changed, byExternalId: known(without, unitId, changes.externalIds) };
};

const carry = (state: Units, unitId: string, carried: CarriedAdoption, revision: bigint): Units => {
  const { wentLive, carried: earlier = [], measured } = adoptionOf(state, unitId, carried.solutionId);
  return reach(
    state,
    { unitId, solutionId: carried.solutionId },
    {
      status: carried.status,
      wentLive: wentLive || carried.milestones.firstLiveOn !== undefined,
      ...(carried.lapseDetectedBy && { lapseDetectedBy: carried.lapseDetectedBy }),
      carried: [...earlier, { revision, milestones: carried.milestones }],
      measured: measured && carried.measured ? addedUp(measured, carried.measured) : (carried.measured ?? measured),
    },
  );
};

const merge = (state: Units, { fromUnitIds, intoUnitId, eligible, carried }: Merger, revision: bigint): Units => {
  const gone = fromUnitIds.reduce((next, fromUnitId) => {
    const merged = changeUnit(next, fromUnitId, { status: 'MERGED', mergedIntoUnitId: intoUnitId });
    const { externalIds } = merged.byId.get(fromUnitId)!;
    return { ...merged, byExternalId: known(merged.byExternalId, intoUnitId, externalIds) };
  }, state);
  const earlier = gone.byId.get(intoUnitId)?.mergedUnitIds ?? [];
  const grown = changeUnit(gone, intoUnitId, { eligible, mergedUnitIds: [...earlier, ...fromUnitIds] });
  return carried.reduce((next, adoption) => carry(next, intoUnitId, adoption, revision), grown);
};

export const evolveUnits = (state: Units, line: Line<UnitEvent>): Units => {
  switch (line.type) {
    case 'UnitEnrolled': {
      const { unitId, ...details } = line.data;
      return {
        ...state,
        byId: state.byId.set(unitId, { id: unitId, status: 'ACTIVE', ...details }),
        byExternalId: known(state.byExternalId, unitId, details.externalIds),
      };
    }
    case 'UnitDetailsChanged':
      return changeDetails(state, line.data);
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
      const { unitId, solutionId, ...period } = line.data;
      const { usage, measured } = adoptionOf(state, unitId, solutionId);
      const isLatest = measured === undefined || period.periodEnd >= measured.periodEnd;
      return reach(state, line.data, { usage: withUsage(usage, period), measured: isLatest ? period : measured });
    }
    case 'UnitEmbedded':
      return reach(state, line.data, { status: 'EMBEDDED' });
    case 'UnitLapsed':
      return reach(state, line.data, { status: 'LAPSED', lapseDetectedBy: line.data.detectedBy });
    case 'UnitReadopted':
      return reach(state, line.data, { status: 'LIVE' });
    case 'UnitDeclined':
      return reach(state, line.data, { status: 'DECLINED' });
    case 'UnitsMerged':
      return merge(state, line.data, line.revision);
    case 'UnitClosed':
      return changeUnit(state, line.data.unitId, { status: 'CLOSED' });
    default:
      return unreachable(line);
  }
};
