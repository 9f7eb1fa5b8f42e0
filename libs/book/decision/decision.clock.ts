import { type LocalDate, addDays } from '#kernel';
import type { DueEvent, FallDue } from '../decider.js';
import { DecisionBecameOverdue, DecisionReviewFellDue } from './decision.events.js';
import { type Decision, isInForce, isOpen } from './decision.state.js';

const on = (occurredOn: LocalDate, event: Omit<DueEvent, 'occurredOn'>): DueEvent => ({ ...event, occurredOn });

const dueIn = (decision: Decision, today: LocalDate): readonly DueEvent[] => {
  const { id: decisionId, dueBy, overdue, reviewFellDue } = decision;
  if (isOpen(decision) && !overdue && dueBy < today)
    return [on(addDays(dueBy, 1), DecisionBecameOverdue({ decisionId, dueBy }))];
  const reviewOn = decision.record.REVIEW_ON;
  if (isInForce(decision) && !reviewFellDue && reviewOn !== undefined && reviewOn <= today)
    return [on(reviewOn, DecisionReviewFellDue({ decisionId, reviewOn }))];
  return [];
};

/** A decision is overdue from the day after the one by which it was due; a review falls due on its day. */
export const fallDue: FallDue = ({ decisions }, today) =>
  [...decisions.values()].flatMap((decision) => dueIn(decision, today));
