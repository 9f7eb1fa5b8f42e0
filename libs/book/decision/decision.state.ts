import { type Entities, type Line, patch, unreachable } from '#kernel';
import type { DecisionEvent } from './decision.events.js';

export type DecisionStatus =
  | 'NEEDED'
  | 'PROPOSED'
  | 'TAKEN'
  | 'REJECTED'
  | 'DEFERRED'
  | 'NOT_TAKEN'
  | 'SUPERSEDED'
  | 'REVOKED';

export interface Decision {
  readonly id: string;
  readonly ref: string;
  readonly title: string;
  readonly status: DecisionStatus;
  readonly dueBy: string;
  /** The clock has written that the day passed. Cleared when the decision is taken, rejected, deferred or admitted. */
  readonly overdue: boolean;
  readonly staffAffecting: boolean;
  readonly introducesSystem: boolean;
  /** Keys of the options, A, B, C… */
  readonly options: readonly string[];
  readonly effectiveFrom?: string | undefined;
  readonly reviewOn?: string | undefined;
  readonly reviewFellDue: boolean;
  readonly supersededBy?: string;
}

export type Decisions = Entities<Decision>;

/** Is it in force, so that something may be based on it? */
export const isInForce = (decision: Decision | undefined): boolean => decision?.status === 'TAKEN';

/** Does somebody still have to decide? */
export const isOpen = (decision: Decision): boolean =>
  decision.status === 'NEEDED' || decision.status === 'PROPOSED' || decision.status === 'DEFERRED';

export const evolveDecisions = (decisions: Decisions, line: Line<DecisionEvent>): Decisions => {
  const set = (changes: Partial<Decision>) => patch(decisions, line.data.decisionId, changes);
  switch (line.type) {
    case 'DecisionNeedIdentified': {
      const { decisionId: id, ref, title, dueBy, staffAffecting, introducesSystem } = line.data;
      const flags = { staffAffecting, introducesSystem, overdue: false, reviewFellDue: false };
      return decisions.set(id, { id, ref, title, status: 'NEEDED', dueBy, ...flags, options: [] });
    }
    case 'DecisionProposed':
      return set({ status: 'PROPOSED', options: line.data.options.map((option) => option.key) });
    case 'DecisionTaken': {
      const { effectiveFrom, reviewOn } = line.data;
      return set({ status: 'TAKEN', overdue: false, effectiveFrom, reviewOn, reviewFellDue: false });
    }
    case 'DecisionRejected':
      return set({ status: 'REJECTED', overdue: false });
    case 'DecisionDeferred':
      return set({ status: 'DEFERRED', overdue: false, dueBy: line.data.newDueBy });
    case 'DecisionBecameOverdue':
      return set({ overdue: true });
    case 'NonDecisionAcknowledged':
      return set({ status: 'NOT_TAKEN', overdue: false });
    case 'DecisionSuperseded':
      return set({ status: 'SUPERSEDED', supersededBy: line.data.byDecisionId });
    case 'DecisionTookOver':
      return decisions;
    case 'DecisionRevoked':
      return set({ status: 'REVOKED' });
    case 'DecisionReconfirmed':
      return set({ reviewOn: line.data.reviewOn, reviewFellDue: false });
    case 'DecisionReviewFellDue':
      return set({ reviewFellDue: true });
    case 'DecisionRecordCorrected': {
      const { field, value } = line.data;
      if (field === 'TITLE') return set({ title: value });
      if (field === 'EFFECTIVE_FROM') return set({ effectiveFrom: value });
      if (field === 'REVIEW_ON') return set({ reviewOn: value, reviewFellDue: false });
      return decisions;
    }
    default:
      return unreachable(line);
  }
};
