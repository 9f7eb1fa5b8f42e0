import { describe, expect, it } from '@jest/globals';
import { type Event, on, recorded } from '#kernel';
import { emptyBook, evolveBook } from './book.state.js';
import { OccurredOnCorrected } from './correction/correction.events.js';
import {
  DecisionBecameOverdue,
  DecisionRevoked,
  DecisionSuperseded,
  DecisionTookOver,
} from './decision/decision.events.js';
import { endedBy, endedOn, groundedOn, lastToldOn } from './endings.js';
import { given } from './given.js';
import { PilotScaled, PilotStarted, PilotStopped } from './pilot/pilot.events.js';
import { ProgrammeClosed } from './programme/programme.events.js';
import {
  approved,
  baselined,
  decisionId,
  grav,
  hosle,
  jong,
  opened,
  pilotId,
  piloted,
  planned,
  programme,
  programmeId,
  proposed,
  started,
  tabletsId,
  taken,
  unknown as unknownId,
  waveId,
} from './testing/rollout.js';
import {
  UnitClosed,
  UnitCommitted,
  UnitEmbedded,
  UnitWentLive,
  UnitsMerged,
  UsageMeasured,
} from './unit/unit.events.js';
import { WaveCancelled, WaveCompleted, WaveOpened } from './wave/wave.events.js';

const from = (day: string, events: readonly Event[]) => events.map((event) => on(day, event));
const book = (...events: readonly Event[]) => given(...from('2018-01-02', programme), ...events);
const at = (occurredOn: string) => ({ today: '2018-12-31', occurredOn });

const goLive = (unitId: string, place: { waveId?: string; pilotId?: string } = {}) =>
  UnitWentLive({ unitId, solutionId: tabletsId, ...place });
const committed = (unitId: string) => UnitCommitted({ unitId, solutionId: tabletsId });
const wave = [
  ...from('2018-01-03', [...piloted, planned, baselined]),
  ...from('2018-01-04', [committed(jong), committed(grav)]),
  on('2018-03-01', opened),
];
const liveInWave = [...wave, on('2018-04-01', goLive(jong, { waveId })), on('2018-05-01', goLive(grav, { waveId }))];

describe('a go-live', () => {
  const live = (input: object, day: string, ...events: readonly Event[]) =>
    book(...events).when('recordGoLive', { programmeId, unitId: jong, solutionId: tabletsId, ...input }, at(day));

  it('is not dated before its wave was opened', () => {
    live({ waveId }, '2018-02-28', ...wave).thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn');
    live({ waveId }, '2018-03-01', ...wave).then(goLive(jong, { waveId }));
  });
  it('is taken for one by itself when it was before the wave was opened', () =>
    live({}, '2018-02-28', ...wave).then(goLive(jong)));
  it('is not dated before its pilot was started', () => {
    const pilot = [...from('2018-01-03', [committed(jong), proposed, approved]), on('2018-02-01', started)];
    live({ pilotId }, '2018-01-31', ...pilot).thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn');
    live({ pilotId }, '2018-02-01', ...pilot).then(goLive(jong, { pilotId }));
  });
});

describe('an ending is not dated before the last that is told of what it ends:', () => {
  const reason = { code: 'CAPACITY' } as const;

  it('a completed wave', () => {
    const complete = (day: string) => book(...liveInWave).when('completeWave', { programmeId, waveId }, at(day));
    complete('2018-04-30').thenRefused('ENDED_BEFORE_LAST_LINE', 'record.occurredOn');
    complete('2018-05-01').then(WaveCompleted({ waveId }));
  });
  it('a wave whose units went live by themselves', () => {
    const alone = [...wave, on('2018-04-01', goLive(jong)), on('2018-05-01', goLive(grav))];
    const complete = (day: string) => book(...alone).when('completeWave', { programmeId, waveId }, at(day));
    complete('2018-04-30').thenRefused('ENDED_BEFORE_LAST_LINE', 'record.occurredOn');
    complete('2018-05-01').then(WaveCompleted({ waveId }));
  });
  it('a wave is not held by what its units reached later', () => {
    const embedded = on('2018-08-01', UnitEmbedded({ unitId: jong, solutionId: tabletsId, periods: [] }));
    book(...liveInWave, embedded)
      .when('completeWave', { programmeId, waveId }, at('2018-05-02'))
      .then(WaveCompleted({ waveId }));
  });
  it('a cancelled wave', () => {
    const cancel = (day: string) => book(...liveInWave).when('cancelWave', { programmeId, waveId, reason }, at(day));
    cancel('2018-04-30').thenRefused('ENDED_BEFORE_LAST_LINE', 'record.occurredOn');
    cancel('2018-05-01').then(WaveCancelled({ waveId, afterBaseline: true, reason }));
  });
  it('a stopped pilot', () => {
    const pilot = [
      ...from('2018-01-03', [committed(jong), proposed, approved, started]),
      on('2018-02-01', goLive(jong, { pilotId })),
    ];
    const stop = (day: string) =>
      book(...pilot).when('stopPilot', { programmeId, pilotId, lesson: 'Too early' }, at(day));
    stop('2018-01-31').thenRefused('ENDED_BEFORE_LAST_LINE', 'record.occurredOn');
    stop('2018-02-01').then(PilotStopped({ pilotId, lesson: 'Too early' }));
  });
  it('a closed unit, though others tell of it', () => {
    const measured = UsageMeasured({
      unitId: jong,
      solutionId: tabletsId,
      periodStart: '2018-05-01',
      periodEnd: '2018-05-31',
      active: 1,
      eligible: 2,
    });
    const whole = [...liveInWave, on('2018-05-31', measured)];
    const close = (day: string) => book(...whole).when('closeUnit', { programmeId, unitId: jong }, at(day));
    close('2018-05-30').thenRefused('ENDED_BEFORE_LAST_LINE', 'record.occurredOn');
    close('2018-05-31').then(UnitClosed({ unitId: jong, solutionIds: [tabletsId] }));
  });
  it('a unit that merges into another one', () => {
    const merge = (day: string) =>
      book(on('2018-02-01', planned)).when(
        'mergeUnits',
        { programmeId, fromUnitIds: [jong], intoUnitId: hosle },
        at(day),
      );
    merge('2018-01-31').thenRefused('ENDED_BEFORE_LAST_LINE', 'record.occurredOn');
    merge('2018-02-01').then(UnitsMerged({ fromUnitIds: [jong], intoUnitId: hosle, eligible: 200, carried: [] }));
  });
  it('a decision that something rests on', () => {
    const rests = [
      ...from('2018-01-03', [...taken, planned, baselined]),
      on('2018-03-01', WaveOpened({ waveId, overrideDecisionId: decisionId })),
    ];
    const revoke = (day: string) =>
      book(...rests).when('revokeDecision', { programmeId, decisionId, ground: 'No money' }, at(day));
    revoke('2018-02-28').thenRefused('ENDED_BEFORE_LAST_LINE', 'record.occurredOn');
    revoke('2018-03-01').then(DecisionRevoked({ decisionId, ground: 'No money' }));
  });
  it('the programme', () => {
    const whole = [...liveInWave, on('2018-05-02', WaveCompleted({ waveId }))];
    const close = (day: string, ...more: readonly Event[]) =>
      book(...whole, ...more).when('closeProgramme', { programmeId }, at(day));
    close('2018-05-01').thenRefused('ENDED_BEFORE_LAST_LINE', 'record.occurredOn');
    close('2018-05-02').then(ProgrammeClosed({ programmeId }));
    const corrected = OccurredOnCorrected({
      eventId: decisionId,
      eventType: PilotStarted.type,
      revision: 8,
      previously: '2018-01-03',
      occurredOn: '2018-01-04',
      reason: 'The minutes say so',
    });
    close('2018-05-02', on('2018-06-01', corrected)).then(ProgrammeClosed({ programmeId }));
    const byClock = [
      on('2018-01-03', taken[0]),
      on('2018-12-02', DecisionBecameOverdue({ decisionId, dueBy: '2018-12-01' })),
    ];
    close('2018-05-02', ...byClock).then(ProgrammeClosed({ programmeId }));
  });
});

describe('the end of a thing', () => {
  const merged = UnitsMerged({ fromUnitIds: [jong], intoUnitId: hosle, eligible: 200, carried: [] });
  const { timeline } = recorded([
    ...from('2018-01-02', programme),
    on('2018-02-01', planned),
    on('2018-03-01', merged),
    on('2018-04-01', UnitClosed({ unitId: grav, solutionIds: [] })),
  ]).reduce(evolveBook, emptyBook);
  const end = (subject: string) => endedOn(timeline, subject, programmeId);

  it('stands in its own life, or in that of the one that it merged into', () => {
    expect(end(grav)).toBe('2018-04-01');
    expect(end(jong)).toBe('2018-03-01');
  });
  it('has not come for what goes on, the programme among it', () => {
    expect([end(hosle), end(waveId), end(tabletsId), end(programmeId)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(end(unknownId)).toBeUndefined();
  });
  it('is brought by a line to its own subject, by a merger to those that merge, and by most lines to nothing', () => {
    const about = [jong];
    expect(endedBy({ eventType: 'UnitClosed', about: [] }, jong)).toEqual([jong]);
    expect(endedBy({ eventType: 'UnitsMerged', about }, hosle)).toEqual([jong]);
    expect(endedBy({ eventType: 'WavePlanned', about }, waveId)).toEqual([]);
  });
  it('is not before the last day on which others tell of it', () => {
    expect(lastToldOn(timeline, grav, programmeId)).toBe('2018-02-01');
    expect(lastToldOn(timeline, unknownId, programmeId) < '0').toBe(true);
  });
});

describe('what a line rests on', () => {
  it.each([
    ['the opening of a wave', WaveOpened.type],
    ['the approval of a pilot', 'PilotApproved'],
    ['the scaling of a pilot', PilotScaled.type],
    ['a supersession', DecisionSuperseded.type],
    ['the other end of a supersession', DecisionTookOver.type],
  ])('is that a decision was taken, for %s', (_what, eventType) => {
    const { timeline } = recorded([
      ...from('2018-01-02', programme),
      on('2018-01-03', taken[0]),
      ...from('2018-03-01', taken.slice(1)),
    ]).reduce(evolveBook, emptyBook);
    expect(groundedOn(timeline, decisionId, eventType)).toBe('2018-03-01');
    expect(groundedOn(timeline, decisionId, 'DecisionRevoked')).toBe('2018-01-03');
  });
  it('must have been decided by then, not only been needed', () =>
    book(on('2018-01-03', taken[0]), ...from('2018-03-01', taken.slice(1)), ...from('2018-01-03', [planned, baselined]))
      .when('openWave', { programmeId, waveId, overrideDecisionId: decisionId }, at('2018-02-01'))
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn'));
  it('is not lost by a decision that takes its place on the same day', () => {
    const other = '99999999-0000-4000-8000-000000000001';
    const second = taken.map((event) => ({
      ...event,
      data: { ...event.data, decisionId: other, ...('ref' in event.data ? { ref: 'D-2' } : {}) },
    })) as unknown as readonly Event[];
    const [superseded] = book(...from('2018-01-03', taken), ...from('2018-02-01', second))
      .when('supersedeDecision', { programmeId, decisionId, byDecisionId: other }, at('2018-02-01'))
      .events();
    if (superseded?.type !== DecisionSuperseded.type) throw new Error('it was not superseded');
  });
});
