import { describe, expect, it } from '@jest/globals';
import { type Event, isRefusal, newId, on, recorded, testActor, testDay } from '#kernel';
import { emptyBook, evolveBook } from '../book.state.js';
import { decideInBook } from '../decide.js';
import { DecisionRevoked } from '../decision/decision.events.js';
import { given } from '../given.js';
import { PilotStopped } from '../pilot/pilot.events.js';
import { sayRefusal } from '../say.js';
import { UnitClosed, UnitDeclined, UnitEmbedded, UnitLapsed, UnitsMerged, UnitWentLive } from '../unit/unit.events.js';
import {
  approved,
  baselined,
  decisionId,
  grav,
  hosle,
  jong,
  needed,
  nextPlanned,
  nextWaveId,
  opened,
  paused,
  pilotId,
  piloted,
  plannedDates,
  planned,
  programme,
  programmeId,
  proposed,
  started,
  surveyId,
  tabletsId,
  taken,
  unknown,
  waveId,
} from '../testing/rollout.js';
import {
  UnitMoved,
  UnitsAssigned,
  WaveBaselined,
  WaveCancelled,
  WaveCompleted,
  WaveOpened,
  WavePaused,
  WavePlanned,
  WaveRenamed,
  WaveRescheduled,
  WaveResumed,
} from './wave.events.js';

const book = (...events: readonly Event[]) => given(...programme, ...events);
const ofWave = { programmeId, waveId };
const reason = { code: 'CAPACITY' as const };
const late = { code: 'OTHER' as const, text: 'Snow' };
const cancelled = WaveCancelled({ waveId, afterBaseline: false, reason });
const closed = (unitId: string) => UnitClosed({ unitId, solutionIds: [] });
const merged = (from: string, into: string) =>
  UnitsMerged({ fromUnitIds: [from], intoUnitId: into, eligible: 200, carried: [] });
const wentLive = (unitId: string) => UnitWentLive({ unitId, solutionId: tabletsId });

describe('planWave', () => {
  const input = { programmeId, solutionId: tabletsId, name: 'Last wave', ...plannedDates };
  const plan = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('planWave', { ...input, ...changes });
  const happened = { waveId: newId(1), ref: 'W-1', solutionId: tabletsId, name: 'Last wave', ...plannedDates };

  it('lines units up', () => plan({ unitIds: [jong] }).then(WavePlanned({ ...happened, unitIds: [jong] })));
  it('takes a wave without units, to be filled later', () => plan({}).then(WavePlanned({ ...happened, unitIds: [] })));
  it('numbers waves on', () => plan({}, planned).then(WavePlanned({ ...happened, ref: 'W-2', unitIds: [] })));
  it('takes a wave of one day', () =>
    plan({ plannedEnd: plannedDates.plannedStart }).then(
      WavePlanned({ ...happened, plannedEnd: plannedDates.plannedStart, unitIds: [] }),
    ));
  it('refuses an unknown solution', () => plan({ solutionId: unknown }).thenRefused('SOLUTION_UNKNOWN', 'solutionId'));
  it('refuses an unknown unit', () => plan({ unitIds: [unknown] }).thenRefused('UNIT_UNKNOWN', 'unitIds.0'));
  it('refuses a unit that exists no longer', () =>
    plan({ unitIds: [grav, jong] }, closed(jong)).thenRefused('UNIT_NOT_ACTIVE', 'unitIds.1'));
  it('refuses a unit named twice', () => plan({ unitIds: [jong, jong] }).thenRefused('UNIT_REPEATED', 'unitIds.1'));
  it('refuses an end before the start', () =>
    plan({ plannedEnd: '2018-02-28' }).thenRefused('WAVE_DATES_CROSSED', 'plannedEnd'));
  it('refuses a unit that is in another active wave of the solution', () =>
    plan({ unitIds: [hosle, jong] }, planned).thenRefused('UNIT_IN_ANOTHER_WAVE', 'unitIds.1'));
  it('refuses a unit that stands for a merged one in another active wave', () =>
    plan({ unitIds: [hosle] }, planned, merged(jong, hosle)).thenRefused('UNIT_IN_ANOTHER_WAVE', 'unitIds.0'));
  it('takes a unit that is in a wave of another solution', () =>
    plan({ solutionId: surveyId, unitIds: [jong] }, planned).then(
      WavePlanned({ ...happened, ref: 'W-2', solutionId: surveyId, unitIds: [jong] }),
    ));
  it('takes a unit whose wave was called off', () =>
    plan({ unitIds: [jong] }, planned, cancelled).then(WavePlanned({ ...happened, ref: 'W-2', unitIds: [jong] })));
  it('refuses a day before a unit joined the programme', () =>
    given(...programme.slice(0, -1).map((event) => on('2018-01-01', event)), on('2018-01-10', programme.at(-1)!))
      .when('planWave', { ...input, unitIds: [hosle] }, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn'));
});

describe('baselineWave', () => {
  const baseline = (...events: readonly Event[]) => book(...events).when('baselineWave', ofWave);
  const empty = WavePlanned({ ...planned.data, unitIds: [] });

  it('fixes the plan as it stands', () => baseline(planned).then(baselined));
  it('counts units that merged once, and none that was closed', () =>
    baseline(WavePlanned({ ...planned.data, unitIds: [jong, grav, hosle] }), merged(jong, grav), closed(hosle)).then(
      WaveBaselined({ ...baselined.data, unitIds: [grav] }),
    ));
  it('refuses an unknown wave', () => baseline().thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('refuses a second baseline', () => baseline(planned, baselined).thenRefused('WAVE_ALREADY_BASELINED', 'waveId'));
  it('refuses a wave that was called off', () => baseline(planned, cancelled).thenRefused('WAVE_ENDED', 'waveId'));
  it('refuses an empty wave', () => baseline(empty).thenRefused('WAVE_EMPTY', 'waveId'));
  it('refuses a wave whose units all exist no longer', () =>
    baseline(planned, closed(jong), closed(grav)).thenRefused('WAVE_EMPTY', 'waveId'));
});

describe('assignUnits', () => {
  const assign = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('assignUnits', { ...ofWave, unitIds: [hosle], ...changes });
  const assigned = { waveId, solutionId: tabletsId, unitIds: [hosle] };

  it('needs no reason before the baseline', () =>
    assign({}, planned).then(UnitsAssigned({ ...assigned, afterBaseline: false })));
  it('carries a reason after the baseline', () =>
    assign({ reason }, planned, baselined).then(UnitsAssigned({ ...assigned, afterBaseline: true, reason })));
  it('refuses an unknown wave', () => assign({}).thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('refuses an unknown unit', () => assign({ unitIds: [unknown] }, planned).thenRefused('UNIT_UNKNOWN', 'unitIds.0'));
  it('needs a unit', () => assign({ unitIds: [] }, planned).thenRefused('UNITS_MISSING', 'unitIds'));
  it('refuses a unit named twice', () =>
    assign({ unitIds: [hosle, hosle] }, planned).thenRefused('UNIT_REPEATED', 'unitIds.1'));
  it('refuses a unit that exists no longer', () =>
    assign({}, planned, closed(hosle)).thenRefused('UNIT_NOT_ACTIVE', 'unitIds.0'));
  it('refuses a wave that has ended', () => assign({}, planned, cancelled).thenRefused('WAVE_ENDED', 'waveId'));
  it('refuses a unit that is in the wave already', () =>
    assign({ unitIds: [hosle, jong] }, planned).thenRefused('UNIT_ALREADY_IN_WAVE', 'unitIds.1'));
  it('refuses a unit that is in another active wave of the solution', () =>
    assign({}, planned, nextPlanned).thenRefused('UNIT_IN_ANOTHER_WAVE', 'unitIds.0'));
  it('needs a reason after the baseline', () => assign({}, planned, baselined).thenRefused('REASON_MISSING', 'reason'));
  it('needs a text when the reason is “other”', () =>
    assign({ reason: { code: 'OTHER' } }, planned).thenRefused('REASON_TEXT_MISSING', 'reason.text'));
});

describe('moveUnit', () => {
  const both = [planned, nextPlanned];
  const move = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('moveUnit', { ...ofWave, unitId: jong, toWaveId: nextWaveId, ...changes });
  const moved = { waveId, solutionId: tabletsId, unitId: jong, toWaveId: nextWaveId };

  it('moves a unit to another wave, without a reason before any baseline', () =>
    move({}, ...both).then(UnitMoved({ ...moved, afterBaseline: false })));
  it('moves a unit out of the wave to none', () =>
    move({ toWaveId: undefined }, planned).then(UnitMoved({ ...moved, toWaveId: undefined, afterBaseline: false })));
  it('carries a reason after the baseline', () =>
    move({ reason: late }, ...both, baselined).then(UnitMoved({ ...moved, afterBaseline: true, reason: late })));
  it.each([jong, hosle])('takes a merged unit by its own id and by that of the unit that remains: %s', (unitId) =>
    move({ unitId, toWaveId: undefined }, planned, merged(jong, hosle)).then(
      UnitMoved({ ...moved, toWaveId: undefined, afterBaseline: false }),
    ),
  );
  it('moves merged units together: they are one place in the wave', () =>
    move({ unitId: grav }, ...both, merged(jong, grav)).then(
      UnitMoved({ ...moved, afterBaseline: false }),
      UnitMoved({ ...moved, unitId: grav, afterBaseline: false }),
    ));
  it('lets a closed unit go', () =>
    move({ toWaveId: undefined }, planned, closed(jong)).then(
      UnitMoved({ ...moved, toWaveId: undefined, afterBaseline: false }),
    ));
  it('sets the unit free for the wave that it moved to', () =>
    book(...both, UnitMoved({ ...moved, afterBaseline: false }))
      .when('assignUnits', { ...ofWave, unitIds: [jong] })
      .thenRefused('UNIT_IN_ANOTHER_WAVE', 'unitIds.0'));
  it('refuses an unknown wave', () => move({}).thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('refuses an unknown wave to move to', () => move({}, planned).thenRefused('WAVE_UNKNOWN', 'toWaveId'));
  it('refuses an unknown unit', () => move({ unitId: unknown }, ...both).thenRefused('UNIT_UNKNOWN', 'unitId'));
  it('refuses a wave that has ended', () => move({}, ...both, cancelled).thenRefused('WAVE_ENDED', 'waveId'));
  it('refuses to move to a wave that has ended', () =>
    move({}, ...both, WaveCancelled({ waveId: nextWaveId, afterBaseline: false, reason })).thenRefused(
      'WAVE_ENDED',
      'toWaveId',
    ));
  it('refuses a unit that is not in the wave', () =>
    move({ unitId: hosle }, ...both).thenRefused('UNIT_NOT_IN_WAVE', 'unitId'));
  it('refuses the wave that the unit is in', () =>
    move({ toWaveId: waveId }, planned).thenRefused('WAVE_IS_THE_SAME', 'toWaveId'));
  it('refuses a wave of another solution', () =>
    move({}, planned, WavePlanned({ ...nextPlanned.data, solutionId: surveyId })).thenRefused(
      'WAVE_OF_ANOTHER_SOLUTION',
      'toWaveId',
    ));
  it('refuses to move a closed unit to another wave', () =>
    move({}, ...both, closed(jong)).thenRefused('UNIT_NOT_ACTIVE', 'unitId'));
  it('refuses a wave where the unit is already, by the unit that it merged into', () =>
    move({}, ...both, merged(jong, hosle)).thenRefused('UNIT_ALREADY_IN_WAVE', 'unitId'));
  it('needs a reason after the baseline of the wave that it leaves', () =>
    move({}, ...both, baselined).thenRefused('REASON_MISSING', 'reason'));
  it('needs a reason after the baseline of the wave that it moves to', () =>
    move({}, ...both, WaveBaselined({ waveId: nextWaveId, ...plannedDates, unitIds: [hosle] })).thenRefused(
      'REASON_MISSING',
      'reason',
    ));
  it('needs a text when the reason is “other”', () =>
    move({ reason: { code: 'OTHER' } }, ...both).thenRefused('REASON_TEXT_MISSING', 'reason.text'));
});

describe('renameWave', () => {
  const rename = (name: string, ...events: readonly Event[]) => book(...events).when('renameWave', { ...ofWave, name });

  it('gives it another name', () =>
    rename('Schools by the fjord', planned).then(WaveRenamed({ waveId, name: 'Schools by the fjord' })));
  it('needs no reason, not even after the baseline', () =>
    rename('Schools by the fjord', planned, baselined).then(WaveRenamed({ waveId, name: 'Schools by the fjord' })));
  it('refuses an unknown wave', () => rename('Schools by the fjord').thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('refuses the name that it has', () =>
    rename(planned.data.name, planned).thenRefused('WAVE_NAME_UNCHANGED', 'name'));
});

describe('rescheduleWave', () => {
  const later = { plannedStart: '2018-09-01', plannedEnd: '2018-12-01' };
  const reschedule = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('rescheduleWave', { ...ofWave, ...later, ...changes });
  const rescheduled = { waveId, ...later, previously: plannedDates };

  it('needs no reason before the baseline', () =>
    reschedule({}, planned).then(WaveRescheduled({ ...rescheduled, afterBaseline: false })));
  it('carries a reason and the dates before, after the baseline', () =>
    reschedule({ reason }, planned, baselined).then(WaveRescheduled({ ...rescheduled, afterBaseline: true, reason })));
  it('refuses an unknown wave', () => reschedule({}).thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('refuses a wave that has ended', () => reschedule({}, planned, cancelled).thenRefused('WAVE_ENDED', 'waveId'));
  it('refuses an end before the start', () =>
    reschedule({ plannedEnd: '2018-08-31' }, planned).thenRefused('WAVE_DATES_CROSSED', 'plannedEnd'));
  it.each([
    { plannedStart: plannedDates.plannedStart },
    { plannedEnd: plannedDates.plannedEnd, plannedStart: '2018-04-01' },
  ])('may move one of the days alone: %j', (changes) =>
    reschedule(changes, planned).then(WaveRescheduled({ ...rescheduled, ...changes, afterBaseline: false })),
  );
  it('refuses the dates that it has', () =>
    reschedule(plannedDates, planned).thenRefused('WAVE_DATES_UNCHANGED', 'plannedStart'));
  it('needs a reason after the baseline', () =>
    reschedule({}, planned, baselined).thenRefused('REASON_MISSING', 'reason'));
  it('needs a text when the reason is “other”', () =>
    reschedule({ reason: { code: 'OTHER' } }, planned, baselined).thenRefused('REASON_TEXT_MISSING', 'reason.text'));
  it('runs forwards in time', () =>
    given(...[...programme, planned].map((event) => on('2018-01-01', event)), on('2018-01-10', baselined))
      .when('rescheduleWave', { ...ofWave, ...later, reason }, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_OUT_OF_ORDER', 'record.occurredOn'));
});

describe('openWave', () => {
  const ready = [planned, baselined];
  const open = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('openWave', { ...ofWave, ...changes });

  it('opens once the solution has an evaluated pilot', () => open({}, ...ready, ...piloted).then(opened));
  it('opens by the number that people cite, with an override decision in force', () =>
    open({ waveId: 'W-1', overrideDecisionId: 'D-1' }, ...ready, ...taken).then(
      WaveOpened({ waveId, overrideDecisionId: decisionId }),
    ));
  it('refuses an unknown wave', () => open({}).thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('refuses an unknown decision', () =>
    open({ overrideDecisionId: unknown }, ...ready).thenRefused('DECISION_UNKNOWN', 'overrideDecisionId'));
  it('refuses a wave without a baseline', () =>
    open({}, planned, ...piloted).thenRefused('WAVE_NOT_BASELINED', 'waveId'));
  it('refuses a wave that is open', () =>
    open({}, ...ready, ...piloted, opened).thenRefused('WAVE_ALREADY_OPEN', 'waveId'));
  it('refuses a wave at a halt', () =>
    open({}, ...ready, ...piloted, opened, WavePaused({ waveId, reason })).thenRefused(
      'WAVE_ALREADY_PAUSED',
      'waveId',
    ));
  it.each([
    ['called off', cancelled],
    ['completed', WaveCompleted({ waveId })],
  ])('refuses a wave that was %s', (_how, ended) =>
    open({}, ...ready, ...piloted, ended).thenRefused('WAVE_ENDED', 'waveId'),
  );
  it('is refused while the programme is paused', () =>
    open({}, ...ready, ...piloted, paused).thenRefused('PROGRAMME_PAUSED'));
  it('refuses a wave that its units have left', () =>
    open({}, ...ready, ...piloted, closed(jong), closed(grav)).thenRefused('WAVE_EMPTY', 'waveId'));
  it.each([
    ['none', []],
    ['one that runs', [proposed, approved, started]],
    ['one that was stopped', [...piloted, PilotStopped({ pilotId, lesson: 'Too early' })]],
    [
      'one of another solution',
      [{ ...proposed, data: { ...proposed.data, solutionId: surveyId } }, ...piloted.slice(1)],
    ],
  ])('refuses a rollout without an evaluated pilot: %s', (_which, events) =>
    open({}, ...ready, ...events).thenRefused('WAVE_WITHOUT_PILOT', 'overrideDecisionId'),
  );
  const before = { occurredOn: '2018-01-09' };
  const longAgo = [...programme, ...ready, ...piloted.slice(0, -1), ...taken.slice(0, -1)].map((event) =>
    on('2018-01-02', event),
  );
  const lately = (event: Event) => on('2018-01-10', event);
  it('refuses a rollout before the day on which the pilot was evaluated', () =>
    given(...longAgo, lately(piloted.at(-1)!))
      .when('openWave', ofWave, before)
      .thenRefused('WAVE_WITHOUT_PILOT', 'overrideDecisionId'));
  it('refuses an override before the day on which it was decided', () =>
    given(...longAgo, lately(taken.at(-1)!))
      .when('openWave', { ...ofWave, overrideDecisionId: decisionId }, before)
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn'));
  it.each([surveyId, undefined])('refuses an override that is not about what is rolled out: %s', (solutionId) =>
    open(
      { overrideDecisionId: decisionId },
      ...ready,
      { ...needed, data: { ...needed.data, solutionId } },
      ...taken.slice(1),
    ).thenRefused('OVERRIDE_OF_SOMETHING_ELSE', 'overrideDecisionId'),
  );
  it('refuses an override where a pilot was evaluated', () =>
    open({ overrideDecisionId: decisionId }, ...ready, ...piloted, ...taken).thenRefused(
      'OVERRIDE_NOT_NEEDED',
      'overrideDecisionId',
    ));
  it.each([
    ['needed', [needed]],
    ['called off', [...taken, DecisionRevoked({ decisionId, ground: 'No money' })]],
  ])('refuses an override by a decision that is not in force: %s', (_which, events) =>
    open({ overrideDecisionId: decisionId }, ...ready, ...events).thenRefused(
      'DECISION_NOT_IN_FORCE',
      'overrideDecisionId',
    ),
  );
});

describe('pauseWave and resumeWave', () => {
  const open = [planned, baselined, opened];
  const halt = WavePaused({ waveId, reason });
  const pause = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('pauseWave', { ...ofWave, reason, ...changes });
  const resume = (...events: readonly Event[]) => book(...events).when('resumeWave', ofWave);

  it('brings an open wave to a halt', () => pause({}, ...open).then(halt));
  it('says why', () => pause({ reason: undefined }, ...open).thenRefused('INPUT_MISSING', 'reason'));
  it('says in words what “other” is', () =>
    pause({ reason: { code: 'OTHER' } }, ...open).thenRefused('REASON_TEXT_MISSING', 'reason.text'));
  it('refuses to pause an unknown wave', () => pause({}).thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('refuses to pause a wave that has not opened', () =>
    pause({}, planned, baselined).thenRefused('WAVE_NOT_OPEN', 'waveId'));
  it('refuses to pause a wave at a halt', () => pause({}, ...open, halt).thenRefused('WAVE_ALREADY_PAUSED', 'waveId'));
  it('lets a paused wave go on', () => resume(...open, halt).then(WaveResumed({ waveId })));
  it('refuses to resume an unknown wave', () => resume().thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('refuses to resume a wave that goes on', () => resume(...open).thenRefused('WAVE_NOT_PAUSED', 'waveId'));
  it('refuses to resume while the programme is paused', () =>
    resume(...open, halt, paused).thenRefused('PROGRAMME_PAUSED'));
});

describe('completeWave', () => {
  const open = [planned, baselined, opened];
  const complete = (...events: readonly Event[]) => book(...events).when('completeWave', ofWave);
  const completed = WaveCompleted({ waveId });
  const embedded = UnitEmbedded({ unitId: jong, solutionId: tabletsId, periods: [] });
  const declined = UnitDeclined({ unitId: grav, solutionId: tabletsId, reason: 'No need' });
  const added = { waveId, solutionId: tabletsId, afterBaseline: true, reason };
  const lapsed = UnitLapsed({ unitId: grav, solutionId: tabletsId, detectedBy: 'REPORT' });

  it('takes units that are live', () => complete(...open, wentLive(jong), wentLive(grav)).then(completed));
  it('takes units that are embedded or declined', () =>
    complete(...open, wentLive(jong), embedded, declined).then(completed));
  it('takes units that moved on', () =>
    complete(
      ...open,
      wentLive(jong),
      UnitMoved({ waveId, solutionId: tabletsId, unitId: grav, afterBaseline: true, reason }),
    ).then(completed));
  it('lets units go that were closed', () => complete(...open, wentLive(jong), closed(grav)).then(completed));
  it('takes the unit that remains for one that merged into it', () =>
    complete(...open, merged(grav, hosle), wentLive(jong), wentLive(hosle)).then(completed));
  it('waits for the unit that remains', () =>
    complete(...open, merged(grav, hosle), wentLive(jong)).thenRefused('WAVE_HAS_UNFINISHED_UNITS', 'waveId'));
  it('does not wait for a remaining unit that is in another wave', () =>
    complete(...open, nextPlanned, merged(grav, hosle), wentLive(jong)).then(completed));
  it('may be dated before a unit that went on in another wave went live there', () => {
    const early = [...programme, ...open, nextPlanned, merged(grav, hosle), wentLive(jong)];
    given(...early.map((event) => on('2018-01-02', event)), on('2018-01-10', wentLive(hosle)))
      .when('completeWave', ofWave, { occurredOn: '2018-01-05' })
      .then(completed);
  });
  it('takes a wave whose units are all gone', () => complete(...open, closed(jong), closed(grav)).then(completed));
  it('can be done from a halt', () =>
    complete(...open, wentLive(jong), wentLive(grav), WavePaused({ waveId, reason })).then(completed));
  it('refuses an unknown wave', () => complete().thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('refuses a wave that has not opened', () => complete(planned, baselined).thenRefused('WAVE_NOT_OPEN', 'waveId'));
  it('happens once', () =>
    complete(...open, wentLive(jong), wentLive(grav), completed).thenRefused('WAVE_NOT_OPEN', 'waveId'));
  it('refuses while a unit has not begun', () =>
    complete(...open, wentLive(jong)).thenRefused('WAVE_HAS_UNFINISHED_UNITS', 'waveId'));
  it('names the units that it waits for', () => {
    const told = recorded([...programme, ...open, UnitsAssigned({ ...added, unitIds: [hosle] }), wentLive(jong)]);
    const context = {
      actor: testActor,
      programmeId,
      now: `${testDay}T12:00:00.000Z`,
      today: testDay,
      occurredOn: testDay,
      newId: () => newId(1),
    };
    const [refusal] = decideInBook('completeWave', ofWave, told.reduce(evolveBook, emptyBook), context).filter(
      isRefusal,
    );
    expect(sayRefusal(refusal!, 'en')).toMatch(/^W-1 is completed when .*: Grav, Hosle\.$/);
  });
  it('refuses while a unit has lapsed', () =>
    complete(...open, wentLive(jong), wentLive(grav), lapsed).thenRefused('WAVE_HAS_UNFINISHED_UNITS', 'waveId'));
  it('heeds the solution that the wave is about', () =>
    complete(...open, wentLive(jong), UnitWentLive({ unitId: grav, solutionId: surveyId })).thenRefused(
      'WAVE_HAS_UNFINISHED_UNITS',
      'waveId',
    ));
});

describe('cancelWave', () => {
  const cancel = (changes: object, ...events: readonly Event[]) =>
    book(...events).when('cancelWave', { ...ofWave, reason, ...changes });

  it('calls a planned wave off', () => cancel({}, planned).then(cancelled));
  it('calls an open wave off', () =>
    cancel({ reason: late }, planned, baselined, opened).then(
      WaveCancelled({ waveId, afterBaseline: true, reason: late }),
    ));
  it('says why', () => cancel({ reason: undefined }, planned).thenRefused('INPUT_MISSING', 'reason'));
  it('says in words what “other” is', () =>
    cancel({ reason: { code: 'OTHER' } }, planned).thenRefused('REASON_TEXT_MISSING', 'reason.text'));
  it('refuses an unknown wave', () => cancel({}).thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('refuses a wave that has ended', () => cancel({}, planned, cancelled).thenRefused('WAVE_ENDED', 'waveId'));
});
