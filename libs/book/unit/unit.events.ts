import { type EventOf, event } from '#kernel';
import { z } from 'zod';
import { count, date, id, line, text } from '../fields.js';

/** One unit's way with one solution: the subject of all adoption events. */
export const adoptionKey = (unitId: string, solutionId: string): string => `${unitId}/${solutionId}`;

/** A number that a register gave the unit. `scheme` is `orgnr`, `nsr`, `skolenhetskod`, `institutionsnummer`, or the municipality's own. */
export const externalId = z.strictObject({ scheme: line, value: line, validFrom: date.optional() });
export type ExternalId = z.output<typeof externalId>;

/** What woke the interest. */
const interestTriggers = ['VISIBLE_RESULT', 'PEER', 'LEADERSHIP', 'MEETING', 'MEDIA', 'OTHER'] as const;

/** How far a unit can have come with a solution. */
const adoptionStatuses = [
  'UNAWARE',
  'INTERESTED',
  'COMMITTED',
  'PREPARING',
  'LIVE',
  'EMBEDDED',
  'LAPSED',
  'DECLINED',
] as const;
export type AdoptionStatus = (typeof adoptionStatuses)[number];

/** How it came out that a unit had fallen out of use. */
const lapseDetections = ['MEASUREMENT', 'REPORT'] as const;

/** Days that mark a unit's way with a solution; a lapse takes none of them away. */
export const milestones = z.strictObject({
  interestedOn: date.optional(),
  committedOn: date.optional(),
  preparingOn: date.optional(),
  /** The first go-live. */
  firstLiveOn: date.optional(),
  /** The latest go-live or readoption. */
  liveOn: date.optional(),
  embeddedOn: date.optional(),
  lapsedOn: date.optional(),
  declinedOn: date.optional(),
});
export type Milestones = z.output<typeof milestones>;

const people = z.int().min(0);

/** What units that became one bring along for a solution, and how far the unit that remains has come with it. */
const carriedAdoption = z.strictObject({
  solutionId: id,
  /** Those of the units that were on their way with it. */
  fromUnitIds: z.array(id).min(1),
  status: z.enum(adoptionStatuses),
  milestones,
  lapseDetectedBy: z.enum(lapseDetections).optional(),
  /** The latest measurement of each of them, added up. */
  measured: z.strictObject({ active: people, eligible: people, periodStart: date, periodEnd: date }).optional(),
});
export type CarriedAdoption = z.output<typeof carriedAdoption>;

const adoption = { unitId: id, solutionId: id };
const ofAdoption = {
  subject: (d: { unitId: string; solutionId: string }) => adoptionKey(d.unitId, d.solutionId),
  about: (d: { unitId: string; solutionId: string }) => [d.unitId, d.solutionId],
};

/** A school, department or other unit joined the programme. */
export const UnitEnrolled = event(
  'UnitEnrolled',
  1,
  z.strictObject({
    unitId: id,
    name: line,
    /** What sort of unit, in the municipality's words: “barneskole”, “sykehjem”. */
    kind: line.optional(),
    /** How many people could use a solution here. */
    eligible: count,
    parentUnitId: id.optional(),
    externalIds: z.array(externalId),
  }),
  { subject: (d) => d.unitId, about: (d) => [d.parentUnitId] },
);

/** A unit's name, size, place or register numbers became others. Only what changed is named. */
export const UnitDetailsChanged = event(
  'UnitDetailsChanged',
  1,
  z.strictObject({
    unitId: id,
    name: line.optional(),
    kind: line.optional(),
    eligible: count.optional(),
    parentUnitId: id.optional(),
    externalIds: z.array(externalId).optional(),
  }),
  { subject: (d) => d.unitId },
);

/** A unit showed interest in a solution, by itself. */
export const InterestExpressed = event(
  'InterestExpressed',
  1,
  z.strictObject({
    ...adoption,
    trigger: z.enum(interestTriggers).optional(),
    /** The unit whose example woke the interest. */
    sourceUnitId: id.optional(),
    note: text.optional(),
  }),
  ofAdoption,
);

/** The interest passed. */
export const InterestWithdrawn = event(
  'InterestWithdrawn',
  1,
  z.strictObject({ ...adoption, reason: text.optional() }),
  ofAdoption,
);

/** The unit's leadership said yes. */
export const UnitCommitted = event(
  'UnitCommitted',
  1,
  z.strictObject({ ...adoption, note: text.optional() }),
  ofAdoption,
);

/** The unit went through its readiness checks; it now prepares to go live. */
export const ReadinessConfirmed = event(
  'ReadinessConfirmed',
  1,
  z.strictObject({
    ...adoption,
    checks: z.array(z.strictObject({ check: line, met: z.boolean(), note: text.optional() })).min(1),
  }),
  ofAdoption,
);

/** The unit began to use the solution in its daily work. Live is not yet embedded. */
export const UnitWentLive = event(
  'UnitWentLive',
  1,
  z.strictObject({
    ...adoption,
    /** The wave it went live in; absent when it went live in a pilot or by itself. */
    waveId: id.optional(),
    pilotId: id.optional(),
  }),
  { ...ofAdoption, about: (d) => [d.unitId, d.solutionId, d.waveId, d.pilotId] },
);

/** It was counted how many of those who could use the solution did, over one period. */
export const UsageMeasured = event(
  'UsageMeasured',
  1,
  z
    .strictObject({ ...adoption, periodStart: date, periodEnd: date, active: count, eligible: count })
    .refine((d) => d.active <= d.eligible, 'active is at most eligible')
    .refine((d) => d.periodStart <= d.periodEnd, 'a period ends on or after its start'),
  {
    // A period is a subject of its own: a school that reports late is still heard.
    subject: (d) => `${adoptionKey(d.unitId, d.solutionId)}/${d.periodStart}`,
    about: (d) => [d.unitId, d.solutionId],
  },
);

/** Use stayed above the policy's share for its number of periods: the solution has become daily practice. */
export const UnitEmbedded = event(
  'UnitEmbedded',
  1,
  z.strictObject({ ...adoption, periods: z.array(z.strictObject({ periodStart: date, periodEnd: date })) }),
  ofAdoption,
);

/** The unit fell out of use again. Its go-live stays in the book. */
export const UnitLapsed = event(
  'UnitLapsed',
  1,
  z.strictObject({ ...adoption, detectedBy: z.enum(lapseDetections), reason: text.optional() }),
  ofAdoption,
);

/** A lapsed unit took the solution up again. */
export const UnitReadopted = event(
  'UnitReadopted',
  1,
  z.strictObject({ ...adoption, note: text.optional() }),
  ofAdoption,
);

/** The unit said no. */
export const UnitDeclined = event('UnitDeclined', 1, z.strictObject({ ...adoption, reason: text }), ofAdoption);

/** Units became one. What they adopted goes along to the unit that remains. */
export const UnitsMerged = event(
  'UnitsMerged',
  1,
  z.strictObject({
    fromUnitIds: z.array(id).min(1),
    intoUnitId: id,
    /** How many people could use a solution at the unit that remains. */
    eligible: people,
    carried: z.array(carriedAdoption),
  }),
  { subject: (d) => d.intoUnitId, about: (d) => d.fromUnitIds },
);

/** The unit ceased to exist, and with it its way with these solutions. */
export const UnitClosed = event(
  'UnitClosed',
  1,
  z.strictObject({ unitId: id, solutionIds: z.array(id), reason: text.optional() }),
  { subject: (d) => d.unitId },
);

export const unitEvents = [
  UnitEnrolled,
  UnitDetailsChanged,
  InterestExpressed,
  InterestWithdrawn,
  UnitCommitted,
  ReadinessConfirmed,
  UnitWentLive,
  UsageMeasured,
  UnitEmbedded,
  UnitLapsed,
  UnitReadopted,
  UnitDeclined,
  UnitsMerged,
  UnitClosed,
] as const;
export type UnitEvent = EventOf<typeof unitEvents>;
