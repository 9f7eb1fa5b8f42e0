import { type LocalDate, latest } from '#kernel';
import { type Timeline, lastDayOf } from '../timeline.js';
import { type Milestones, adoptionKey } from './unit.events.js';
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

/** A unit's days with a solution as the book knows them now, corrections and mergers included. */
export const milestonesOf = (timeline: Timeline, { unitId, solutionId, carried }: Adoption): Milestones => {
  const days: { [Name in Milestone]?: LocalDate } = {};
  for (const { eventType, occurredOn } of timeline.bySubject.get(adoptionKey(unitId, solutionId)) ?? []) {
    const milestone = reachedBy[eventType];
    if (milestone) days[milestone] = occurredOn;
    if (eventType === 'UnitWentLive') days.firstLiveOn ??= occurredOn;
    if (eventType === 'InterestWithdrawn') delete days.interestedOn;
  }
  return carried ? combined(days, carried.milestones) : days;
};

/** The day of the last merger by which something came along to this way; undefined when there was none. */
const mergedOn = (timeline: Timeline, { unitId, carried }: Adoption): LocalDate | undefined =>
  carried && timeline.bySubject.get(unitId)?.findLast(({ eventType }) => eventType === 'UnitsMerged')?.occurredOn;

/** The last day on which anything happened on a unit's way with a solution, a merger included. */
export const lastStepOn = (timeline: Timeline, adoption: Adoption): LocalDate | undefined => {
  const days = [lastDayOf(timeline, adoptionKey(adoption.unitId, adoption.solutionId)), mergedOn(timeline, adoption)];
  const known = days.filter((day) => day !== undefined);
  return known.length > 0 ? latest(...known) : undefined;
};

/** Measured periods count from here: use begins anew with a go-live, a readoption and a merger. */
export const usedSince = (timeline: Timeline, adoption: Adoption): LocalDate => {
  const { liveOn } = milestonesOf(timeline, adoption);
  return latest(liveOn ?? '', mergedOn(timeline, adoption) ?? '');
};
