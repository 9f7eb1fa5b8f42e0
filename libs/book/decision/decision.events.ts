import { type EventOf, event } from '#kernel';
import { z } from 'zod';
import { date, id, line, ref, text } from '../fields.js';

/** The ten questions to top leadership that a decision answers. */
const leadershipQuestions = [
  'PURPOSE',
  'ETHICS_AND_LAW',
  'POLITICIANS',
  'TECHNOLOGY_AND_DATA',
  'ORGANISATION',
  'COMPETENCIES',
  'CITIZENS',
  'EXTERNAL_COLLABORATION',
  'METHOD',
  'COMMUNICATION',
] as const;

/** The parts of a decision's record that a correction may put right. */
export const correctableFields = [
  'TITLE',
  'FORUM',
  'RATIONALE',
  'EFFECTIVE_FROM',
  'REVIEW_ON',
  'OPERATIONS_OWNER',
  'CORE_TASK_VALUE',
  'CONSEQUENCES',
] as const;

const ofDecision = { subject: (d: { decisionId: string }) => d.decisionId };

/** Somebody has to decide something, by a day, in a forum. */
export const DecisionNeedIdentified = event(
  'DecisionNeedIdentified',
  1,
  z.strictObject({
    decisionId: id,
    ref,
    title: line,
    question: z.enum(leadershipQuestions),
    dueBy: date,
    /** Who decides: a council, a leadership group, a role. */
    forum: line,
    /** It touches how employees work: they must have been heard before it is taken. */
    staffAffecting: z.boolean(),
    /** It brings a system in: somebody must own its operation. */
    introducesSystem: z.boolean(),
    solutionId: id.optional(),
  }),
  { ...ofDecision, about: (d) => [d.solutionId] },
);

/** Options were laid before the forum. */
export const DecisionProposed = event(
  'DecisionProposed',
  1,
  z.strictObject({
    decisionId: id,
    /** At least two; to do nothing counts. Keys are A, B, C…, in the order given. */
    options: z
      .array(z.strictObject({ key: z.string().regex(/^[A-Z]$/), title: line, description: text.optional() }))
      .min(2),
    /** A proposal always says these two; the minutes of a decision that was taken elsewhere may not. */
    coreTaskValue: text.optional(),
    consequences: text.optional(),
  }),
  ofDecision,
);

/** The forum chose. */
export const DecisionTaken = event(
  'DecisionTaken',
  1,
  z.strictObject({
    decisionId: id,
    /** Key of the option chosen. */
    option: z.string().regex(/^[A-Z]$/),
    rationale: text,
    effectiveFrom: date,
    reviewOn: date.optional(),
    operationsOwner: line.optional(),
    /** Bodies and roles, never private persons. */
    deciders: z.array(line).min(1),
    consulted: z.array(line),
    informed: z.array(line),
    /** Why a decision that touches employees was taken without a closed involvement. */
    involvementWaiver: text.optional(),
  }),
  ofDecision,
);

/** The forum said no to all options. */
export const DecisionRejected = event(
  'DecisionRejected',
  1,
  z.strictObject({ decisionId: id, rationale: text, deciders: z.array(line).min(1) }),
  ofDecision,
);

/** The forum put it off to another day. */
export const DecisionDeferred = event(
  'DecisionDeferred',
  1,
  z.strictObject({ decisionId: id, reason: text, newDueBy: date }),
  ofDecision,
);

/** The day passed without a decision. Written by the clock. */
export const DecisionBecameOverdue = event(
  'DecisionBecameOverdue',
  1,
  z.strictObject({ decisionId: id, dueBy: date }),
  { ...ofDecision, byClock: true },
);

/** It was admitted that nothing was decided, and what follows from that. */
export const NonDecisionAcknowledged = event(
  'NonDecisionAcknowledged',
  1,
  z.strictObject({ decisionId: id, consequence: text }),
  ofDecision,
);

/** A later decision took this one's place. */
export const DecisionSuperseded = event('DecisionSuperseded', 1, z.strictObject({ decisionId: id, byDecisionId: id }), {
  ...ofDecision,
  about: (d) => [d.byDecisionId],
});

/** The other end of a supersession: this decision took an earlier one's place. */
export const DecisionTookOver = event(
  'DecisionTookOver',
  1,
  z.strictObject({ decisionId: id, supersededDecisionId: id }),
  { ...ofDecision, about: (d) => [d.supersededDecisionId] },
);

/** The decision was revoked. */
export const DecisionRevoked = event(
  'DecisionRevoked',
  1,
  z.strictObject({ decisionId: id, ground: text }),
  ofDecision,
);

/** The decision was looked at again and stands. */
export const DecisionReconfirmed = event(
  'DecisionReconfirmed',
  1,
  z.strictObject({ decisionId: id, rationale: text, reviewOn: date.optional() }),
  ofDecision,
);

/** The day came on which the decision was to be looked at again. Written by the clock. */
export const DecisionReviewFellDue = event(
  'DecisionReviewFellDue',
  1,
  z.strictObject({ decisionId: id, reviewOn: date }),
  { ...ofDecision, byClock: true },
);

/** What had been written down was wrong and was put right; the first text stays in the book. */
export const DecisionRecordCorrected = event(
  'DecisionRecordCorrected',
  1,
  z.strictObject({ decisionId: id, field: z.enum(correctableFields), value: text, reason: text }),
  ofDecision,
);

export const decisionEvents = [
  DecisionNeedIdentified,
  DecisionProposed,
  DecisionTaken,
  DecisionRejected,
  DecisionDeferred,
  DecisionBecameOverdue,
  NonDecisionAcknowledged,
  DecisionSuperseded,
  DecisionTookOver,
  DecisionRevoked,
  DecisionReconfirmed,
  DecisionReviewFellDue,
  DecisionRecordCorrected,
] as const;
export type DecisionEvent = EventOf<typeof decisionEvents>;
