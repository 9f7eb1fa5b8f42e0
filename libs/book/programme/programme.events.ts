import { type EventOf, event } from '#kernel';
import { z } from 'zod';
import { count, date, id, line, ref, roleHolder, share, text } from '../fields.js';

/** The programme's book was opened: who owns it, where it starts from and where it is going. */
export const ProgrammeChartered = event(
  'ProgrammeChartered',
  1,
  z.strictObject({
    programmeId: id,
    name: line,
    owner: roleHolder,
    currentSituation: text,
    targetPicture: text,
    purposes: z.array(line),
    scope: text,
  }),
  { subject: (d) => d.programmeId },
);

/** Something to be rolled out joined the programme. */
export const SolutionAdded = event(
  'SolutionAdded',
  1,
  z.strictObject({ solutionId: id, ref, name: line, description: text }),
  { subject: (d) => d.solutionId },
);

/** It was agreed when a unit counts as embedded, and when as lapsed. */
export const AdoptionPolicySet = event(
  'AdoptionPolicySet',
  1,
  z.strictObject({
    programmeId: id,
    /** A unit is embedded after `periods` measured periods in a row with at least this share of users active. */
    embeddedShare: share,
    /** A unit has lapsed after `periods` measured periods in a row below this share. */
    lapseShare: share,
    periods: z.int().min(1).max(24),
    /** Days within which a user must have used the solution to count as active. */
    activeWindowDays: count.min(1),
  }),
  { subject: (d) => d.programmeId },
);

/** The programme came to a halt. */
export const ProgrammePaused = event('ProgrammePaused', 1, z.strictObject({ programmeId: id, reason: text }), {
  subject: (d) => d.programmeId,
});

/** The programme went on. */
export const ProgrammeResumed = event('ProgrammeResumed', 1, z.strictObject({ programmeId: id, reason: text }), {
  subject: (d) => d.programmeId,
});

/** A matter was taken to the top leader, with a day by which it is answered. */
export const EscalationRaised = event(
  'EscalationRaised',
  1,
  z.strictObject({ escalationId: id, ref, about: text, answerDueBy: date }),
  { subject: (d) => d.escalationId },
);

/** The top leader answered. */
export const EscalationAnswered = event('EscalationAnswered', 1, z.strictObject({ escalationId: id, answer: text }), {
  subject: (d) => d.escalationId,
});

/** The programme ended; its book stays readable. */
export const ProgrammeClosed = event(
  'ProgrammeClosed',
  1,
  z.strictObject({ programmeId: id, closingNote: text.optional() }),
  { subject: (d) => d.programmeId },
);

export const programmeEvents = [
  ProgrammeChartered,
  SolutionAdded,
  AdoptionPolicySet,
  ProgrammePaused,
  ProgrammeResumed,
  EscalationRaised,
  EscalationAnswered,
  ProgrammeClosed,
] as const;
export type ProgrammeEvent = EventOf<typeof programmeEvents>;
