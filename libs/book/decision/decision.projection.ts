import { type LocalDate, change, projection } from '#kernel';
import type { DecisionField, DecisionStatus, LeadershipQuestion } from '#schema';
import type { BookEvent } from '../book.state.js';
import type { Option } from './decision.state.js';

interface Deferral {
  readonly reason: string;
  readonly previousDueBy: LocalDate;
  readonly newDueBy: LocalDate;
  readonly deferredOn: LocalDate;
}

interface Reconfirmation {
  readonly rationale: string;
  readonly reviewOn?: LocalDate | undefined;
  readonly reconfirmedOn: LocalDate;
}

interface RecordCorrection {
  readonly field: DecisionField;
  readonly previously: string | null;
  readonly value: string;
  readonly reason: string;
  readonly correctedOn: LocalDate;
}

/** What the events tell of a decision. */
interface DecisionFacts {
  readonly ref: string;
  readonly title: string;
  readonly status: DecisionStatus;
  readonly question: LeadershipQuestion;
  readonly forum: string;
  readonly dueBy: LocalDate;
  /** The clock has written that the day passed, and nothing has been decided since. */
  readonly overdue: boolean;
  readonly staffAffecting: boolean;
  readonly introducesSystem: boolean;
  readonly solutionId: string | null;
  readonly options: readonly Option[];
  /** Key of the option chosen. */
  readonly chosenKey: string | null;
  readonly coreTaskValue: string | null;
  readonly consequences: string | null;
  readonly rationale: string | null;
  readonly effectiveFrom: LocalDate | null;
  readonly reviewOn: LocalDate | null;
  /** The clock has written that the day of the review came, and nobody has looked at it since. */
  readonly reviewDue: boolean;
  readonly operationsOwner: string | null;
  readonly deciders: readonly string[];
  readonly consulted: readonly string[];
  readonly informed: readonly string[];
  readonly involvementWaiver: string | null;
  readonly identifiedOn: LocalDate;
  readonly proposedOn: LocalDate | null;
  readonly takenOn: LocalDate | null;
  readonly rejectedOn: LocalDate | null;
  readonly deferrals: readonly Deferral[];
  readonly acknowledgedOn: LocalDate | null;
  readonly consequenceOfNonDecision: string | null;
  readonly supersededById: string | null;
  readonly supersededOn: LocalDate | null;
  readonly supersedesIds: readonly string[];
  readonly revokedOn: LocalDate | null;
  readonly revocationGround: string | null;
  readonly reconfirmations: readonly Reconfirmation[];
  readonly corrections: readonly RecordCorrection[];
}

export interface DecisionRow extends DecisionFacts {
  /** The next day on which somebody has to do something: decide, or look at it again. Null when there is none. */
  readonly nextDueOn: LocalDate | null;
  /** What a text search looks in, in lower case. */
  readonly searchText: string;
}

const unwritten = {
  overdue: false,
  options: [],
  chosenKey: null,
  coreTaskValue: null,
  consequences: null,
  rationale: null,
  effectiveFrom: null,
  reviewOn: null,
  reviewDue: false,
  operationsOwner: null,
  deciders: [],
  consulted: [],
  informed: [],
  involvementWaiver: null,
  proposedOn: null,
  takenOn: null,
  rejectedOn: null,
  deferrals: [],
  acknowledgedOn: null,
  consequenceOfNonDecision: null,
  supersededById: null,
  supersededOn: null,
  supersedesIds: [],
  revokedOn: null,
  revocationGround: null,
  reconfirmations: [],
  corrections: [],
};

const nextDueOf = ({ status, dueBy, reviewOn }: DecisionFacts): LocalDate | null => {
  if (status === 'NEEDED' || status === 'PROPOSED' || status === 'DEFERRED') return dueBy;
  return status === 'TAKEN' ? reviewOn : null;
};

const searchTextOf = ({
  ref,
  title,
  forum,
  options,
  coreTaskValue,
  consequences,
  rationale,
}: DecisionFacts): string => {
  const offered = options.flatMap((option) => [option.title, option.description]);
  const texts = [ref, title, forum, ...offered, coreTaskValue, consequences, rationale];
  return texts
    .filter((each) => each)
    .join('\n')
    .toLowerCase();
};

const rowOf = (facts: DecisionFacts): DecisionRow => ({
  ...facts,
  nextDueOn: nextDueOf(facts),
  searchText: searchTextOf(facts),
});

const columnOf = {
  TITLE: 'title',
  FORUM: 'forum',
  RATIONALE: 'rationale',
  EFFECTIVE_FROM: 'effectiveFrom',
  REVIEW_ON: 'reviewOn',
  OPERATIONS_OWNER: 'operationsOwner',
  CORE_TASK_VALUE: 'coreTaskValue',
  CONSEQUENCES: 'consequences',
} as const satisfies Record<DecisionField, keyof DecisionFacts>;

export const decisions = projection<DecisionRow, BookEvent>('decision', 1, {
  columns: {
    ref: 'text',
    title: 'text',
    status: 'text',
    question: 'text',
    forum: 'text',
    dueBy: 'text',
    overdue: 'flag',
    staffAffecting: 'flag',
    introducesSystem: 'flag',
    solutionId: 'text',
    options: 'json',
    chosenKey: 'text',
    coreTaskValue: 'text',
    consequences: 'text',
    rationale: 'text',
    effectiveFrom: 'text',
    reviewOn: 'text',
    reviewDue: 'flag',
    operationsOwner: 'text',
    deciders: 'json',
    consulted: 'json',
    informed: 'json',
    involvementWaiver: 'text',
    identifiedOn: 'text',
    proposedOn: 'text',
    takenOn: 'text',
    rejectedOn: 'text',
    deferrals: 'json',
    acknowledgedOn: 'text',
    consequenceOfNonDecision: 'text',
    supersededById: 'text',
    supersededOn: 'text',
    supersedesIds: 'json',
    revokedOn: 'text',
    revocationGround: 'text',
    reconfirmations: 'json',
    corrections: 'json',
    nextDueOn: 'text',
    searchText: 'text',
  },
  key: 'decisionId',
  on: {
    DecisionNeedIdentified: (_row, { data: { decisionId: _decision, ...need }, occurredOn }) =>
      rowOf({ ...unwritten, ...need, solutionId: need.solutionId ?? null, status: 'NEEDED', identifiedOn: occurredOn }),
    DecisionProposed: change((row, { data, occurredOn }) =>
      rowOf({
        ...row,
        status: 'PROPOSED',
        options: data.options,
        coreTaskValue: data.coreTaskValue ?? null,
        consequences: data.consequences ?? null,
        proposedOn: occurredOn,
      }),
    ),
    DecisionTaken: change((row, { data: { decisionId: _decision, option, ...choice }, occurredOn }) =>
      rowOf({
        ...row,
        ...choice,
        reviewOn: choice.reviewOn ?? null,
        operationsOwner: choice.operationsOwner ?? null,
        involvementWaiver: choice.involvementWaiver ?? null,
        status: 'TAKEN',
        overdue: false,
        chosenKey: option,
        takenOn: occurredOn,
      }),
    ),
    DecisionRejected: change((row, { data: { rationale, deciders }, occurredOn }) =>
      rowOf({ ...row, status: 'REJECTED', overdue: false, rationale, deciders, rejectedOn: occurredOn }),
    ),
    DecisionDeferred: change((row, { data: { reason, newDueBy }, occurredOn }) => {
      const deferral = { reason, previousDueBy: row.dueBy, newDueBy, deferredOn: occurredOn };
      const deferrals = [...row.deferrals, deferral];
      return rowOf({ ...row, status: 'DEFERRED', overdue: false, dueBy: newDueBy, deferrals });
    }),
    DecisionBecameOverdue: change((row) => rowOf({ ...row, overdue: true })),
    NonDecisionAcknowledged: change((row, { data, occurredOn }) =>
      rowOf({
        ...row,
        status: 'NOT_TAKEN',
        overdue: false,
        acknowledgedOn: occurredOn,
        consequenceOfNonDecision: data.consequence,
      }),
    ),
    DecisionSuperseded: change((row, { data, occurredOn }) =>
      rowOf({
        ...row,
        status: 'SUPERSEDED',
        reviewDue: false,
        supersededById: data.byDecisionId,
        supersededOn: occurredOn,
      }),
    ),
    DecisionTookOver: change((row, { data }) =>
      rowOf({ ...row, supersedesIds: [...row.supersedesIds, data.supersededDecisionId] }),
    ),
    DecisionRevoked: change((row, { data, occurredOn }) =>
      rowOf({ ...row, status: 'REVOKED', reviewDue: false, revokedOn: occurredOn, revocationGround: data.ground }),
    ),
    DecisionReconfirmed: change((row, { data: { rationale, reviewOn }, occurredOn }) => {
      const reconfirmations = [...row.reconfirmations, { rationale, reviewOn, reconfirmedOn: occurredOn }];
      return rowOf({ ...row, reviewOn: reviewOn ?? null, reviewDue: false, reconfirmations });
    }),
    DecisionReviewFellDue: change((row) => rowOf({ ...row, reviewDue: true })),
    DecisionRecordCorrected: change((row, { data: { field, value, reason }, occurredOn }) => {
      const column = columnOf[field];
      const correction = { field, previously: row[column], value, reason, correctedOn: occurredOn };
      const reviewDue = field === 'REVIEW_ON' ? false : row.reviewDue;
      return rowOf({ ...row, [column]: value, reviewDue, corrections: [...row.corrections, correction] });
    }),
  },
});

export const decisionProjections = [decisions];
