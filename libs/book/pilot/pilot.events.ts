import { type EventOf, event } from '#kernel';
import { z } from 'zod';
import { id, line, ref, roleHolder, text } from '../fields.js';

const ofPilot = { subject: (d: { pilotId: string }) => d.pilotId };

/** What must be seen for the pilot to count as a success. Keys are C1, C2…, in the order given. */
export const criterion = z.strictObject({ key: z.string().regex(/^C[1-9]\d*$/), text: line });

/** A trial at a few units was put forward. */
export const PilotProposed = event(
  'PilotProposed',
  1,
  z.strictObject({
    pilotId: id,
    ref,
    name: line,
    solutionId: id,
    unitIds: z.array(id).min(1),
    motivatedLeader: roleHolder,
    hypothesis: text,
    successCriteria: z.array(criterion).min(1),
  }),
  { ...ofPilot, about: (d) => [d.solutionId, ...d.unitIds] },
);

/** Before the start, it was agreed anew what success means. */
export const SuccessCriteriaRevised = event(
  'SuccessCriteriaRevised',
  1,
  z.strictObject({ pilotId: id, successCriteria: z.array(criterion).min(1), reason: text.optional() }),
  ofPilot,
);

/** The pilot may start. */
export const PilotApproved = event('PilotApproved', 1, z.strictObject({ pilotId: id, decisionId: id.optional() }), {
  ...ofPilot,
  about: (d) => [d.decisionId],
});

/** The pilot began; from here on its success criteria stand. */
export const PilotStarted = event('PilotStarted', 1, z.strictObject({ pilotId: id }), ofPilot);

/** Something was seen or measured on the way. */
export const PilotObservationRecorded = event(
  'PilotObservationRecorded',
  1,
  z.strictObject({
    pilotId: id,
    measure: line,
    value: z.number().optional(),
    unitOfMeasure: line.optional(),
    note: text.optional(),
  }),
  ofPilot,
);

/** The pilot was held against its criteria. */
export const PilotEvaluated = event(
  'PilotEvaluated',
  1,
  z.strictObject({
    pilotId: id,
    criteriaMet: z.array(z.strictObject({ key: z.string(), met: z.boolean(), note: text.optional() })),
    findings: text,
    doesItWork: z.enum(['YES', 'PARTLY', 'NO']),
  }),
  ofPilot,
);

/** What came out was shown to others: this is what wakes interest elsewhere. */
export const PilotResultMadeVisible = event(
  'PilotResultMadeVisible',
  1,
  z.strictObject({ pilotId: id, solutionId: id, audience: line, summary: text }),
  ofPilot,
);

/** It was decided to roll out what was piloted. */
export const PilotScaled = event('PilotScaled', 1, z.strictObject({ pilotId: id, decisionId: id }), {
  ...ofPilot,
  about: (d) => [d.decisionId],
});

/** The pilot ended without a rollout, and with a lesson. */
export const PilotStopped = event('PilotStopped', 1, z.strictObject({ pilotId: id, lesson: text }), ofPilot);

export const pilotEvents = [
  PilotProposed,
  SuccessCriteriaRevised,
  PilotApproved,
  PilotStarted,
  PilotObservationRecorded,
  PilotEvaluated,
  PilotResultMadeVisible,
  PilotScaled,
  PilotStopped,
] as const;
export type PilotEvent = EventOf<typeof pilotEvents>;
