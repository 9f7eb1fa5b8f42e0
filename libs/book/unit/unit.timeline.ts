import { type LocalDate, latest } from '#kernel';
import type { Book } from '../book.state.js';
import { type Entry, type Timeline, firstDayOf, lastDayOf } from '../timeline.js';
import { type Milestones, UnitClosed, UnitsMerged, adoptionKey } from './unit.events.js';
import { combined } from './unit.milestones.js';
import type { Adoption } from './unit.state.js';

type Milestone = keyof Milestones;

const reachedBy: Readonly<Record<string, Milestone>> = {
  InterestExpressed: 'interestedOn',
  UnitCommitted: 'committedOn',
  ReadinessConfirmed: 'preparingOn',
  UnitWentLive: 'liveOn',
  UnitReadopted: 'liveOn',
  UnitEmbedded: 'embeddedOn',
  UnitLapsed: 'lapsedOn',
  UnitDeclined: 'declinedOn',
};

/**
 * A unit's days with a solution as the book knows them now, corrections and mergers included. In the order of the book:
 * what a unit reached after a merger is not taken back to what came along in it.
 */
export const milestonesOf = (timeline: Timeline, { unitId, solutionId, carried = [] }: Adoption): Milestones => {
  let days: { [Name in Milestone]?: LocalDate } = {};
  let joined = 0;
  const joinUntil = (revision?: bigint) => {
    for (; joined < carried.length && (revision === undefined || carried[joined]!.revision < revision); joined++)
      days = { ...combined(days, carried[joined]!.milestones) };
  };
  for (const { eventType, occurredOn, revision } of timeline.bySubject.get(adoptionKey(unitId, solutionId)) ?? []) {
    joinUntil(revision);
    const milestone = reachedBy[eventType];
    if (milestone) days[milestone] = occurredOn;
    if (eventType === 'UnitWentLive') days.firstLiveOn ??= occurredOn;
    if (eventType === 'InterestWithdrawn') delete days.interestedOn;
  }
  joinUntil();
  return days;
};

/** The day of the last merger by which something came along to this way; undefined when there was none. */
const mergedOn = (timeline: Timeline, { unitId, carried }: Adoption): LocalDate | undefined => {
  const last = carried?.at(-1);
  return last && timeline.bySubject.get(unitId)?.findLast(({ revision }) => revision === last.revision)?.occurredOn;
};

/** The last day on which anything happened on a unit's way with a solution, a merger included. */
export const lastStepOn = (timeline: Timeline, adoption: Adoption): LocalDate | undefined => {
  const days = [lastDayOf(timeline, adoptionKey(adoption.unitId, adoption.solutionId)), mergedOn(timeline, adoption)];
  const known = days.filter((day) => day !== undefined);
  return known.length > 0 ? latest(...known) : undefined;
};

/** The day on which a unit was closed or became part of another one; undefined while it exists. */
export const goneOn = ({ timeline, units }: Book, unitId: string): LocalDate | undefined => {
  const { mergedIntoUnitId } = units.byId.get(unitId)!;
  if (mergedIntoUnitId === undefined) return firstDayOf(timeline, unitId, UnitClosed.type);
  const merges = ({ eventType, about }: Entry) => eventType === UnitsMerged.type && about.includes(unitId);
  return timeline.bySubject.get(mergedIntoUnitId)?.find(merges)?.occurredOn;
};

/**
 * The day on which a unit came to where a wave need not wait for it any longer: went live, took the solution up again, or
 * said no. Undefined when it is not there.
 */
export const settledOn = (timeline: Timeline, adoption: Adoption): LocalDate | undefined => {
  const { liveOn, declinedOn } = milestonesOf(timeline, adoption);
  return adoption.status === 'DECLINED' ? declinedOn : liveOn;
};

/** All lines on a unit's way with a solution, in the order of the book: its steps, the mergers, and what ended it. */
export const wayOf = ({ timeline, units }: Book, { unitId, solutionId, carried = [] }: Adoption): readonly Entry[] => {
  const { mergedIntoUnitId } = units.byId.get(unitId)!;
  const of = (subject: string) => timeline.bySubject.get(subject) ?? [];
  const joined = new Set(carried.map(({ revision }) => revision));
  return [
    ...of(adoptionKey(unitId, solutionId)),
    ...of(unitId).filter(({ eventType, revision }) => eventType === UnitClosed.type || joined.has(revision)),
    ...(mergedIntoUnitId === undefined ? [] : of(mergedIntoUnitId)).filter(
      ({ eventType, about }) => eventType === UnitsMerged.type && about.includes(unitId),
    ),
  ].sort((a, b) => Number(a.revision - b.revision));
};

/** Measured periods count from here: use begins anew with a go-live, a readoption and a merger. */
export const usedSince = (timeline: Timeline, adoption: Adoption): LocalDate => {
  const { liveOn } = milestonesOf(timeline, adoption);
  return latest(liveOn ?? '', mergedOn(timeline, adoption) ?? '');
};
