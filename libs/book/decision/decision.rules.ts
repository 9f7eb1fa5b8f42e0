import type { LocalDate, Refusal } from '#kernel';
import type { DecisionField, TakeDecisionInput } from '#schema';
import type { Book } from '../book.state.js';
import { type Decision, type Decisions, hasReplaced, isInForce, isOpen, takenOn, wasTaken } from './decision.state.js';
import { refuse } from './decision.words.js';

/** The decision, when it is in the book. */
export const knownDecision = (decisions: Decisions, id: string, field = 'decisionId'): Decision | Refusal =>
  decisions.get(id) ?? refuse('DECISION_UNKNOWN', {}, field);

/** What keeps a decision from what is asked of it; undefined when nothing does. */
export type Condition = (decision: Decision, field?: string) => Refusal | undefined;

/** Somebody still has to decide it. */
export const open: Condition = (decision, field = 'decisionId') =>
  isOpen(decision)
    ? undefined
    : refuse('DECISION_NOT_OPEN', { decision: decision.ref, status: decision.status }, field);

/** There are options to choose between, and nobody has chosen yet. */
export const proposed: Condition = (decision, field = 'decisionId') =>
  open(decision, field) ??
  (decision.options.length > 0 ? undefined : refuse('DECISION_NOT_PROPOSED', { decision: decision.ref }, field));

/** Something may be based on it only when it was taken and still stands; that it is not dated before that, see `groundedOn`. */
export const inForce: Condition = (decision, field = 'decisionId') =>
  isInForce(decision)
    ? undefined
    : refuse('DECISION_NOT_IN_FORCE', { decision: decision.ref, status: decision.status }, field);

/** It was taken once, whatever became of it: only then is there a record to correct. */
export const onceTaken: Condition = (decision, field = 'decisionId') =>
  wasTaken(decision)
    ? undefined
    : refuse('DECISION_NOT_TAKEN', { decision: decision.ref, status: decision.status }, field);

export const refusedDeciders = (deciders: readonly string[]): Refusal | undefined =>
  deciders.length > 0 ? undefined : refuse('DECIDERS_MISSING', {}, 'deciders');

export const refusedEffect = (effectiveFrom: LocalDate | undefined, on: LocalDate, field = 'effectiveFrom') =>
  (effectiveFrom ?? on) < on ? refuse('EFFECTIVE_BEFORE_TAKEN', { effectiveFrom, takenOn: on }, field) : undefined;

export const refusedReview = (reviewOn: LocalDate | undefined, on: LocalDate, field = 'reviewOn') =>
  reviewOn !== undefined && reviewOn <= on ? refuse('REVIEW_NOT_LATER', { reviewOn, decidedOn: on }, field) : undefined;

/** What a forum chose, and on what terms. */
export type Choice = Omit<TakeDecisionInput, 'programmeId' | 'decisionId'>;
type Kind = Pick<Decision, 'ref' | 'staffAffecting' | 'introducesSystem'>;

export const refusedChoice = (choice: Choice, { ref, staffAffecting, introducesSystem }: Kind, on: LocalDate) => {
  if (introducesSystem && !choice.operationsOwner)
    return refuse('OPERATIONS_OWNER_MISSING', { decision: ref }, 'operationsOwner');
  if (staffAffecting && !choice.involvementWaiver)
    return refuse('INVOLVEMENT_MISSING', { decision: ref }, 'involvementWaiver');
  return (
    refusedDeciders(choice.deciders) ?? refusedEffect(choice.effectiveFrom, on) ?? refusedReview(choice.reviewOn, on)
  );
};

/** A later decision in force takes the place of an earlier one in force; never in a circle. */
export const refusedSupersession = (
  earlier: Decision,
  later: Decision,
  { decisions, timeline }: Book,
): Refusal | undefined => {
  if (earlier.id === later.id) return refuse('DECISION_SUPERSEDES_ITSELF', { decision: later.ref }, 'byDecisionId');
  const pair = { earlier: earlier.ref, later: later.ref };
  if (hasReplaced(decisions, earlier, later)) return refuse('SUPERSESSION_CIRCULAR', pair, 'byDecisionId');
  const refused = inForce(earlier) ?? inForce(later, 'byDecisionId');
  if (refused) return refused;
  const days = { earlierOn: takenOn(timeline, earlier.id)!, laterOn: takenOn(timeline, later.id)! };
  return days.laterOn < days.earlierOn
    ? refuse('SUPERSEDED_BY_EARLIER', { ...pair, ...days }, 'byDecisionId')
    : undefined;
};

/** Which scalar of the SDL a corrected part of the record must fit. */
export const formOf: Readonly<Record<DecisionField, 'Line' | 'Text' | 'Date'>> = {
  TITLE: 'Line',
  FORUM: 'Line',
  RATIONALE: 'Text',
  EFFECTIVE_FROM: 'Date',
  REVIEW_ON: 'Date',
  OPERATIONS_OWNER: 'Line',
  CORE_TASK_VALUE: 'Text',
  CONSEQUENCES: 'Text',
};

export const refusedValue = (field: DecisionField, value: string, on: LocalDate): Refusal | undefined => {
  if (field === 'EFFECTIVE_FROM') return refusedEffect(value, on, 'value');
  return field === 'REVIEW_ON' ? refusedReview(value, on, 'value') : undefined;
};
