import { describe, it } from '@jest/globals';
import { type Event, newId, on } from '#kernel';
import { DecisionRevoked } from '../decision/decision.events.js';
import { given } from '../given.js';
import { UnitClosed } from '../unit/unit.events.js';
import {
  approved,
  chartered,
  criteria,
  decisionId,
  evaluated,
  grav,
  jong,
  needed,
  paused,
  pilotId,
  piloted,
  programme,
  programmeId,
  proposed,
  started,
  tabletsId,
  taken,
  unknown,
} from '../testing/rollout.js';
import {
  PilotApproved,
  PilotEvaluated,
  PilotObservationRecorded,
  PilotProposed,
  PilotResultMadeVisible,
  PilotScaled,
  PilotStarted,
  PilotStopped,
  SuccessCriteriaRevised,
} from './pilot.events.js';

const book = (...events: readonly Event[]) => given(...programme, ...events);
const stopped = PilotStopped({ pilotId, lesson: 'Too early' });
const scaled = PilotScaled({ pilotId, decisionId });
const ofPilot = { programmeId, pilotId };

describe('proposePilot', () => {
  const input = {
    programmeId,
    name: 'More schools',
    solutionId: tabletsId,
    unitIds: [jong, grav],
    motivatedLeader: { title: 'Principal of Jong school' },
    hypothesis: 'Pupils write more with a tablet.',
    successCriteria: ['Pupils write more', 'Teachers want to go on'],
  };
  const happened = {
    pilotId: newId(1),
    name: 'More schools',
    solutionId: tabletsId,
    unitIds: [jong, grav],
    hypothesis: input.hypothesis,
    successCriteria: [
      { key: 'C1', text: 'Pupils write more' },
      { key: 'C2', text: 'Teachers want to go on' },
    ],
  };
  const propose = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('proposePilot', { ...input, ...changes });

  it('numbers the pilot and its success criteria', () =>
    propose({}).then(PilotProposed({ ...happened, ref: 'P-1', motivatedLeader: input.motivatedLeader })));
  it('numbers pilots on, and finds the solution by the number that people cite', () =>
    propose({ solutionId: 's-1' }, proposed).then(
      PilotProposed({ ...happened, ref: 'P-2', motivatedLeader: input.motivatedLeader }),
    ));
  it('seals a named motivated leader under an id of their own', () =>
    propose({ motivatedLeader: { title: 'Principal', name: 'Synthetic Person 1' } }).then(
      PilotProposed({
        ...happened,
        ref: 'P-1',
        motivatedLeader: { title: 'Principal', personId: newId(2), name: 'Synthetic Person 1' },
      }),
    ));
  it('needs a motivated leader', () =>
    propose({ motivatedLeader: undefined }).thenRefused('INPUT_MISSING', 'motivatedLeader'));
  it('refuses an unknown solution', () =>
    propose({ solutionId: unknown }).thenRefused('SOLUTION_UNKNOWN', 'solutionId'));
  it('needs a unit', () => propose({ unitIds: [] }).thenRefused('UNITS_MISSING', 'unitIds'));
  it('refuses an unknown unit', () => propose({ unitIds: [jong, unknown] }).thenRefused('UNIT_UNKNOWN', 'unitIds.1'));
  it('refuses a unit that exists no longer', () =>
    propose({}, UnitClosed({ unitId: grav, solutionIds: [] })).thenRefused('UNIT_NOT_ACTIVE', 'unitIds.1'));
  it('refuses a unit named twice', () => propose({ unitIds: [jong, jong] }).thenRefused('UNIT_REPEATED', 'unitIds.1'));
  it('needs a success criterion', () =>
    propose({ successCriteria: [] }).thenRefused('CRITERIA_MISSING', 'successCriteria'));
  it('refuses a success criterion named twice', () =>
    propose({ successCriteria: ['More', 'Less', 'More'] }).thenRefused('CRITERION_REPEATED', 'successCriteria.2'));
  it('refuses a day before a unit joined the programme', () =>
    given(...programme.map((event) => on('2018-01-10', event)))
      .when('proposePilot', input, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn'));
});

describe('reviseSuccessCriteria', () => {
  const input = { ...ofPilot, successCriteria: ['Parents are content'] };
  const revise = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('reviseSuccessCriteria', { ...input, ...changes });
  const revised = { pilotId, successCriteria: [{ key: 'C1', text: 'Parents are content' }] };

  it('agrees anew on a proposed pilot', () => revise({}, proposed).then(SuccessCriteriaRevised(revised)));
  it('agrees anew on an approved pilot, saying why', () =>
    revise({ reason: 'Parents asked' }, proposed, approved).then(
      SuccessCriteriaRevised({ ...revised, reason: 'Parents asked' }),
    ));
  it('refuses an unknown pilot', () => revise({}).thenRefused('PILOT_UNKNOWN', 'pilotId'));
  it.each([
    ['started', [started]],
    ['evaluated', [started, evaluated]],
    ['stopped', [stopped]],
  ])('freezes the success criteria of a pilot that is %s', (_status, events) =>
    revise({}, proposed, approved, ...events).thenRefused('CRITERIA_FROZEN', 'pilotId'),
  );
  it('needs a success criterion', () =>
    revise({ successCriteria: [] }, proposed).thenRefused('CRITERIA_MISSING', 'successCriteria'));
  it('takes one criterion more, one less, or another one in its place', () => {
    const [first, second] = criteria.map(({ text }) => text) as [string, string];
    for (const successCriteria of [[first, second, 'Parents are content'], [first], [first, 'Parents are content']])
      revise({ successCriteria }, proposed).then(
        SuccessCriteriaRevised({
          pilotId,
          successCriteria: successCriteria.map((text, at) => ({ key: `C${at + 1}`, text })),
        }),
      );
    revise({ successCriteria: [first, second] }, proposed).thenRefused('CRITERIA_UNCHANGED', 'successCriteria');
  });
  it('refuses a success criterion named twice', () =>
    revise({ successCriteria: ['More', 'More'] }, proposed).thenRefused('CRITERION_REPEATED', 'successCriteria.1'));
  it('refuses what is agreed already', () =>
    revise({ successCriteria: ['Pupils write more', 'Teachers want to go on'] }, proposed).thenRefused(
      'CRITERIA_UNCHANGED',
      'successCriteria',
    ));
});

describe('approvePilot', () => {
  const approve = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('approvePilot', { ...ofPilot, ...changes });

  it('lets the pilot start', () => approve({}, proposed).then(approved));
  it('names the decision that it rests on', () =>
    approve({ decisionId: 'D-1' }, ...taken, proposed).then(PilotApproved({ pilotId, decisionId })));
  it('refuses an unknown pilot', () => approve({}).thenRefused('PILOT_UNKNOWN', 'pilotId'));
  it('refuses an unknown decision', () =>
    approve({ decisionId: unknown }, proposed).thenRefused('DECISION_UNKNOWN', 'decisionId'));
  it('refuses a decision that is not taken', () =>
    approve({ decisionId }, needed, proposed).thenRefused('DECISION_NOT_IN_FORCE', 'decisionId'));
  it('is given once', () => approve({}, proposed, approved).thenRefused('PILOT_NOT_PROPOSED', 'pilotId'));
});

describe('startPilot', () => {
  const start = (...events: readonly Event[]) => book(...events).when('startPilot', ofPilot);

  it('starts an approved pilot', () => start(proposed, approved).then(PilotStarted({ pilotId })));
  it('refuses an unknown pilot', () => start().thenRefused('PILOT_UNKNOWN', 'pilotId'));
  it('refuses a pilot that is not approved', () => start(proposed).thenRefused('PILOT_NOT_APPROVED', 'pilotId'));
  it('refuses a pilot that goes on already', () =>
    start(proposed, approved, started).thenRefused('PILOT_NOT_APPROVED', 'pilotId'));
  it('is refused while the programme is paused', () =>
    start(proposed, approved, paused).thenRefused('PROGRAMME_PAUSED'));
  it('cannot come before the approval', () =>
    given(
      ...[chartered, ...programme.slice(1), proposed].map((event) => on('2018-01-01', event)),
      on('2018-01-10', approved),
    )
      .when('startPilot', ofPilot, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_OUT_OF_ORDER', 'record.occurredOn'));
});

describe('recordPilotObservation', () => {
  const running = [proposed, approved, started];
  const observe = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('recordPilotObservation', { ...ofPilot, measure: 'Words a day', ...changes });

  it('records a number', () =>
    observe({ value: 120.5, unitOfMeasure: 'words' }, ...running).then(
      PilotObservationRecorded({ pilotId, measure: 'Words a day', value: 120.5, unitOfMeasure: 'words' }),
    ));
  it('records a note', () =>
    observe({ note: 'Many more' }, ...running).then(
      PilotObservationRecorded({ pilotId, measure: 'Words a day', note: 'Many more' }),
    ));
  it('refuses an unknown pilot', () => observe({ value: 1 }).thenRefused('PILOT_UNKNOWN', 'pilotId'));
  it('refuses a pilot that does not go on', () =>
    observe({ value: 1 }, proposed, approved).thenRefused('PILOT_NOT_RUNNING', 'pilotId'));
  it('needs a number or a note', () => observe({}, ...running).thenRefused('OBSERVATION_EMPTY', 'value'));
});

describe('evaluatePilot', () => {
  const running = [proposed, approved, started];
  const input = {
    ...ofPilot,
    criteriaMet: [
      { key: 'C2', met: false },
      { key: 'C1', met: true, note: 'Twice as much' },
    ],
    findings: 'Pupils write more.',
    doesItWork: 'YES',
  };
  const evaluate = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('evaluatePilot', { ...input, ...changes });

  it('judges every success criterion', () =>
    evaluate({}, ...running).then(
      PilotEvaluated({ pilotId, criteriaMet: input.criteriaMet, findings: input.findings, doesItWork: 'YES' }),
    ));
  it('refuses an unknown pilot', () => evaluate({}).thenRefused('PILOT_UNKNOWN', 'pilotId'));
  it('refuses a pilot that has not started', () => evaluate({}, proposed).thenRefused('PILOT_NOT_RUNNING', 'pilotId'));
  it('refuses a second evaluation', () => evaluate({}, ...piloted).thenRefused('PILOT_NOT_RUNNING', 'pilotId'));
  it('refuses a criterion that was never agreed', () =>
    evaluate({ criteriaMet: [{ key: 'C3', met: true }] }, ...running).thenRefused(
      'CRITERION_UNKNOWN',
      'criteriaMet.0.key',
    ));
  it('judges no criterion twice', () =>
    evaluate({ criteriaMet: [...input.criteriaMet, { key: 'C1', met: false }] }, ...running).thenRefused(
      'CRITERION_JUDGED_TWICE',
      'criteriaMet.2.key',
    ));
  it('leaves no criterion out', () =>
    evaluate({ criteriaMet: [{ key: 'C1', met: true }] }, ...running).thenRefused(
      'CRITERIA_NOT_JUDGED',
      'criteriaMet',
    ));
  it('judges the criteria as they were revised', () =>
    evaluate(
      { criteriaMet: [{ key: 'C1', met: true }] },
      proposed,
      SuccessCriteriaRevised({ pilotId, successCriteria: [{ key: 'C1', text: 'Parents are content' }] }),
      approved,
      started,
    ).then(
      PilotEvaluated({
        pilotId,
        criteriaMet: [{ key: 'C1', met: true }],
        findings: input.findings,
        doesItWork: 'YES',
      }),
    ));
});

describe('makeResultVisible', () => {
  const shown = { audience: 'All principals', summary: 'Pupils write more.' };
  const show = (...events: readonly Event[]) => book(...events).when('makeResultVisible', { ...ofPilot, ...shown });
  const visible = PilotResultMadeVisible({ pilotId, solutionId: tabletsId, ...shown });

  it('shows what the evaluation found', () => show(...piloted).then(visible));
  it('shows what was found by a pilot that was stopped afterwards', () => show(...piloted, stopped).then(visible));
  it('refuses an unknown pilot', () => show().thenRefused('PILOT_UNKNOWN', 'pilotId'));
  it('refuses a result before the evaluation', () =>
    show(proposed, approved, started).thenRefused('PILOT_NOT_EVALUATED', 'pilotId'));
  it('refuses the result of a pilot that was stopped unevaluated', () =>
    show(proposed, stopped).thenRefused('PILOT_NOT_EVALUATED', 'pilotId'));
});

describe('scalePilot', () => {
  const scale = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('scalePilot', { ...ofPilot, decisionId, ...changes });

  it('takes an evaluation and a taken decision', () => scale({}, ...taken, ...piloted).then(scaled));
  it('refuses an unknown pilot', () => scale({}, ...taken).thenRefused('PILOT_UNKNOWN', 'pilotId'));
  it('refuses an unknown decision', () => scale({}, ...piloted).thenRefused('DECISION_UNKNOWN', 'decisionId'));
  it('refuses a pilot without an evaluation', () =>
    scale({}, ...taken, proposed, approved, started).thenRefused('PILOT_NOT_EVALUATED', 'pilotId'));
  it('refuses a decision that is not taken', () =>
    scale({}, needed, ...piloted).thenRefused('DECISION_NOT_IN_FORCE', 'decisionId'));
  it('is refused before the day on which it was decided', () =>
    given(
      ...[...programme, ...taken.slice(0, -1), ...piloted].map((event) => on('2018-01-02', event)),
      on('2018-01-10', taken.at(-1)!),
    )
      .when('scalePilot', { ...ofPilot, decisionId }, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn'));
  it('refuses a decision that was called off', () =>
    scale({}, ...taken, DecisionRevoked({ decisionId, ground: 'No money' }), ...piloted).thenRefused(
      'DECISION_NOT_IN_FORCE',
      'decisionId',
    ));
  it('happens once', () => scale({}, ...taken, ...piloted, scaled).thenRefused('PILOT_ALREADY_SCALED', 'pilotId'));
  it('refuses a stopped pilot', () =>
    scale({}, ...taken, ...piloted, stopped).thenRefused('PILOT_ALREADY_STOPPED', 'pilotId'));
});

describe('stopPilot', () => {
  const stop = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('stopPilot', { ...ofPilot, lesson: 'Too early', ...changes });

  it.each([
    ['proposed', 1],
    ['approved', 2],
    ['running', 3],
    ['evaluated', 4],
  ])('ends a pilot that is %s', (_status, steps) => stop({}, ...piloted.slice(0, steps)).then(stopped));
  it('needs a lesson', () => stop({ lesson: undefined }, proposed).thenRefused('INPUT_MISSING', 'lesson'));
  it('takes no empty lesson', () => stop({ lesson: ' ' }, proposed).thenRefused('INPUT_EMPTY', 'lesson'));
  it('refuses an unknown pilot', () => stop({}).thenRefused('PILOT_UNKNOWN', 'pilotId'));
  it('refuses a pilot that was rolled out', () =>
    stop({}, ...taken, ...piloted, scaled).thenRefused('PILOT_ALREADY_SCALED', 'pilotId'));
  it('happens once', () => stop({}, proposed, stopped).thenRefused('PILOT_ALREADY_STOPPED', 'pilotId'));
});
