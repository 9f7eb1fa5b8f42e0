import { describe, it } from '@jest/globals';
import { type Event, newId, on, recorded, testDay, testProgrammeId as programmeId } from '#kernel';
import {
  DecisionBecameOverdue,
  DecisionNeedIdentified,
  DecisionProposed,
  NonDecisionAcknowledged,
} from '../decision/decision.events.js';
import { given } from '../given.js';
import { ProgrammeChartered, ProgrammeClosed, SolutionAdded } from '../programme/programme.events.js';
import { ReadinessConfirmed, UnitClosed, UnitCommitted, UnitEnrolled, UnitsMerged } from '../unit/unit.events.js';
import { OccurredOnCorrected } from './correction.events.js';

const chartered = ProgrammeChartered({
  programmeId,
  name: 'Digital school day',
  owner: { title: 'Municipal director' },
  currentSituation: 'Each school buys its own devices.',
  targetPicture: 'Every pupil has a tablet.',
  purposes: ['Learning'],
  scope: 'All schools',
});
const solutionId = newId(901);
const decisionId = newId(911);
const need = {
  decisionId,
  ref: 'D-1',
  title: 'Buy or lease?',
  question: 'TECHNOLOGY_AND_DATA',
  dueBy: '2018-01-12',
  forum: 'Council',
  staffAffecting: false,
  introducesSystem: false,
  solutionId,
} as const;
const options = [
  { key: 'A', title: 'Buy' },
  { key: 'B', title: 'Do nothing' },
];

const book = [
  on('2018-01-02', chartered),
  on('2018-01-04', SolutionAdded({ solutionId, ref: 'S-1', name: 'Tablets', description: 'One for each pupil' })),
  on('2018-01-06', DecisionNeedIdentified(need)),
  on('2018-01-08', DecisionProposed({ decisionId, options })),
  on('2018-01-13', DecisionBecameOverdue({ decisionId, dueBy: need.dueBy })),
];
const [charter, solution, needed, proposed, overdue] = [0, 1, 2, 3, 4];
const lineId = (line: number, events: readonly Event[] = book) => recorded(events)[line]!.id;

const correct = (line: number, occurredOn: string, events: readonly Event[] = book) =>
  given(...events).when('correctOccurredOn', {
    programmeId,
    eventId: lineId(line, events),
    occurredOn,
    reason: 'The minutes say so',
  });
const corrected = (line: number, previously: string, occurredOn: string) =>
  OccurredOnCorrected({
    eventId: lineId(line),
    eventType: book[line]!.type,
    revision: line,
    previously,
    occurredOn,
    reason: 'The minutes say so',
  });

describe('correctOccurredOn', () => {
  it('moves a line to an earlier day', () =>
    correct(proposed, '2018-01-07').then(corrected(proposed, '2018-01-08', '2018-01-07')));
  it('moves a line to a later day', () =>
    correct(proposed, '2018-01-09').then(corrected(proposed, '2018-01-08', '2018-01-09')));
  it('may move it as far as its neighbours', () => {
    correct(proposed, '2018-01-06').then(corrected(proposed, '2018-01-08', '2018-01-06'));
    correct(proposed, '2018-01-13').then(corrected(proposed, '2018-01-08', '2018-01-13'));
  });
  it('may move it to the day of the line that follows, and to today', () => {
    const admitted = on('2018-01-14', NonDecisionAcknowledged({ decisionId, consequence: 'Nothing was bought' }));
    correct(proposed, '2018-01-14', [...book, admitted]).then(corrected(proposed, '2018-01-08', '2018-01-14'));
    correct(proposed, testDay).then(corrected(proposed, '2018-01-08', testDay));
  });
  it('may correct the same line again', () =>
    correct(proposed, '2018-01-10', [...book, corrected(proposed, '2018-01-08', '2018-01-09')]).then(
      corrected(proposed, '2018-01-09', '2018-01-10'),
    ));
  it('still works in a closed book', () =>
    correct(proposed, '2018-01-09', [...book, ProgrammeClosed({ programmeId })]).then(
      corrected(proposed, '2018-01-08', '2018-01-09'),
    ));
  it('may move the charter to before', () =>
    correct(charter, '2017-12-01').then(corrected(charter, '2018-01-02', '2017-12-01')));
  it('may move a beginning up to the day on which it is first told of', () =>
    correct(solution, '2018-01-06').then(corrected(solution, '2018-01-04', '2018-01-06')));

  it('must be about a line of the book', () =>
    given(...book)
      .when('correctOccurredOn', {
        programmeId,
        eventId: newId(7),
        occurredOn: '2018-01-07',
        reason: 'The minutes say so',
      })
      .thenRefused('EVENT_UNKNOWN', 'eventId'));
  it('refuses to correct a correction', () =>
    correct(5, '2018-01-10', [...book, corrected(proposed, '2018-01-08', '2018-01-09')]).thenRefused(
      'CORRECTION_OF_CORRECTION',
      'eventId',
    ));
  it('refuses to correct what the clock wrote', () =>
    correct(overdue, '2018-01-14').thenRefused('WRITTEN_BY_CLOCK', 'eventId'));
  it('changes the day', () => correct(proposed, '2018-01-08').thenRefused('OCCURRED_ON_UNCHANGED', 'occurredOn'));
  it('is held against what was corrected before', () =>
    correct(proposed, '2018-01-09', [...book, corrected(proposed, '2018-01-08', '2018-01-09')]).thenRefused(
      'OCCURRED_ON_UNCHANGED',
      'occurredOn',
    ));
  it('never moves a line into the future', () =>
    correct(solution, '2018-01-16').thenRefused('OCCURRED_IN_FUTURE', 'occurredOn'));
  it('never moves a line before the one before it', () =>
    correct(proposed, '2018-01-05').thenRefused('CORRECTED_BEFORE_PREDECESSOR', 'occurredOn'));
  it('never moves a line after the one after it', () =>
    correct(needed, '2018-01-09').thenRefused('CORRECTED_AFTER_SUCCESSOR', 'occurredOn'));
  it('is not held back by what the clock wrote', () =>
    correct(proposed, '2018-01-14').then(corrected(proposed, '2018-01-08', '2018-01-14')));
  it('never moves a line before the programme began', () =>
    correct(solution, '2018-01-01').thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'occurredOn'));
  it('never moves a line before what it is about', () =>
    correct(needed, '2018-01-03').thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'occurredOn'));
  it('never lets a thing begin after other lines tell of it', () =>
    correct(solution, '2018-01-07').thenRefused('CORRECTED_PAST_WHAT_FOLLOWED', 'occurredOn'));
  it('never lets the programme begin after anything in its book', () =>
    correct(charter, '2018-01-05').thenRefused('CORRECTED_PAST_WHAT_FOLLOWED', 'occurredOn'));
  it('counts a corrected beginning from then on', () =>
    correct(needed, '2018-01-03', [...book, corrected(solution, '2018-01-04', '2018-01-03')]).then(
      corrected(needed, '2018-01-06', '2018-01-03'),
    ));

  const [jong, grav] = [newId(921), newId(922)];
  const enrolled = (unitId: string) =>
    on('2018-01-04', UnitEnrolled({ unitId, name: 'A school', eligible: 100, externalIds: [] }));
  const way = { unitId: jong, solutionId };
  const committed = on('2018-01-06', UnitCommitted(way));
  const closed = UnitClosed({ unitId: jong, solutionIds: [solutionId] });
  const milestones = { committedOn: '2018-01-06' };
  const along = { solutionId, fromUnitIds: [jong], status: 'COMMITTED' as const, milestones };
  const merged = UnitsMerged({ fromUnitIds: [jong], intoUnitId: grav, eligible: 200, carried: [along] });
  const life = [...book.slice(0, 2), enrolled(jong), enrolled(grav), committed];
  const [step, end, later] = [4, 5, 6];
  it.each([closed, merged])(
    'never moves what ended a unit before its last step, nor a step after it: $type',
    (event) => {
      const whole = [...life, on('2018-01-08', event)];
      correct(end, '2018-01-05', whole).thenRefused('CORRECTED_BEFORE_PREDECESSOR', 'occurredOn');
      correct(step, '2018-01-09', whole).thenRefused('CORRECTED_AFTER_SUCCESSOR', 'occurredOn');
    },
  );
  it('never moves a merger after what the remaining unit did next, nor that before the merger', () => {
    const readied = ReadinessConfirmed({ unitId: grav, solutionId, checks: [{ check: 'Network', met: true }] });
    const whole = [...life, on('2018-01-08', merged), on('2018-01-10', readied)];
    correct(end, '2018-01-11', whole).thenRefused('CORRECTED_AFTER_SUCCESSOR', 'occurredOn');
    correct(later, '2018-01-07', whole).thenRefused('CORRECTED_BEFORE_PREDECESSOR', 'occurredOn');
  });
  it('needs a reason', () =>
    given(...book)
      .when('correctOccurredOn', { programmeId, eventId: lineId(proposed), occurredOn: '2018-01-07' })
      .thenRefused('INPUT_MISSING', 'reason'));
  it('lets later commands count from the corrected day', () =>
    given(...book, on(testDay, corrected(solution, '2018-01-04', '2018-01-06')))
      .when(
        'logDecision',
        {
          programmeId,
          title: 'Which tablet?',
          question: 'METHOD',
          forum: 'Council',
          options: ['One', 'Another'],
          option: 'One',
          rationale: 'Lighter',
          solutionId,
        },
        { occurredOn: '2018-01-05' },
      )
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn'));
});
