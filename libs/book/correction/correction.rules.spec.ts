import { describe, expect, it } from '@jest/globals';
import { type Event, newId, on, recorded } from '#kernel';
import { ChampionNominated, NominationAccepted, NominationDeclined } from '../champion/champion.events.js';
import { DecisionBecameOverdue, NonDecisionAcknowledged } from '../decision/decision.events.js';
import { given } from '../given.js';
import { PilotEvaluated, PilotProposed, PilotStopped } from '../pilot/pilot.events.js';
import { EscalationRaised, ProgrammeClosed } from '../programme/programme.events.js';
import {
  approved,
  baselined,
  decisionId,
  evaluated,
  grav,
  hosle,
  jong,
  needed,
  nextPlanned,
  nextWaveId,
  opened,
  pilotId,
  planned,
  programme,
  programmeId,
  proposed,
  started,
  surveyId,
  tabletsId,
  taken,
  waveId,
} from '../testing/rollout.js';
import { said } from '../testing/said.js';
import {
  UnitClosed,
  UnitCommitted,
  UnitDeclined,
  UnitWentLive,
  UnitsMerged,
  UsageMeasured,
} from '../unit/unit.events.js';
import { WaveCompleted, WaveOpened, WavePlanned } from '../wave/wave.events.js';
import { OccurredOnCorrected } from './correction.events.js';

const from = (day: string, events: readonly Event[]) => events.map((event) => on(day, event));
const start = from('2018-01-02', programme);
const goLive = (unitId: string, place: object = {}) => UnitWentLive({ unitId, solutionId: tabletsId, ...place });
const committed = (unitId: string) => UnitCommitted({ unitId, solutionId: tabletsId });

/** Tries to move the one line of a kind; `taken` when it was, the refusal otherwise. */
const moving = (type: string, occurredOn: string, ...events: readonly Event[]) => {
  const book = [...start, ...events];
  const revision = book.findIndex((event) => event.type === type);
  const eventId = recorded(book)[revision]!.id;
  const input = { programmeId, eventId, occurredOn, reason: 'The minutes say so' };
  const outcome = given(...book).when('correctOccurredOn', input, { today: '2018-12-31' });
  const previously = book[revision]!.occurredOn!;
  const told = { eventId, eventType: type, revision, previously, occurredOn, reason: 'The minutes say so' };
  return {
    isTaken: () => outcome.then(OccurredOnCorrected(told)),
    isRefused: (code: string) => outcome.thenRefused(code, 'occurredOn'),
    says: () => said(outcome).join(),
  };
};

const pilot = [...from('2018-01-03', [proposed, approved, started]), on('2018-01-20', evaluated)];
const wave = [...from('2018-02-01', [planned, baselined]), on('2018-03-01', opened)];
const lives = [
  ...from('2018-01-04', [committed(jong), committed(grav)]),
  on('2018-04-01', goLive(jong, { waveId })),
  on('2018-05-01', goLive(grav)),
];

describe('a corrected day is held against what rests on the line:', () => {
  it('a pilot is not evaluated after the wave that it opened', () => {
    moving('PilotEvaluated', '2018-03-02', ...pilot, ...wave).isRefused('WAVE_WITHOUT_PILOT');
    moving('PilotEvaluated', '2018-03-01', ...pilot, ...wave).isTaken();
    moving(
      'WaveOpened',
      '2018-02-02',
      ...from('2018-01-03', [proposed, approved, started]),
      ...wave.slice(0, 2),
      on('2018-02-10', evaluated),
      wave[2]!,
    ).isRefused('WAVE_WITHOUT_PILOT');
  });
  it('nor does a pilot that was stopped afterwards change that', () => {
    const stopped = on('2018-06-01', PilotStopped({ pilotId, lesson: 'Too dear' }));
    moving('PilotEvaluated', '2018-03-01', ...pilot, ...wave, stopped).isTaken();
    moving('PilotEvaluated', '2018-03-02', ...pilot, ...wave, stopped).isRefused('WAVE_WITHOUT_PILOT');
  });
  it('a wave that an override opened needs no pilot', () => {
    const overridden = [
      ...from('2018-01-10', taken),
      ...wave.slice(0, 2),
      on('2018-03-01', WaveOpened({ waveId, overrideDecisionId: decisionId })),
    ];
    moving(
      'PilotEvaluated',
      '2018-04-01',
      ...overridden,
      ...from('2018-03-02', [proposed, approved, started]),
      on('2018-03-20', evaluated),
    ).isTaken();
  });
  it('a wave that has not opened needs no pilot yet', () =>
    moving('PilotEvaluated', '2018-03-02', ...pilot, ...wave.slice(0, 2)).isTaken());
  it('a wave that another pilot had taught something for stays open', () => {
    const other = { pilotId: newId(961) };
    const second = pilot.map((event) => ({ ...event, data: { ...(event.data as object), ...other } }));
    const book = [...pilot, ...second, ...wave];
    moving('PilotEvaluated', '2018-03-02', ...book).isTaken();
  });
  it('that a pilot had been stopped by then, and it was told late, does not hold other lines', () => {
    const survey = { pilotId: newId(961), solutionId: surveyId };
    const ofSurvey = [
      ...from('2018-01-03', [
        PilotProposed({ ...proposed.data, ...survey }),
        { ...approved, data: survey },
        { ...started, data: survey },
      ]),
      on('2018-01-25', PilotEvaluated({ ...evaluated.data, pilotId: survey.pilotId })),
    ] as const;
    const [plannedOfSurvey, openedOfSurvey] = [
      on('2018-02-01', WavePlanned({ ...nextPlanned.data, solutionId: surveyId })),
      on('2018-04-01', WaveOpened({ waveId: nextWaveId })),
    ];
    const late = on('2018-02-10', PilotStopped({ pilotId, lesson: 'Too dear' }));
    const raised = on(
      '2018-02-03',
      EscalationRaised({ escalationId: newId(962), ref: 'E-1', about: 'Money', answerDueBy: '2018-04-01' }),
    );
    const own = [...pilot, ...wave, late];
    moving('EscalationRaised', '2018-02-04', raised, ...own).isTaken();
    moving('PilotStarted', '2018-01-04', ...own).isTaken();
    moving('WaveBaselined', '2018-02-02', ...own).isTaken();
    moving('WaveOpened', '2018-04-02', ...ofSurvey, plannedOfSurvey, openedOfSurvey, ...own).isTaken();
    moving('PilotEvaluated', '2018-01-26', ...ofSurvey, ...own).isTaken();
    moving('WaveOpened', '2018-03-02', ...own).isRefused('WAVE_WITHOUT_PILOT');
  });
  it('the refusal tells the first of the days that rest on the line', () => {
    const [first, second, live] = lives;
    const other = on('2018-05-01', goLive(grav, { waveId }));
    const earlyFirst = [...pilot, ...wave, first!, second!, live!, other];
    const earlyLast = [...pilot, ...wave, second!, other, first!, live!];
    for (const book of [earlyFirst, earlyLast])
      expect(moving('WaveOpened', '2018-06-02', ...book).says()).toContain('1 April 2018');
  });
  it('a wave is not opened after a go-live in it, nor a go-live before that', () => {
    moving('WaveOpened', '2018-04-02', ...pilot, ...wave, ...lives).isRefused('CORRECTED_PAST_WHAT_FOLLOWED');
    moving('WaveOpened', '2018-04-01', ...pilot, ...wave, ...lives).isTaken();
    moving('UnitWentLive', '2018-02-28', ...pilot, ...wave, ...lives).isRefused('OCCURRED_BEFORE_ITS_SUBJECT');
  });
  it('a decision is not taken after what was based on it', () => {
    const based = [
      ...from('2018-01-04', taken),
      ...from('2018-01-05', [proposed]),
      on('2018-01-10', { ...approved, data: { pilotId, decisionId } }),
    ];
    moving('DecisionTaken', '2018-01-11', ...based).isRefused('CORRECTED_PAST_WHAT_FOLLOWED');
    moving('DecisionTaken', '2018-01-10', ...based).isTaken();
  });
  it('a decision is not taken after it took effect, nor on the day of its review', () => {
    const decided = from('2018-01-04', taken);
    moving('DecisionTaken', '2018-01-16', ...decided).isRefused('EFFECTIVE_BEFORE_TAKEN');
    moving('DecisionTaken', '2018-01-15', ...decided).isTaken();
    const reviewed = decided.map((event) =>
      event.type === 'DecisionTaken'
        ? { ...event, data: { ...(event.data as object), reviewOn: '2018-01-14' } }
        : event,
    );
    moving('DecisionTaken', '2018-01-14', ...reviewed).isRefused('REVIEW_NOT_LATER');
  });
  it('a decision is not admitted to be missing before its day has passed', () => {
    const missed = [
      on('2018-01-04', { ...needed, data: { ...needed.data, dueBy: '2018-02-01' } }),
      on('2018-02-02', DecisionBecameOverdue({ decisionId, dueBy: '2018-02-01' })),
      on('2018-03-01', NonDecisionAcknowledged({ decisionId, consequence: 'Nothing was bought' })),
    ];
    moving('NonDecisionAcknowledged', '2018-02-01', ...missed).isRefused('DECISION_NOT_OVERDUE');
    moving('NonDecisionAcknowledged', '2018-02-02', ...missed).isTaken();
  });
  it('a nomination is not accepted after it ran out', () => {
    const championId = newId(951);
    const sealed = { person: newId(952), sealed: 'x' };
    const nominated = ChampionNominated({
      championId,
      ref: 'C-1',
      unitId: jong,
      personId: newId(952),
      rationale: sealed,
      route: 'SELF',
      expiresOn: '2018-02-01',
    });
    const answered = [on('2018-01-04', nominated), on('2018-01-10', NominationAccepted({ championId }))];
    moving('NominationAccepted', '2018-02-02', ...answered).isRefused('NOMINATION_RAN_OUT');
    moving('NominationAccepted', '2018-02-01', ...answered).isTaken();
    const declined = [on('2018-01-04', nominated), on('2018-01-10', NominationDeclined({ championId }))];
    moving('NominationDeclined', '2018-02-02', ...declined).isRefused('NOMINATION_RAN_OUT');
    moving('NominationDeclined', '2018-02-01', ...declined).isTaken();
    moving('ChampionNominated', '2018-01-03', ...declined).isTaken();
  });
});

describe('a corrected day is held against endings:', () => {
  const completed = [...pilot, ...wave, ...lives, on('2018-06-01', WaveCompleted({ waveId }))];

  it('nothing is moved past the end of what it is about', () => {
    const measured = UsageMeasured({
      unitId: jong,
      solutionId: tabletsId,
      periodStart: '2018-05-01',
      periodEnd: '2018-05-31',
      active: 1,
      eligible: 2,
    });
    const closed = on('2018-07-01', UnitClosed({ unitId: jong, solutionIds: [tabletsId] }));
    moving('UsageMeasured', '2018-07-02', ...lives, on('2018-05-31', measured), closed).isRefused(
      'CORRECTED_AFTER_SUCCESSOR',
    );
    moving('UsageMeasured', '2018-07-01', ...lives, on('2018-05-31', measured), closed).isTaken();
    moving('UnitWentLive', '2018-06-02', ...completed).isRefused('CORRECTED_AFTER_SUCCESSOR');
  });
  it('nothing is moved past the end of the programme', () => {
    const over = on('2018-07-01', ProgrammeClosed({ programmeId }));
    moving('WaveCompleted', '2018-07-02', ...completed, over).isRefused('CORRECTED_AFTER_SUCCESSOR');
    moving('ProgrammeClosed', '2018-05-31', ...completed, over).isRefused('ENDED_BEFORE_LAST_LINE');
    moving('ProgrammeClosed', '2018-06-01', ...completed, over).isTaken();
  });
  it('nothing that is about a unit is moved past its merger, and all else is', () => {
    const wanted = ChampionNominated({
      championId: newId(951),
      ref: 'C-1',
      unitId: jong,
      personId: newId(952),
      rationale: { person: newId(952), sealed: 'x' },
      route: 'SELF',
      expiresOn: '2018-12-01',
    });
    const merged = on('2018-03-01', UnitsMerged({ fromUnitIds: [jong], intoUnitId: grav, eligible: 200, carried: [] }));
    const raised = EscalationRaised({
      escalationId: newId(962),
      ref: 'E-1',
      about: 'Money',
      answerDueBy: '2018-12-01',
    });
    const book = [on('2018-02-01', wanted), on('2018-02-02', raised), merged];
    moving('ChampionNominated', '2018-03-02', ...book).isRefused('CORRECTED_AFTER_SUCCESSOR');
    moving('ChampionNominated', '2018-03-01', ...book).isTaken();
    moving('EscalationRaised', '2018-03-02', ...book).isTaken();
    moving('UnitsMerged', '2018-01-31', ...book).isRefused('ENDED_BEFORE_LAST_LINE');
    moving('UnitsMerged', '2018-02-01', ...book).isTaken();
  });
  it('a step of a unit that is in no wave is held by none', () =>
    moving('UnitCommitted', '2018-01-05', ...lives.slice(0, 1)).isTaken());
  it('a go-live is not held by a wave of another solution', () => {
    const other = [
      on('2018-02-01', WavePlanned({ ...nextPlanned.data, solutionId: surveyId, unitIds: [jong] })),
      on('2018-05-01', WaveCompleted({ waveId: nextWaveId })),
    ];
    const [first, , live] = lives;
    moving('UnitWentLive', '2018-06-02', ...pilot, ...wave, ...other, first!, live!).isTaken();
  });
  it('a wave is not completed before its last unit said no', () => {
    const declined = UnitDeclined({ unitId: grav, solutionId: tabletsId, reason: 'No capacity' });
    const [first, , live] = lives;
    const ended = [
      ...pilot,
      ...wave,
      first!,
      live!,
      on('2018-05-02', declined),
      on('2018-06-01', WaveCompleted({ waveId })),
    ];
    moving('WaveCompleted', '2018-05-01', ...ended).isRefused('ENDED_BEFORE_LAST_LINE');
    moving('WaveCompleted', '2018-05-02', ...ended).isTaken();
  });
  it('a wave is not held by a unit that went on in another wave', () => {
    const merged = UnitsMerged({ fromUnitIds: [grav], intoUnitId: hosle, eligible: 200, carried: [] });
    const [first, , live] = lives;
    const ended = [
      ...pilot,
      ...wave,
      on('2018-02-02', nextPlanned),
      on('2018-03-02', merged),
      first!,
      live!,
      on('2018-06-01', WaveCompleted({ waveId })),
    ];
    moving('WaveCompleted', '2018-04-01', ...ended).isTaken();
  });
  it('a wave is not completed before its last unit was live, and no unit goes live after that', () => {
    moving('WaveCompleted', '2018-04-30', ...completed).isRefused('ENDED_BEFORE_LAST_LINE');
    moving('WaveCompleted', '2018-05-01', ...completed).isTaken();
    const [first, second, , alone] = lives;
    const byItself = [
      ...pilot,
      ...wave,
      first!,
      second!,
      alone!,
      on('2018-04-01', goLive(jong)),
      on('2018-06-01', WaveCompleted({ waveId })),
    ];
    moving('UnitWentLive', '2018-06-02', ...byItself).isRefused('CORRECTED_AFTER_SUCCESSOR');
    moving('UnitWentLive', '2018-06-01', ...byItself).isTaken();
  });
});
