import { type Context, type LocalDate, type Decision as Outcome, isRefusal } from '#kernel';
import type {
  AcknowledgeNonDecisionInput,
  CorrectDecisionRecordInput,
  DeferDecisionInput,
  IdentifyDecisionNeedInput,
  LogDecisionInput,
  ProposeDecisionInput,
  ReconfirmDecisionInput,
  RejectDecisionInput,
  RevokeDecisionInput,
  SupersedeDecisionInput,
  TakeDecisionInput,
} from '#schema';
import { type Book, nextRef } from '../book.state.js';
import { decider } from '../decider.js';
import { checkText } from '../input.js';
import { refusedSolution } from '../programme/programme.refusals.js';
import {
  DecisionDeferred,
  DecisionNeedIdentified,
  DecisionProposed,
  DecisionReconfirmed,
  DecisionRecordCorrected,
  DecisionRejected,
  DecisionRevoked,
  DecisionSuperseded,
  DecisionTaken,
  DecisionTookOver,
  NonDecisionAcknowledged,
} from './decision.events.js';
import { areSame, chosenFrom, keyed, refusedOptions } from './decision.options.js';
import {
  type Choice,
  type Condition,
  formOf,
  inForce,
  knownDecision,
  onceTaken,
  open,
  proposed,
  refusedChoice,
  refusedDeciders,
  refusedReview,
  refusedSupersession,
  refusedValue,
} from './decision.rules.js';
import { type Decision, takenOn } from './decision.state.js';
import { refuse } from './decision.words.js';

/** A command about one decision that is in the book and fulfils a condition. */
const about = <Input extends { readonly decisionId: string }>(
  condition: Condition,
  decide: (input: Input, decision: Decision, book: Book, context: Context) => Outcome,
) =>
  decider<Input>((input, book, context) => {
    const decision = knownDecision(book.decisions, input.decisionId);
    if (isRefusal(decision)) return decision;
    return condition(decision) ?? decide(input, decision, book, context);
  });

const taken = (decisionId: string, option: string, choice: Choice, on: LocalDate) =>
  DecisionTaken({
    decisionId,
    option,
    rationale: choice.rationale,
    effectiveFrom: choice.effectiveFrom ?? on,
    reviewOn: choice.reviewOn,
    operationsOwner: choice.operationsOwner,
    deciders: [...choice.deciders],
    consulted: [...(choice.consulted ?? [])],
    informed: [...(choice.informed ?? [])],
    involvementWaiver: choice.involvementWaiver,
  });

const identifyDecisionNeed = decider<IdentifyDecisionNeedInput>((input, book, { newId, occurredOn }) => {
  const { title, question, dueBy, forum, solutionId, staffAffecting = false, introducesSystem = false } = input;
  const refused = refusedSolution(book, solutionId);
  if (refused) return refused;
  if (dueBy < occurredOn) return refuse('DECISION_DUE_IN_PAST', { dueBy, identifiedOn: occurredOn }, 'dueBy');
  const need = { title, question, dueBy, forum, staffAffecting, introducesSystem, solutionId };
  return [DecisionNeedIdentified({ decisionId: newId(), ref: nextRef(book.decisions, 'D'), ...need })];
});

const proposeDecision = about<ProposeDecisionInput>(open, (input, decision) => {
  const { decisionId, coreTaskValue, consequences } = input;
  const refused = refusedOptions(input.options, (index) => `options.${index}.title`);
  if (refused) return refused;
  const options = keyed(input.options);
  const { CORE_TASK_VALUE, CONSEQUENCES } = decision.record;
  if (areSame(options, decision.options) && coreTaskValue === CORE_TASK_VALUE && consequences === CONSEQUENCES)
    return refuse('PROPOSAL_UNCHANGED', { decision: decision.ref });
  return [DecisionProposed({ decisionId, options, coreTaskValue, consequences })];
});

const takeDecision = about<TakeDecisionInput>(proposed, (input, decision, _book, { occurredOn }) => {
  const option = chosenFrom(decision.options, input.option);
  if (isRefusal(option)) return option;
  const refused = refusedChoice(input, decision, occurredOn);
  return refused ?? [taken(decision.id, option.key, input, occurredOn)];
});

const rejectDecision = about<RejectDecisionInput>(
  proposed,
  ({ decisionId, rationale, deciders }) =>
    refusedDeciders(deciders) ?? [DecisionRejected({ decisionId, rationale, deciders: [...deciders] })],
);

const deferDecision = about<DeferDecisionInput>(open, (input, { ref, dueBy }, _book, { occurredOn }) => {
  const { decisionId, reason, newDueBy } = input;
  if (newDueBy <= dueBy) return refuse('DEFERRAL_NOT_LATER', { decision: ref, dueBy, newDueBy }, 'newDueBy');
  if (newDueBy < occurredOn) return refuse('DEFERRAL_IN_PAST', { newDueBy, deferredOn: occurredOn }, 'newDueBy');
  return [DecisionDeferred({ decisionId, reason, newDueBy })];
});

const acknowledgeNonDecision = about<AcknowledgeNonDecisionInput>(
  open,
  (input, { ref, dueBy }, _book, { occurredOn }) => {
    if (occurredOn <= dueBy) return refuse('DECISION_NOT_OVERDUE', { decision: ref, dueBy }, 'decisionId');
    return [NonDecisionAcknowledged({ decisionId: input.decisionId, consequence: input.consequence })];
  },
);

const supersedeDecision = decider<SupersedeDecisionInput>(({ decisionId, byDecisionId }, book) => {
  const earlier = knownDecision(book.decisions, decisionId);
  const later = knownDecision(book.decisions, byDecisionId, 'byDecisionId');
  if (isRefusal(earlier)) return earlier;
  if (isRefusal(later)) return later;
  const refused = refusedSupersession(earlier, later, book);
  if (refused) return refused;
  return [
    DecisionSuperseded({ decisionId, byDecisionId }),
    DecisionTookOver({ decisionId: byDecisionId, supersededDecisionId: decisionId }),
  ];
});

const revokeDecision = about<RevokeDecisionInput>(inForce, ({ decisionId, ground }) => [
  DecisionRevoked({ decisionId, ground }),
]);

const reconfirmDecision = about<ReconfirmDecisionInput>(
  inForce,
  ({ decisionId, rationale, reviewOn }, _decision, _book, { occurredOn }) =>
    refusedReview(reviewOn, occurredOn) ?? [DecisionReconfirmed({ decisionId, rationale, reviewOn })],
);

const correctDecisionRecord = about<CorrectDecisionRecordInput>(onceTaken, (input, decision, { timeline }) => {
  const { decisionId, field, reason } = input;
  const value = checkText(formOf[field], input.value, 'value');
  if (isRefusal(value)) return value;
  if (value === decision.record[field])
    return refuse('RECORD_UNCHANGED', { decision: decision.ref, part: field, value }, 'value');
  const refused = refusedValue(field, value, takenOn(timeline, decisionId)!);
  return refused ?? [DecisionRecordCorrected({ decisionId, field, value, reason })];
});

const logDecision = decider<LogDecisionInput>((input, book, { newId, occurredOn }) => {
  const { title, question, forum, solutionId, staffAffecting = false, introducesSystem = false } = input;
  const options = keyed(input.options.map((option) => ({ title: option })));
  const refusedBefore = refusedSolution(book, solutionId) ?? refusedOptions(options, (index) => `options.${index}`);
  if (refusedBefore) return refusedBefore;
  const option = chosenFrom(options, input.option);
  if (isRefusal(option)) return option;
  const kind = { ref: nextRef(book.decisions, 'D'), staffAffecting, introducesSystem };
  const choice = { ...input, deciders: input.deciders ?? [forum] };
  const refused = refusedChoice(choice, kind, occurredOn);
  if (refused) return refused;
  const decisionId = newId();
  const { coreTaskValue, consequences } = input;
  return [
    DecisionNeedIdentified({ decisionId, ...kind, title, question, dueBy: occurredOn, forum, solutionId }),
    DecisionProposed({ decisionId, options, coreTaskValue, consequences }),
    taken(decisionId, option.key, choice, occurredOn),
  ];
});

export const decisionCommands = {
  identifyDecisionNeed,
  proposeDecision,
  takeDecision,
  rejectDecision,
  deferDecision,
  acknowledgeNonDecision,
  supersedeDecision,
  revokeDecision,
  reconfirmDecision,
  correctDecisionRecord,
  logDecision,
};
