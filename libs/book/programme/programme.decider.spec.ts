import { describe, expect, it } from '@jest/globals';
import { newId, on, testDay, testProgrammeId } from '#kernel';
import { given } from '../given.js';
import { said } from '../testing/said.js';
import { WavePlanned } from '../wave/wave.events.js';
import {
  AdoptionPolicySet,
  EscalationAnswered,
  EscalationRaised,
  ProgrammeChartered,
  ProgrammeClosed,
  ProgrammePaused,
  ProgrammeResumed,
  SolutionAdded,
} from './programme.events.js';

const charter = {
  name: 'Digital school day',
  owner: { title: 'Municipal director' },
  currentSituation: 'Each school buys its own devices.',
  targetPicture: 'Every pupil has a tablet.',
  purposes: ['Learning'],
  scope: 'All schools',
};
const programmeId = testProgrammeId;
const chartered = ProgrammeChartered({ programmeId, ...charter });
const solutionId = newId(901);
const tablets = SolutionAdded({ solutionId, ref: 'S-1', name: 'Tablets', description: 'One for each pupil' });
const policy = { embeddedShare: 0.7, lapseShare: 0.3, periods: 3, activeWindowDays: 14 };
const escalationId = newId(902);
const raised = EscalationRaised({ escalationId, ref: 'E-1', about: 'Buy or lease?', answerDueBy: '2018-02-01' });

describe('charterProgramme', () => {
  it('opens the book with an owner by title', () => given().when('charterProgramme', charter).then(chartered));

  it('seals a named owner under an id of their own', () =>
    given()
      .when('charterProgramme', { ...charter, owner: { title: 'Director', name: 'Synthetic Person 1' } })
      .then(
        ProgrammeChartered({
          programmeId,
          ...charter,
          owner: { title: 'Director', personId: newId(1), name: 'Synthetic Person 1' },
        }),
      ));

  it('needs an owner', () =>
    given()
      .when('charterProgramme', { ...charter, owner: undefined })
      .thenRefused('INPUT_MISSING', 'owner'));

  it('needs a purpose', () =>
    given()
      .when('charterProgramme', { ...charter, purposes: [] })
      .thenRefused('PURPOSE_MISSING', 'purposes'));

  it('takes several purposes', () =>
    given()
      .when('charterProgramme', { ...charter, purposes: ['Learning', 'Equity'] })
      .then(ProgrammeChartered({ programmeId, ...charter, purposes: ['Learning', 'Equity'] })));

  it('refuses a purpose named twice', () =>
    given()
      .when('charterProgramme', { ...charter, purposes: ['Learning', 'Learning'] })
      .thenRefused('PURPOSE_REPEATED', 'purposes.1'));

  it('opens a book only once', () =>
    given(chartered).when('charterProgramme', charter).thenRefused('PROGRAMME_EXISTS'));
});

describe('addSolution', () => {
  const input = { programmeId, name: 'Tablets', description: 'One for each pupil' };

  it('numbers solutions in the order in which they join', () =>
    given(chartered, tablets)
      .when('addSolution', { ...input, name: 'Survey' })
      .then(SolutionAdded({ solutionId: newId(1), ref: 'S-2', name: 'Survey', description: input.description })));

  it('refuses a name that is taken, whatever its case', () =>
    given(chartered, tablets)
      .when('addSolution', { ...input, name: 'TABLETS' })
      .thenRefused('SOLUTION_NAME_TAKEN', 'name'));
});

describe('setAdoptionPolicy', () => {
  const set = (changes: object) => given(chartered).when('setAdoptionPolicy', { programmeId, ...policy, ...changes });

  it('sets it', () => set({}).then(AdoptionPolicySet({ programmeId, ...policy })));
  it('refuses a lapse share that is not below the embedded share', () =>
    set({ lapseShare: 0.7 }).thenRefused('POLICY_SHARES_CROSSED', 'lapseShare'));
  it.each([{ periods: 1 }, { periods: 24 }, { activeWindowDays: 1 }])('takes %j', (changes) =>
    set(changes).then(AdoptionPolicySet({ programmeId, ...policy, ...changes })),
  );
  it('refuses no periods', () => set({ periods: 0 }).thenRefused('POLICY_PERIODS_OUT_OF_RANGE', 'periods'));
  it('refuses more than 24 periods', () => set({ periods: 25 }).thenRefused('POLICY_PERIODS_OUT_OF_RANGE', 'periods'));
  it('refuses an empty window', () =>
    set({ activeWindowDays: 0 }).thenRefused('POLICY_WINDOW_EMPTY', 'activeWindowDays'));
});

describe('pauseProgramme and resumeProgramme', () => {
  const paused = ProgrammePaused({ programmeId, reason: 'No money' });

  it('pauses a running programme', () =>
    given(chartered, tablets).when('pauseProgramme', { programmeId, reason: 'No money' }).then(paused));
  it('refuses to pause one that does not run', () =>
    given(chartered).when('pauseProgramme', { programmeId, reason: 'No money' }).thenRefused('PROGRAMME_NOT_RUNNING'));
  it('resumes a paused programme', () =>
    given(chartered, tablets, paused)
      .when('resumeProgramme', { programmeId, reason: 'Money' })
      .then(ProgrammeResumed({ programmeId, reason: 'Money' })));
  it('pauses again after it went on, and not because something more is rolled out', () => {
    const survey = SolutionAdded({ solutionId: newId(904), ref: 'S-2', name: 'Survey', description: 'Once a year' });
    const resumed = ProgrammeResumed({ programmeId, reason: 'Money' });
    given(chartered, tablets, paused, resumed).when('pauseProgramme', { programmeId, reason: 'No money' }).then(paused);
    given(chartered, tablets, paused, survey)
      .when('pauseProgramme', { programmeId, reason: 'No money' })
      .thenRefused('PROGRAMME_NOT_RUNNING');
  });
  it('refuses to resume one that is not paused', () =>
    given(chartered).when('resumeProgramme', { programmeId, reason: 'Money' }).thenRefused('PROGRAMME_NOT_PAUSED'));
});

describe('escalations', () => {
  it('are raised with a day by which they are answered', () =>
    given(chartered)
      .when('raiseEscalation', { programmeId, about: 'Buy or lease?', answerDueBy: '2018-02-01' })
      .then(
        EscalationRaised({ escalationId: newId(1), ref: 'E-1', about: 'Buy or lease?', answerDueBy: '2018-02-01' }),
      ));
  it('may be due on the day on which they are raised', () =>
    given(chartered)
      .when('raiseEscalation', { programmeId, about: 'Buy or lease?', answerDueBy: testDay })
      .then(EscalationRaised({ escalationId: newId(1), ref: 'E-1', about: 'Buy or lease?', answerDueBy: testDay })));
  it('are not due before they are raised', () =>
    given(chartered)
      .when('raiseEscalation', { programmeId, about: 'Buy or lease?', answerDueBy: '2018-01-14' })
      .thenRefused('ESCALATION_DUE_IN_PAST', 'answerDueBy'));
  it('are answered, by the number that people cite', () =>
    given(chartered, raised)
      .when('answerEscalation', { programmeId, escalationId: 'e-1', answer: 'Lease' })
      .then(EscalationAnswered({ escalationId, answer: 'Lease' })));
  it('are answered once', () =>
    given(chartered, raised, EscalationAnswered({ escalationId, answer: 'Lease' }))
      .when('answerEscalation', { programmeId, escalationId, answer: 'Buy' })
      .thenRefused('ESCALATION_ANSWERED_ALREADY', 'escalationId'));
  it('must be in the book', () =>
    given(chartered)
      .when('answerEscalation', { programmeId, escalationId: newId(7), answer: 'Buy' })
      .thenRefused('ESCALATION_UNKNOWN', 'escalationId'));
});

describe('closeProgramme', () => {
  const wave = WavePlanned({
    waveId: newId(903),
    ref: 'W-1',
    solutionId,
    name: 'First wave',
    plannedStart: '2018-03-01',
    plannedEnd: '2018-04-01',
    unitIds: [],
  });

  it('ends the programme', () =>
    given(chartered).when('closeProgramme', { programmeId }).then(ProgrammeClosed({ programmeId })));
  it('is refused while a wave goes on, and names it', () =>
    expect(said(given(chartered, tablets, wave).when('closeProgramme', { programmeId }))).toEqual([
      'The programme closes when its waves are completed or cancelled; W-1 still go on.',
    ]));
  it('is final', () =>
    given(chartered, ProgrammeClosed({ programmeId }))
      .when('addSolution', { programmeId, name: 'Tablets', description: 'One each' })
      .thenRefused('PROGRAMME_CLOSED'));
});

describe('the clocks', () => {
  const pause = { programmeId, reason: 'No money' };

  it('refuse what has not happened yet', () =>
    given(chartered)
      .when('addSolution', { programmeId, name: 'Tablets', description: 'One each' }, { occurredOn: '2018-01-16' })
      .thenRefused('OCCURRED_IN_FUTURE', 'record.occurredOn'));
  it('refuse what happened before the programme began', () =>
    given(on('2018-01-10', chartered))
      .when('addSolution', { programmeId, name: 'Tablets', description: 'One each' }, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn'));
  it('refuse to run backwards within one subject', () =>
    given(
      on('2018-01-01', chartered),
      on('2018-01-02', tablets),
      on('2018-01-10', AdoptionPolicySet({ programmeId, ...policy })),
    )
      .when('pauseProgramme', pause, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_OUT_OF_ORDER', 'record.occurredOn'));
  it('take a day as it is told', () =>
    given(on('2018-01-01', chartered), on('2018-01-02', tablets))
      .when('pauseProgramme', pause, { occurredOn: testDay })
      .then(ProgrammePaused(pause)));
});
