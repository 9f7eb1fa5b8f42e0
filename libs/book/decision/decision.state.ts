import { type Entities, type Line, type LocalDate, patch } from '#kernel';
import { type Timeline, firstDayOf } from '../timeline.js';
import { type DecisionEvent, DecisionTaken, type correctableFields } from './decision.events.js';

export type DecisionStatus =
  'NEEDED' | 'PROPOSED' | 'TAKEN' | 'REJECTED' | 'DEFERRED' | 'NOT_TAKEN' | 'SUPERSEDED' | 'REVOKED';

export interface Option {
  /** A, B, C… */
  readonly key: string;
  readonly title: string;
  readonly description?: string | undefined;
}

/** What stands in the record at present, corrections included. */
export type DecisionRecord = Readonly<Partial<Record<(typeof correctableFields)[number], string>>>;

export interface Decision {
  readonly id: string;
  readonly ref: string;
  readonly status: DecisionStatus;
  readonly dueBy: LocalDate;
  /** The clock has written that the day passed; it is another day when the decision is deferred. Asked of open ones only. */
  readonly overdue: boolean;
  readonly staffAffecting: boolean;
  readonly introducesSystem: boolean;
  /** What it is about, where it names a solution. */
  readonly solutionId: string | undefined;
  /** Empty until it is proposed. */
  readonly options: readonly Option[];
  readonly record: DecisionRecord;
  readonly reviewFellDue: boolean;
  readonly supersededBy?: string;
}

export type Decisions = Entities<Decision>;

/** Is it in force, so that something may be based on it? */
export const isInForce = (decision: Decision): boolean => decision.status === 'TAKEN';

/** Does somebody still have to decide? */
export const isOpen = (decision: Decision): boolean =>
  decision.status === 'NEEDED' || decision.status === 'PROPOSED' || decision.status === 'DEFERRED';

/** Has it ever been taken, whatever became of it? */
export const wasTaken = (decision: Decision): boolean =>
  decision.status === 'TAKEN' || decision.status === 'SUPERSEDED' || decision.status === 'REVOKED';

/** The day on which it was taken, as corrected; undefined when it never was. */
export const takenOn = (timeline: Timeline, decisionId: string): LocalDate | undefined =>
  firstDayOf(timeline, decisionId, DecisionTaken.type);

/** Has `later` in the end taken the place of `earlier`, be it over several decisions? */
export const hasReplaced = (decisions: Decisions, later: Decision, earlier: Decision): boolean => {
  let next = earlier.supersededBy;
  while (next !== undefined && next !== later.id) next = decisions.get(next)!.supersededBy;
  return next === later.id;
};

type Later = Exclude<DecisionEvent['type'], 'DecisionNeedIdentified'>;
type DataOf<Type> = Extract<DecisionEvent, { type: Type }>['data'];
/** What an event changes in a decision, and what in its record. */
type Change = readonly [Partial<Decision>, DecisionRecord?];

/** What each event changes; a forgotten one does not compile. */
const after: { readonly [Type in Later]: (data: DataOf<Type>) => Change } = {
  DecisionProposed: ({ options, coreTaskValue, consequences }) => [
    { status: 'PROPOSED', options },
    { CORE_TASK_VALUE: coreTaskValue, CONSEQUENCES: consequences },
  ],
  DecisionTaken: ({ rationale, effectiveFrom, reviewOn, operationsOwner }) => [
    { status: 'TAKEN' },
    { RATIONALE: rationale, EFFECTIVE_FROM: effectiveFrom, REVIEW_ON: reviewOn, OPERATIONS_OWNER: operationsOwner },
  ],
  DecisionRejected: () => [{ status: 'REJECTED' }],
  DecisionDeferred: ({ newDueBy }) => [{ status: 'DEFERRED', overdue: false, dueBy: newDueBy }],
  DecisionBecameOverdue: () => [{ overdue: true }],
  NonDecisionAcknowledged: () => [{ status: 'NOT_TAKEN' }],
  DecisionSuperseded: ({ byDecisionId }) => [{ status: 'SUPERSEDED', supersededBy: byDecisionId }],
  DecisionTookOver: () => [{}],
  DecisionRevoked: () => [{ status: 'REVOKED' }],
  DecisionReconfirmed: ({ reviewOn }) => [{ reviewFellDue: false }, { REVIEW_ON: reviewOn }],
  DecisionReviewFellDue: () => [{ reviewFellDue: true }],
  DecisionRecordCorrected: ({ field, value }) => [
    field === 'REVIEW_ON' ? { reviewFellDue: false } : {},
    { [field]: value },
  ],
};

const needed = ({ decisionId: id, ref, title, forum, ...need }: DataOf<'DecisionNeedIdentified'>): Decision => ({
  id,
  ref,
  status: 'NEEDED',
  dueBy: need.dueBy,
  overdue: false,
  staffAffecting: need.staffAffecting,
  introducesSystem: need.introducesSystem,
  solutionId: need.solutionId,
  options: [],
  record: { TITLE: title, FORUM: forum },
  reviewFellDue: false,
});

export const evolveDecisions = (decisions: Decisions, { type, data }: Line<DecisionEvent>): Decisions => {
  const { decisionId } = data;
  if (type === 'DecisionNeedIdentified') return decisions.set(decisionId, needed(data));
  const [changes, record] = (after[type] as (data: unknown) => Change)(data);
  return patch(decisions, decisionId, {
    ...changes,
    record: { ...decisions.get(decisionId)!.record, ...record },
  });
};
