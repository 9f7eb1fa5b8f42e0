import { describe, expect, it } from '@jest/globals';
import { type Kept, newId, on, recorded, step, testProgrammeId as programmeId } from '#kernel';
import {
  DecisionBecameOverdue,
  DecisionDeferred,
  type DecisionEvent,
  DecisionNeedIdentified,
  DecisionProposed,
  DecisionReconfirmed,
  DecisionRecordCorrected,
  DecisionRejected,
  DecisionReviewFellDue,
  DecisionRevoked,
  DecisionSuperseded,
  DecisionTaken,
  DecisionTookOver,
  NonDecisionAcknowledged,
} from './decision.events.js';
import { type DecisionRow, decisions } from './decision.projection.js';

const decisionId = newId(1);
const otherId = newId(2);
const identified = on(
  '2018-01-02',
  DecisionNeedIdentified({
    decisionId,
    ref: 'D-1',
    title: 'Buy or Lease?',
    question: 'TECHNOLOGY_AND_DATA',
    dueBy: '2018-02-01',
    forum: 'Council',
    staffAffecting: false,
    introducesSystem: true,
  }),
);
const options = [
  { key: 'A', title: 'Buy' },
  { key: 'B', title: 'Lease', description: 'For ÅTTE years' },
];
const laid = on(
  '2018-01-03',
  DecisionProposed({ decisionId, options, coreTaskValue: 'Time to teach', consequences: 'Costs' }),
);
const taken = on(
  '2018-01-04',
  DecisionTaken({
    decisionId,
    option: 'B',
    rationale: 'Cheaper',
    effectiveFrom: '2018-03-01',
    reviewOn: '2018-06-01',
    operationsOwner: 'IT',
    deciders: ['Council'],
    consulted: ['Schools'],
    informed: [],
  }),
);

type Event = ReturnType<typeof on<DecisionEvent>>;

const keptAfter = (...events: readonly Event[]): Kept<DecisionRow> =>
  recorded(events).reduce<Kept<DecisionRow> | null>((kept, event) => {
    const key = decisions.keysOf(event)[0]!;
    return step(decisions, kept ?? undefined, event, key);
  }, null)!;
const rowAfter = (...events: readonly Event[]) => keptAfter(...events).row;

describe('a decision in the read model', () => {
  it('is found by its id', () => expect(keptAfter(identified, laid).key).toBe(decisionId));
  it('is needed, with the day by which it is due', () => {
    expect(rowAfter(identified)).toMatchObject({
      ref: 'D-1',
      status: 'NEEDED',
      dueBy: '2018-02-01',
      nextDueOn: '2018-02-01',
      overdue: false,
      identifiedOn: '2018-01-02',
      solutionId: null,
      options: [],
      deciders: [],
      consulted: [],
      informed: [],
      searchText: 'd-1\nbuy or lease?\ncouncil',
    });
  });

  it('is proposed, and found by its options and consequences in lower case', () => {
    const row = rowAfter(identified, laid);
    expect(row).toMatchObject({
      status: 'PROPOSED',
      nextDueOn: '2018-02-01',
      options,
      proposedOn: '2018-01-03',
      coreTaskValue: 'Time to teach',
    });
    expect(row.searchText).toContain('for åtte years');
    expect(row.searchText).toContain('time to teach\ncosts');
  });

  it('is taken: its whole record, the review is what falls due next', () => {
    expect(rowAfter(identified, laid, taken)).toEqual({
      ref: 'D-1',
      title: 'Buy or Lease?',
      status: 'TAKEN',
      question: 'TECHNOLOGY_AND_DATA',
      forum: 'Council',
      dueBy: '2018-02-01',
      overdue: false,
      staffAffecting: false,
      introducesSystem: true,
      solutionId: null,
      options,
      chosenKey: 'B',
      coreTaskValue: 'Time to teach',
      consequences: 'Costs',
      rationale: 'Cheaper',
      effectiveFrom: '2018-03-01',
      reviewOn: '2018-06-01',
      reviewDue: false,
      operationsOwner: 'IT',
      deciders: ['Council'],
      consulted: ['Schools'],
      informed: [],
      involvementWaiver: null,
      identifiedOn: '2018-01-02',
      proposedOn: '2018-01-03',
      takenOn: '2018-01-04',
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
      nextDueOn: '2018-06-01',
      searchText: 'd-1\nbuy or lease?\ncouncil\nbuy\nlease\nfor åtte years\ntime to teach\ncosts\ncheaper',
    });
  });

  it('is rejected, and nothing falls due any more', () => {
    const overdue = on('2018-02-02', DecisionBecameOverdue({ decisionId, dueBy: '2018-02-01' }));
    const rejected = on('2018-01-05', DecisionRejected({ decisionId, rationale: 'Too dear', deciders: ['Council'] }));
    expect(rowAfter(identified, laid, overdue, rejected)).toMatchObject({
      status: 'REJECTED',
      overdue: false,
      rationale: 'Too dear',
      deciders: ['Council'],
      rejectedOn: '2018-01-05',
      nextDueOn: null,
    });
  });

  it('is overdue until it is put off, and remembers from when to when', () => {
    const overdue = on('2018-02-02', DecisionBecameOverdue({ decisionId, dueBy: '2018-02-01' }));
    const deferred = on('2018-02-05', DecisionDeferred({ decisionId, reason: 'No prices', newDueBy: '2018-03-01' }));
    expect(rowAfter(identified, overdue)).toMatchObject({ overdue: true, nextDueOn: '2018-02-01' });
    expect(rowAfter(identified, overdue, deferred)).toMatchObject({
      status: 'DEFERRED',
      overdue: false,
      dueBy: '2018-03-01',
      nextDueOn: '2018-03-01',
      deferrals: [
        { reason: 'No prices', previousDueBy: '2018-02-01', newDueBy: '2018-03-01', deferredOn: '2018-02-05' },
      ],
    });
  });

  it('is no longer overdue when it is taken late', () => {
    const overdue = on('2018-02-02', DecisionBecameOverdue({ decisionId, dueBy: '2018-02-01' }));
    expect(rowAfter(identified, laid, overdue, on('2018-02-03', taken)).overdue).toBe(false);
  });

  it('is not taken, with what follows from that', () => {
    const overdue = on('2018-02-02', DecisionBecameOverdue({ decisionId, dueBy: '2018-02-01' }));
    const admitted = on('2018-02-10', NonDecisionAcknowledged({ decisionId, consequence: 'Schools buy alone' }));
    expect(rowAfter(identified, overdue, admitted)).toMatchObject({
      status: 'NOT_TAKEN',
      overdue: false,
      acknowledgedOn: '2018-02-10',
      consequenceOfNonDecision: 'Schools buy alone',
      nextDueOn: null,
    });
  });

  it('is superseded, and its review falls away', () => {
    const due = on('2018-06-01', DecisionReviewFellDue({ decisionId, reviewOn: '2018-06-01' }));
    const superseded = on('2018-06-02', DecisionSuperseded({ decisionId, byDecisionId: otherId }));
    expect(rowAfter(identified, laid, taken, due, superseded)).toMatchObject({
      status: 'SUPERSEDED',
      supersededById: otherId,
      supersededOn: '2018-06-02',
      reviewDue: false,
      nextDueOn: null,
    });
  });

  it('knows whose place it took', () => {
    const tookOver = on('2018-01-06', DecisionTookOver({ decisionId, supersededDecisionId: otherId }));
    expect(rowAfter(identified, laid, taken, tookOver)).toMatchObject({ status: 'TAKEN', supersedesIds: [otherId] });
  });

  it('is called off', () => {
    const revoked = on('2018-01-06', DecisionRevoked({ decisionId, ground: 'Unlawful' }));
    const due = on('2018-01-05', DecisionReviewFellDue({ decisionId, reviewOn: '2018-01-05' }));
    expect(rowAfter(identified, laid, taken, due, revoked)).toMatchObject({
      status: 'REVOKED',
      reviewDue: false,
      revokedOn: '2018-01-06',
      revocationGround: 'Unlawful',
      nextDueOn: null,
    });
  });

  it('is due for review until it is reconfirmed', () => {
    const due = on('2018-06-01', DecisionReviewFellDue({ decisionId, reviewOn: '2018-06-01' }));
    const next = on('2018-06-03', DecisionReconfirmed({ decisionId, rationale: 'Works', reviewOn: '2019-06-01' }));
    const last = on('2019-06-03', DecisionReconfirmed({ decisionId, rationale: 'Still works' }));
    expect(rowAfter(identified, laid, taken, due)).toMatchObject({ reviewDue: true, nextDueOn: '2018-06-01' });
    expect(rowAfter(identified, laid, taken, due, next)).toMatchObject({ reviewDue: false, nextDueOn: '2019-06-01' });
    expect(rowAfter(identified, laid, taken, due, next, last)).toMatchObject({
      status: 'TAKEN',
      reviewOn: null,
      nextDueOn: null,
      reconfirmations: [
        { rationale: 'Works', reviewOn: '2019-06-01', reconfirmedOn: '2018-06-03' },
        { rationale: 'Still works', reconfirmedOn: '2019-06-03' },
      ],
    });
  });

  it('shows what was corrected, and what stood there before', () => {
    const reason = 'Misread';
    const title = on('2018-01-05', DecisionRecordCorrected({ decisionId, field: 'TITLE', value: 'Lease', reason }));
    const review = on(
      '2018-01-06',
      DecisionRecordCorrected({ decisionId, field: 'REVIEW_ON', value: '2018-07-01', reason }),
    );
    const row = rowAfter(identified, laid, taken, title, review);
    expect(row).toMatchObject({
      title: 'Lease',
      reviewOn: '2018-07-01',
      nextDueOn: '2018-07-01',
      corrections: [
        { field: 'TITLE', previously: 'Buy or Lease?', value: 'Lease', reason, correctedOn: '2018-01-05' },
        { field: 'REVIEW_ON', previously: '2018-06-01', value: '2018-07-01', reason, correctedOn: '2018-01-06' },
      ],
    });
    expect(row.searchText).not.toContain('buy or lease?');
    const due = on('2018-06-01', DecisionReviewFellDue({ decisionId, reviewOn: '2018-06-01' }));
    expect(rowAfter(identified, laid, taken, due, title).reviewDue).toBe(true);
    expect(rowAfter(identified, laid, taken, due, review).reviewDue).toBe(false);
  });

  it('stays as it is when an event comes twice', () => {
    const events = recorded([
      identified,
      laid,
      taken,
      on('2018-01-06', DecisionTookOver({ decisionId, supersededDecisionId: otherId })),
    ]);
    const once = keptAfter(
      identified,
      laid,
      taken,
      on('2018-01-06', DecisionTookOver({ decisionId, supersededDecisionId: otherId })),
    );
    const twice = events.reduce((kept, event) => step(decisions, kept, event, decisionId)!, once);
    expect(twice).toBe(once);
    expect(once).toMatchObject({ programmeId, sources: [1n, 2n, 3n, 4n] });
  });
});
