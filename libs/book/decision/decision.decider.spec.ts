import { describe, it } from '@jest/globals';
import { type Event, newId, on, testDay, testProgrammeId as programmeId } from '#kernel';
import { given } from '../given.js';
import { ProgrammeChartered, ProgrammeClosed, SolutionAdded } from '../programme/programme.events.js';
import {
  DecisionBecameOverdue,
  DecisionDeferred,
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

const early = '2018-01-02';
const chartered = on(
  early,
  ProgrammeChartered({
    programmeId,
    name: 'Digital school day',
    owner: { title: 'Municipal director' },
    currentSituation: 'Each school buys its own devices.',
    targetPicture: 'Every pupil has a tablet.',
    purposes: ['Learning'],
    scope: 'All schools',
  }),
);
const solutionId = newId(901);
const tablets = on(
  early,
  SolutionAdded({ solutionId, ref: 'S-1', name: 'Tablets', description: 'One for each pupil' }),
);

const decisionId = newId(911);
const otherId = newId(912);
const dueBy = '2018-02-01';
const wanted = { title: 'Buy or lease?', question: 'TECHNOLOGY_AND_DATA', dueBy, forum: 'Leadership group' } as const;
const plain = { staffAffecting: false, introducesSystem: false };
const need = { decisionId, ref: 'D-1', ...wanted, ...plain };
const identified = on(early, DecisionNeedIdentified(need));
const options = [
  { key: 'A', title: 'Buy' },
  { key: 'B', title: 'Lease' },
  { key: 'C', title: 'Do nothing' },
];
const value = { coreTaskValue: 'More time to teach', consequences: 'Costs 2 million a year' };
const laid = on('2018-01-10', DecisionProposed({ decisionId, options, ...value }));
const chosen = {
  option: 'B',
  rationale: 'Cheaper',
  effectiveFrom: testDay,
  deciders: ['Council'],
  consulted: [],
  informed: [],
};
const taken = on(testDay, DecisionTaken({ decisionId, ...chosen }));
const soFar = [chartered, tablets, identified];
const offered = [...soFar, laid];
const decided = [...offered, taken];

const other = [
  on(early, DecisionNeedIdentified({ ...need, decisionId: otherId, ref: 'D-2', title: 'Lease anew?' })),
  on('2018-01-10', DecisionProposed({ decisionId: otherId, options, ...value })),
  on(testDay, DecisionTaken({ decisionId: otherId, ...chosen })),
];

describe('identifyDecisionNeed', () => {
  const identify = (changes: object = {}, options = {}) =>
    given(chartered, tablets).when('identifyDecisionNeed', { programmeId, ...wanted, ...changes }, options);

  it('notes who decides what by when', () =>
    identify({ solutionId: 'S-1' }).then(DecisionNeedIdentified({ ...need, decisionId: newId(1), solutionId })));
  it('numbers needs in their order', () =>
    given(...soFar)
      .when('identifyDecisionNeed', { programmeId, ...wanted, staffAffecting: true, introducesSystem: true })
      .then(
        DecisionNeedIdentified({
          ...need,
          decisionId: newId(1),
          ref: 'D-2',
          staffAffecting: true,
          introducesSystem: true,
        }),
      ));
  it('can be due on the same day', () =>
    identify({ dueBy: testDay }).then(DecisionNeedIdentified({ ...need, decisionId: newId(1), dueBy: testDay })));
  it('is never due before it is noted', () =>
    identify({ dueBy: '2018-01-14' }).thenRefused('DECISION_DUE_IN_PAST', 'dueBy'));
  it('is about a solution of the programme, when about one', () =>
    identify({ solutionId: newId(7) }).thenRefused('SOLUTION_UNKNOWN', 'solutionId'));
  it('answers one of the ten questions', () =>
    identify({ question: 'WEATHER' }).thenRefused('INPUT_NOT_ONE_OF', 'question'));
  it('cannot have come up before the solution that it is about', () =>
    given(
      chartered,
      on('2018-01-12', SolutionAdded({ solutionId, ref: 'S-1', name: 'Tablets', description: 'One each' })),
    )
      .when('identifyDecisionNeed', { programmeId, ...wanted, solutionId }, { occurredOn: '2018-01-11' })
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn'));
});

describe('proposeDecision', () => {
  const titles = (...all: string[]) => all.map((title) => ({ title }));
  const propose = (proposal: object = {}, before: readonly Event[] = soFar) =>
    given(...before).when('proposeDecision', {
      programmeId,
      decisionId,
      options: titles('Buy', 'Lease', 'Do nothing'),
      ...value,
      ...proposal,
    });

  it('lays options before the forum, each with its letter', () =>
    propose().then(DecisionProposed({ decisionId, options, ...value })));
  it('takes the decision by the number that people cite', () =>
    propose({ decisionId: 'd-1' }).then(DecisionProposed({ decisionId, options, ...value })));
  it('may lay other options before the forum as long as nothing is decided', () =>
    propose({ options: titles('Buy', 'Do nothing') }, offered).then(
      DecisionProposed({ decisionId, options: [options[0]!, { key: 'B', title: 'Do nothing' }], ...value }),
    ));
  it('may come again after the decision was put off', () =>
    propose({}, [...soFar, DecisionDeferred({ decisionId, reason: 'No prices', newDueBy: '2018-03-01' })]).then(
      DecisionProposed({ decisionId, options, ...value }),
    ));
  it('refuses the same proposal word for word', () => propose({}, offered).thenRefused('PROPOSAL_UNCHANGED'));
  it('takes the same options with another value as another proposal', () =>
    propose({ coreTaskValue: 'Less paper' }, offered).then(
      DecisionProposed({ decisionId, options, ...value, coreTaskValue: 'Less paper' }),
    ));
  it('takes the same options with other consequences as another proposal', () =>
    propose({ consequences: 'Costs 3 million' }, offered).then(
      DecisionProposed({ decisionId, options, ...value, consequences: 'Costs 3 million' }),
    ));
  it('needs two options', () => propose({ options: titles('Buy') }).thenRefused('OPTIONS_TOO_FEW', 'options'));
  it('needs options that differ, whatever their case and spaces', () =>
    propose({ options: titles('Do nothing', ' DO  nothing') }).thenRefused('OPTION_REPEATED', 'options.1.title'));
  it('takes 26 options', () => {
    const many = Array.from({ length: 26 }, (_, n) => `Option ${n}`);
    const keys = many.map((title, n) => ({ key: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[n]!, title }));
    propose({ options: titles(...many) }).then(DecisionProposed({ decisionId, options: keys, ...value }));
  });
  it('has no letter for a 27th option', () =>
    propose({ options: titles(...Array.from({ length: 27 }, (_, n) => `Option ${n}`)) }).thenRefused(
      'OPTIONS_TOO_MANY',
      'options',
    ));
  it('refuses a title that is the letter of another option', () =>
    propose({ options: titles('Buy', 'a') }).thenRefused('OPTION_TITLE_MISLEADS', 'options.1.title'));
  it('lets an option be called by its own letter', () =>
    propose({ options: titles('A', 'B') }).then(
      DecisionProposed({
        decisionId,
        options: [
          { key: 'A', title: 'A' },
          { key: 'B', title: 'B' },
        ],
        ...value,
      }),
    ));
  it('must be about a decision in the book', () =>
    propose({ decisionId: newId(7) }).thenRefused('DECISION_UNKNOWN', 'decisionId'));
  it('comes too late when it is decided', () => propose({}, decided).thenRefused('DECISION_NOT_OPEN', 'decisionId'));
});

describe('takeDecision', () => {
  const input = { programmeId, decisionId, option: 'B', rationale: 'Cheaper', deciders: ['Council'] };
  const take = (changes: object = {}, before: readonly Event[] = offered, when = {}) =>
    given(...before).when('takeDecision', { ...input, ...changes }, when);
  const of = (changes: object): readonly Event[] => [
    chartered,
    on(early, DecisionNeedIdentified({ ...need, ...changes })),
    laid,
  ];
  const takenAs = (changes: object = {}) => DecisionTaken({ decisionId, ...chosen, ...changes });

  it('records the choice, in force from that day on', () => take().then(takenAs()));
  it('takes the option by its letter, in any case', () => take({ option: 'b' }).then(takenAs()));
  it('takes the option by its title', () => take({ option: 'do nothing' }).then(takenAs({ option: 'C' })));
  it('records when it holds from, when it is looked at again, who was asked and who is told', () => {
    const more = { effectiveFrom: '2018-08-01', reviewOn: '2019-01-15', consulted: ['Schools'], informed: ['Parents'] };
    take(more).then(takenAs(more));
  });
  it('may follow a deferral on the options that were laid before', () =>
    take({}, [
      ...offered,
      on('2018-01-12', DecisionDeferred({ decisionId, reason: 'No time', newDueBy: '2018-03-01' })),
    ]).then(takenAs()));
  it('may come late', () =>
    take({}, [...offered, DecisionBecameOverdue({ decisionId, dueBy })], { today: '2018-02-10' }).then(
      takenAs({ effectiveFrom: '2018-02-10' }),
    ));
  it('must be about a decision in the book', () =>
    take({ decisionId: newId(7) }).thenRefused('DECISION_UNKNOWN', 'decisionId'));
  it('needs options to choose from', () => take({}, soFar).thenRefused('DECISION_NOT_PROPOSED', 'decisionId'));
  it('happens once', () => take({}, decided).thenRefused('DECISION_NOT_OPEN', 'decisionId'));
  it('chooses one of the options', () => take({ option: 'Rent' }).thenRefused('OPTION_UNKNOWN', 'option'));
  it('is made by somebody', () => take({ deciders: [] }).thenRefused('DECIDERS_MISSING', 'deciders'));
  it('cannot hold before it is taken', () =>
    take({ effectiveFrom: '2018-01-14' }).thenRefused('EFFECTIVE_BEFORE_TAKEN', 'effectiveFrom'));
  it('is looked at again after the day on which it is taken', () =>
    take({ reviewOn: testDay }).thenRefused('REVIEW_NOT_LATER', 'reviewOn'));
  it('names who runs the system that it introduces', () =>
    take({}, of({ introducesSystem: true })).thenRefused('OPERATIONS_OWNER_MISSING', 'operationsOwner'));
  it('introduces a system with an operations owner', () =>
    take({ operationsOwner: 'IT operations' }, of({ introducesSystem: true })).then(
      takenAs({ operationsOwner: 'IT operations' }),
    ));
  it('waits for the involvement of employees whom it touches', () =>
    take({}, of({ staffAffecting: true })).thenRefused('INVOLVEMENT_MISSING', 'involvementWaiver'));
  it('touches employees with a waiver that says why', () =>
    take({ involvementWaiver: 'The union asked for it' }, of({ staffAffecting: true })).then(
      takenAs({ involvementWaiver: 'The union asked for it' }),
    ));
  it('cannot have been taken before its options were laid', () =>
    take({}, offered, { occurredOn: '2018-01-09' }).thenRefused('OCCURRED_OUT_OF_ORDER', 'record.occurredOn'));
});

describe('rejectDecision', () => {
  const input = { programmeId, decisionId, rationale: 'Too dear', deciders: ['Council'] };
  const reject = (changes: object = {}, before: readonly Event[] = offered) =>
    given(...before).when('rejectDecision', { ...input, ...changes });

  it('says no to all options', () =>
    reject().then(DecisionRejected({ decisionId, rationale: 'Too dear', deciders: ['Council'] })));
  it('is made by somebody', () => reject({ deciders: [] }).thenRefused('DECIDERS_MISSING', 'deciders'));
  it('needs options to say no to', () => reject({}, soFar).thenRefused('DECISION_NOT_PROPOSED', 'decisionId'));
  it('cannot undo a decision', () => reject({}, decided).thenRefused('DECISION_NOT_OPEN', 'decisionId'));
  it('must be about a decision in the book', () =>
    reject({ decisionId: newId(7) }).thenRefused('DECISION_UNKNOWN', 'decisionId'));
});

describe('deferDecision', () => {
  const defer = (newDueBy: string, before: readonly Event[] = soFar, when = {}) =>
    given(...before).when('deferDecision', { programmeId, decisionId, reason: 'No prices', newDueBy }, when);

  it('puts it off to a later day', () =>
    defer('2018-03-01').then(DecisionDeferred({ decisionId, reason: 'No prices', newDueBy: '2018-03-01' })));
  it('is never to the same day', () => defer(dueBy).thenRefused('DEFERRAL_NOT_LATER', 'newDueBy'));
  it('may be to the day on which it is put off', () =>
    defer('2018-03-01', soFar, { today: '2018-03-01' }).then(
      DecisionDeferred({ decisionId, reason: 'No prices', newDueBy: '2018-03-01' }),
    ));
  it('is never to a day that has passed', () =>
    defer('2018-02-05', soFar, { today: '2018-02-06' }).thenRefused('DEFERRAL_IN_PAST', 'newDueBy'));
  it('is measured against the last deferral', () =>
    defer('2018-03-01', [
      ...soFar,
      DecisionDeferred({ decisionId, reason: 'No prices', newDueBy: '2018-03-01' }),
    ]).thenRefused('DEFERRAL_NOT_LATER', 'newDueBy'));
  it('cannot undo a decision', () => defer('2018-03-01', decided).thenRefused('DECISION_NOT_OPEN', 'decisionId'));
  it('must be about a decision in the book', () =>
    given(...soFar)
      .when('deferDecision', { programmeId, decisionId: newId(7), reason: 'No prices', newDueBy: '2018-03-01' })
      .thenRefused('DECISION_UNKNOWN', 'decisionId'));
});

describe('acknowledgeNonDecision', () => {
  const acknowledge = (before: readonly Event[], today: string, id = decisionId) =>
    given(...before).when(
      'acknowledgeNonDecision',
      { programmeId, decisionId: id, consequence: 'Schools buy alone' },
      { today },
    );
  const acknowledged = NonDecisionAcknowledged({ decisionId, consequence: 'Schools buy alone' });
  const overdue = on('2018-02-02', DecisionBecameOverdue({ decisionId, dueBy }));

  it('admits that nothing was decided', () => acknowledge([...soFar, overdue], '2018-02-10').then(acknowledged));
  it('need not wait for the clock to have noticed', () => acknowledge(soFar, '2018-02-02').then(acknowledged));
  it('waits until the day has passed', () =>
    acknowledge(soFar, dueBy).thenRefused('DECISION_NOT_OVERDUE', 'decisionId'));
  it('waits for the new day after a deferral', () =>
    acknowledge(
      [...soFar, overdue, on('2018-02-03', DecisionDeferred({ decisionId, reason: 'Late', newDueBy: '2018-03-01' }))],
      '2018-02-10',
    ).thenRefused('DECISION_NOT_OVERDUE', 'decisionId'));
  it('is admitted once', () =>
    acknowledge([...soFar, overdue, on('2018-02-10', acknowledged)], '2018-02-11').thenRefused(
      'DECISION_NOT_OPEN',
      'decisionId',
    ));
  it('must be about a decision in the book', () =>
    acknowledge(soFar, '2018-02-10', newId(7)).thenRefused('DECISION_UNKNOWN', 'decisionId'));
});

describe('supersedeDecision', () => {
  const supersede = (before: readonly Event[], earlier = decisionId, later = otherId) =>
    given(...before).when('supersedeDecision', { programmeId, decisionId: earlier, byDecisionId: later });
  const both = [...decided, ...other];
  const replaced = (id: string, by: string) => [
    DecisionSuperseded({ decisionId: id, byDecisionId: by }),
    DecisionTookOver({ decisionId: by, supersededDecisionId: id }),
  ];

  it('writes both ends at once', () => supersede(both).then(...replaced(decisionId, otherId)));
  it('needs a later decision in the book', () => supersede(decided).thenRefused('DECISION_UNKNOWN', 'byDecisionId'));
  it('needs an earlier decision in the book', () =>
    supersede(both, newId(7)).thenRefused('DECISION_UNKNOWN', 'decisionId'));
  it('never lets a decision take its own place', () =>
    supersede(both, decisionId, decisionId).thenRefused('DECISION_SUPERSEDES_ITSELF', 'byDecisionId'));
  it('needs the earlier decision to be in force', () =>
    supersede([...offered, ...other]).thenRefused('DECISION_NOT_IN_FORCE', 'decisionId'));
  it('needs the later decision to be in force', () =>
    supersede([...decided, ...other, DecisionRevoked({ decisionId: otherId, ground: 'Unlawful' })]).thenRefused(
      'DECISION_NOT_IN_FORCE',
      'byDecisionId',
    ));
  it('happens once', () =>
    supersede([...both, ...replaced(decisionId, otherId)]).thenRefused('DECISION_NOT_IN_FORCE', 'decisionId'));
  it('never goes in a circle', () =>
    supersede([...both, ...replaced(decisionId, otherId)], otherId, decisionId).thenRefused(
      'SUPERSESSION_CIRCULAR',
      'byDecisionId',
    ));
  it('never goes in a circle over a third decision', () => {
    const thirdId = newId(913);
    const third = other.map((event) => ({ ...event, data: { ...event.data, decisionId: thirdId } }));
    supersede(
      [...both, ...third, ...replaced(decisionId, otherId), ...replaced(otherId, thirdId)],
      thirdId,
      decisionId,
    ).thenRefused('SUPERSESSION_CIRCULAR', 'byDecisionId');
  });
  it('never lets a decision taken earlier replace one taken later', () => {
    const sooner = [other[0]!, other[1]!, on('2018-01-14', other[2]!)];
    supersede([...decided, ...sooner]).thenRefused('SUPERSEDED_BY_EARLIER', 'byDecisionId');
  });
});

describe('revokeDecision', () => {
  const revoke = (before: readonly Event[], id = decisionId) =>
    given(...before).when('revokeDecision', { programmeId, decisionId: id, ground: 'Unlawful' });

  it('calls it off', () => revoke(decided).then(DecisionRevoked({ decisionId, ground: 'Unlawful' })));
  it('takes a decision in force', () => revoke(offered).thenRefused('DECISION_NOT_IN_FORCE', 'decisionId'));
  it('happens once', () =>
    revoke([...decided, DecisionRevoked({ decisionId, ground: 'Unlawful' })]).thenRefused(
      'DECISION_NOT_IN_FORCE',
      'decisionId',
    ));
  it('must be about a decision in the book', () =>
    revoke(decided, newId(7)).thenRefused('DECISION_UNKNOWN', 'decisionId'));
});

describe('reconfirmDecision', () => {
  const reconfirm = (changes: object, before: readonly Event[] = decided) =>
    given(...before).when('reconfirmDecision', { programmeId, decisionId, rationale: 'It works', ...changes });

  it('says that it stands', () => reconfirm({}).then(DecisionReconfirmed({ decisionId, rationale: 'It works' })));
  it('may set the next day to look at it', () =>
    reconfirm({ reviewOn: '2019-01-15' }).then(
      DecisionReconfirmed({ decisionId, rationale: 'It works', reviewOn: '2019-01-15' }),
    ));
  it('sets a later day than today', () => reconfirm({ reviewOn: testDay }).thenRefused('REVIEW_NOT_LATER', 'reviewOn'));
  it('takes a decision in force', () => reconfirm({}, offered).thenRefused('DECISION_NOT_IN_FORCE', 'decisionId'));
  it('must be about a decision in the book', () =>
    reconfirm({ decisionId: newId(7) }).thenRefused('DECISION_UNKNOWN', 'decisionId'));
});

describe('correctDecisionRecord', () => {
  const correct = (field: string, to: string, before: readonly Event[] = decided) =>
    given(...before).when('correctDecisionRecord', { programmeId, decisionId, field, value: to, reason: 'Misread' });
  const corrected = (field: 'TITLE' | 'EFFECTIVE_FROM' | 'RATIONALE' | 'OPERATIONS_OWNER', to: string) =>
    DecisionRecordCorrected({ decisionId, field, value: to, reason: 'Misread' });

  it('puts a text right', () =>
    correct('RATIONALE', 'Cheaper\nand safer').then(corrected('RATIONALE', 'Cheaper\nand safer')));
  it('puts a day right', () => correct('EFFECTIVE_FROM', '2018-08-01').then(corrected('EFFECTIVE_FROM', '2018-08-01')));
  it('fills in what was left out', () => correct('OPERATIONS_OWNER', 'IT').then(corrected('OPERATIONS_OWNER', 'IT')));
  it('still works when the decision was called off', () =>
    correct('TITLE', 'Lease', [...decided, DecisionRevoked({ decisionId, ground: 'Unlawful' })]).then(
      corrected('TITLE', 'Lease'),
    ));
  it('still works in a closed book', () =>
    correct('TITLE', 'Lease', [...decided, ProgrammeClosed({ programmeId })]).then(corrected('TITLE', 'Lease')));
  it('takes a decision that was taken', () =>
    correct('TITLE', 'Lease', offered).thenRefused('DECISION_NOT_TAKEN', 'decisionId'));
  it('changes something', () => correct('FORUM', wanted.forum).thenRefused('RECORD_UNCHANGED', 'value'));
  it('is held against what was corrected before', () =>
    correct('TITLE', 'Lease', [...decided, corrected('TITLE', 'Lease')]).thenRefused('RECORD_UNCHANGED', 'value'));
  it('takes a day where a day belongs', () =>
    correct('REVIEW_ON', 'next summer').thenRefused('INPUT_NOT_A_DATE', 'value'));
  it('takes a text of several lines where a text belongs', () => {
    for (const field of ['CORE_TASK_VALUE', 'CONSEQUENCES'] as const)
      correct(field, 'Costs\nand training').then(
        DecisionRecordCorrected({ decisionId, field, value: 'Costs\nand training', reason: 'Misread' }),
      );
  });
  it('takes a title for a title, also when it begins like a day', () =>
    correct('TITLE', '1st lease').then(corrected('TITLE', '1st lease')));
  it('takes one line where a line belongs', () =>
    correct('TITLE', 'Buy\nor lease').thenRefused('INPUT_LINE_BREAK', 'value'));
  it('keeps the day from which it holds at or after the day it was taken', () =>
    correct('EFFECTIVE_FROM', '2018-01-14').thenRefused('EFFECTIVE_BEFORE_TAKEN', 'value'));
  it('keeps the review after the day it was taken', () =>
    correct('REVIEW_ON', testDay).thenRefused('REVIEW_NOT_LATER', 'value'));
  it('must be about a decision in the book', () =>
    given(...decided)
      .when('correctDecisionRecord', {
        programmeId,
        decisionId: newId(7),
        field: 'TITLE',
        value: 'Lease',
        reason: 'Misread',
      })
      .thenRefused('DECISION_UNKNOWN', 'decisionId'));
});

describe('logDecision', () => {
  const minuted = {
    programmeId,
    title: wanted.title,
    question: wanted.question,
    forum: 'Council',
    options: ['Buy', 'Lease', 'Do nothing'],
    option: 'Lease',
    rationale: 'Cheaper',
  };
  const onDay = '2018-01-09';
  const log = (changes: object = {}, before: readonly Event[] = [chartered, tablets]) =>
    given(...before).when('logDecision', { ...minuted, ...changes }, { occurredOn: onDay });
  const id = newId(1);
  const lines = (needed: object = {}, choice: object = {}, proposal: object = {}) => [
    DecisionNeedIdentified({ ...need, decisionId: id, forum: 'Council', dueBy: onDay, ...needed }),
    DecisionProposed({ decisionId: id, options, ...proposal }),
    DecisionTaken({ decisionId: id, ...chosen, effectiveFrom: onDay, ...choice }),
  ];

  it('records need, options and choice at once, decided by the forum', () => log().then(...lines()));
  it('takes all that the minutes say', () => {
    const choice = {
      effectiveFrom: '2018-08-01',
      reviewOn: '2019-01-01',
      operationsOwner: 'IT',
      deciders: ['Mayor'],
      consulted: ['Schools'],
      informed: ['Parents'],
      involvementWaiver: 'The union asked for it',
    };
    const needed = { staffAffecting: true, introducesSystem: true, solutionId };
    log({ ...choice, ...value, ...needed }).then(...lines(needed, choice, value));
  });
  it('takes the option by its letter', () => log({ option: 'C' }).then(...lines({}, { option: 'C' })));
  it('needs two options', () => log({ options: ['Lease'] }).thenRefused('OPTIONS_TOO_FEW', 'options'));
  it('needs options that differ', () =>
    log({ options: ['Lease', 'lease'] }).thenRefused('OPTION_REPEATED', 'options.1'));
  it('chose one of the options', () => log({ option: 'Rent' }).thenRefused('OPTION_UNKNOWN', 'option'));
  it('was made by somebody', () => log({ deciders: [] }).thenRefused('DECIDERS_MISSING', 'deciders'));
  it('is about a solution of the programme', () =>
    log({ solutionId: newId(7) }).thenRefused('SOLUTION_UNKNOWN', 'solutionId'));
  it('names who runs a system that it introduced', () =>
    log({ introducesSystem: true }).thenRefused('OPERATIONS_OWNER_MISSING', 'operationsOwner'));
  it('says why employees whom it touches were not involved', () =>
    log({ staffAffecting: true }).thenRefused('INVOLVEMENT_MISSING', 'involvementWaiver'));
  it('cannot hold before it was taken', () =>
    log({ effectiveFrom: '2018-01-08' }).thenRefused('EFFECTIVE_BEFORE_TAKEN', 'effectiveFrom'));
  it('cannot be older than the programme', () =>
    given(chartered)
      .when('logDecision', minuted, { occurredOn: '2018-01-01' })
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT'));
});

describe('the clock', () => {
  const tick = (before: readonly Event[], today: string) => given(...before).when('tick', {}, { today });
  const overdue = on('2018-02-02', DecisionBecameOverdue({ decisionId, dueBy }));
  const reviewed = on(testDay, DecisionTaken({ decisionId, ...chosen, reviewOn: '2018-06-01' }));
  const fellDue = on('2018-06-01', DecisionReviewFellDue({ decisionId, reviewOn: '2018-06-01' }));

  it('waits as long as the day has not passed', () => tick(soFar, dueBy).thenRefused('NOTHING_DUE'));
  it('notices the day after, under that day, however late it looks', () => tick(soFar, '2018-05-01').then(overdue));
  it('notices what is proposed and not decided', () => tick(offered, '2018-02-02').then(overdue));
  it('notices once', () => tick([...soFar, overdue], '2018-05-01').thenRefused('NOTHING_DUE'));
  it('notices again after a deferral', () =>
    tick(
      [...soFar, overdue, on('2018-02-03', DecisionDeferred({ decisionId, reason: 'Late', newDueBy: '2018-03-01' }))],
      '2018-03-02',
    ).then(on('2018-03-02', DecisionBecameOverdue({ decisionId, dueBy: '2018-03-01' }))));
  it('does not stand in the way of a decision that was taken in time and is recorded late', () =>
    given(...offered, overdue)
      .when(
        'takeDecision',
        { programmeId, decisionId, ...chosen, effectiveFrom: '2018-02-01' },
        { today: '2018-02-05', occurredOn: '2018-02-01' },
      )
      .then(DecisionTaken({ decisionId, ...chosen, effectiveFrom: '2018-02-01' })));
  it('never stands before what the book last told of the decision', () =>
    tick([...soFar, on('2018-02-05', DecisionProposed({ decisionId, options, ...value }))], '2018-02-06').then(
      on('2018-02-05', DecisionBecameOverdue({ decisionId, dueBy })),
    ));
  it('leaves decided things alone', () => tick(decided, '2019-01-01').thenRefused('NOTHING_DUE'));
  it('says on its day that a review is due', () => tick([...offered, reviewed], '2018-06-01').then(fellDue));
  it('waits for the day of the review', () => tick([...offered, reviewed], '2018-05-31').thenRefused('NOTHING_DUE'));
  it('says so once', () => tick([...offered, reviewed, fellDue], '2018-07-01').thenRefused('NOTHING_DUE'));
  it('says so again for the next review', () =>
    tick(
      [
        ...offered,
        reviewed,
        fellDue,
        on('2018-06-02', DecisionReconfirmed({ decisionId, rationale: 'Works', reviewOn: '2018-09-01' })),
      ],
      '2018-09-03',
    ).then(on('2018-09-01', DecisionReviewFellDue({ decisionId, reviewOn: '2018-09-01' }))));
  it('has nothing to look at again when the decision was called off', () =>
    tick([...offered, reviewed, DecisionRevoked({ decisionId, ground: 'Unlawful' })], '2018-07-01').thenRefused(
      'NOTHING_DUE',
    ));
  it('follows a corrected day of review', () =>
    tick(
      [
        ...offered,
        reviewed,
        fellDue,
        on(
          '2018-06-02',
          DecisionRecordCorrected({ decisionId, field: 'REVIEW_ON', value: '2018-07-01', reason: 'Misread' }),
        ),
      ],
      '2018-07-01',
    ).then(on('2018-07-01', DecisionReviewFellDue({ decisionId, reviewOn: '2018-07-01' }))));
});
