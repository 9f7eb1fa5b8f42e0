import { describe, expect, it } from '@jest/globals';
import { type Event, newId, recorded } from '#kernel';
import { emptyBook, evolveBook } from '../book.state.js';
import { decisionId, needed, programme, tabletsId, taken } from '../testing/rollout.js';
import {
  DecisionBecameOverdue,
  DecisionDeferred,
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
import { isInForce, isOpen, wasTaken } from './decision.state.js';

const otherId = newId(922);
const decision = (...events: readonly Event[]) =>
  recorded([...programme, needed, ...events])
    .reduce(evolveBook, emptyBook)
    .decisions.get(decisionId)!;
const [, laid, chosen] = taken;
const reviewed = DecisionTaken({ ...chosen.data, reviewOn: '2018-06-01' });
const overdue = DecisionBecameOverdue({ decisionId, dueBy: '2018-12-01' });
const fellDue = DecisionReviewFellDue({ decisionId, reviewOn: '2018-06-01' });
const correct = (field: 'TITLE' | 'REVIEW_ON', value: string) =>
  DecisionRecordCorrected({ decisionId, field, value, reason: 'Misread' });

describe('what the book knows of a decision', () => {
  it('is its need at first', () =>
    expect(decision()).toEqual({
      id: decisionId,
      ref: 'D-1',
      status: 'NEEDED',
      dueBy: '2018-12-01',
      overdue: false,
      staffAffecting: false,
      introducesSystem: false,
      solutionId: tabletsId,
      options: [],
      record: { TITLE: 'Roll out tablets', FORUM: 'Council' },
      reviewFellDue: false,
    }));

  const ways: readonly (readonly [string, readonly Event[], object, string])[] = [
    ['its need', [], { status: 'NEEDED' }, 'open'],
    ['its options', [laid], { status: 'PROPOSED', options: laid.data.options }, 'open'],
    ['what was chosen', [laid, chosen], { status: 'TAKEN', overdue: false }, 'in force'],
    [
      'that all options were rejected',
      [laid, DecisionRejected({ decisionId, rationale: 'Too dear', deciders: ['Council'] })],
      { status: 'REJECTED' },
      'over',
    ],
    ['that it is overdue', [overdue], { status: 'NEEDED', overdue: true }, 'open'],
    [
      'that it was put off to another day',
      [overdue, DecisionDeferred({ decisionId, reason: 'No prices', newDueBy: '2019-01-15' })],
      { status: 'DEFERRED', overdue: false, dueBy: '2019-01-15' },
      'open',
    ],
    [
      'that it was not taken',
      [overdue, NonDecisionAcknowledged({ decisionId, consequence: 'Schools buy alone' })],
      { status: 'NOT_TAKEN' },
      'over',
    ],
    [
      'what took its place',
      [...taken.slice(1), DecisionSuperseded({ decisionId, byDecisionId: otherId })],
      { status: 'SUPERSEDED', supersededBy: otherId },
      'was taken',
    ],
    [
      'that it goes on when it took the place of another',
      [...taken.slice(1), DecisionTookOver({ decisionId, supersededDecisionId: otherId })],
      { status: 'TAKEN' },
      'in force',
    ],
    [
      'that it was called off',
      [laid, chosen, DecisionRevoked({ decisionId, ground: 'No money' })],
      { status: 'REVOKED' },
      'was taken',
    ],
    ['that its review fell due', [laid, reviewed, fellDue], { status: 'TAKEN', reviewFellDue: true }, 'in force'],
    [
      'that its review fell due, also when its title is corrected',
      [laid, reviewed, fellDue, correct('TITLE', 'Lease')],
      { reviewFellDue: true, record: { ...reviewedRecord(), TITLE: 'Lease' } },
      'in force',
    ],
    [
      'that its review waits for another day, as corrected',
      [laid, reviewed, fellDue, correct('REVIEW_ON', '2018-09-01')],
      { reviewFellDue: false, record: { ...reviewedRecord(), REVIEW_ON: '2018-09-01' } },
      'in force',
    ],
    [
      'that it was looked at again',
      [laid, reviewed, fellDue, DecisionReconfirmed({ decisionId, rationale: 'Works', reviewOn: '2019-06-01' })],
      { reviewFellDue: false, record: { ...reviewedRecord(), REVIEW_ON: '2019-06-01' } },
      'in force',
    ],
  ];
  it.each(ways)('is %s', (_what, events, known, standing) => {
    const found = decision(...events);
    expect(found).toMatchObject(known);
    const standings = { open: isOpen(found), 'in force': isInForce(found), 'was taken': wasTaken(found) };
    expect(standings).toEqual({
      open: standing === 'open',
      'in force': standing === 'in force',
      'was taken': standing === 'in force' || standing === 'was taken',
    });
  });
});

function reviewedRecord() {
  return {
    TITLE: 'Roll out tablets',
    FORUM: 'Council',
    CORE_TASK_VALUE: 'Learning',
    CONSEQUENCES: 'Costs',
    RATIONALE: 'It works',
    EFFECTIVE_FROM: '2018-01-15',
    REVIEW_ON: '2018-06-01',
  };
}
