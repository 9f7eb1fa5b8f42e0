import { describe, expect, it } from '@jest/globals';
import { type Event, type Kept, type Projection, type Recorded, on, recorded, step } from '#kernel';
import {
  baselined,
  decisionId,
  grav,
  hosle,
  jong,
  nextPlanned,
  nextWaveId,
  opened,
  planned,
  plannedDates,
  tabletsId,
  waveId,
} from '../testing/rollout.js';
import { waveChanges } from './wave-change.projection.js';
import { waveUnitKey, waveUnits } from './wave-unit.projection.js';
import {
  UnitMoved,
  UnitsAssigned,
  WaveCancelled,
  WaveCompleted,
  WaveOpened,
  WavePaused,
  WaveRenamed,
  WaveRescheduled,
  WaveResumed,
} from './wave.events.js';
import { waves } from './wave.projection.js';

const fold = <Row>(projection: Projection<Row>, lines: readonly Recorded[]): Map<string, Kept<Row>> => {
  const rows = new Map<string, Kept<Row>>();
  for (const line of lines)
    for (const key of projection.keysOf(line)) {
      const kept = step(projection, rows.get(key), line, key);
      if (kept !== null) rows.set(key, kept);
    }
  return rows;
};

/** The rows that the events leave, and the proof that telling them twice changes nothing. */
const rowsOf = <Row>(projection: Projection<Row>, ...events: readonly Event[]): Record<string, Row> => {
  const lines = recorded(events);
  const rows = fold(projection, lines);
  expect(fold(projection, [...lines, ...lines])).toEqual(rows);
  return Object.fromEntries([...rows].map(([key, { row }]) => [key, row]));
};

const reason = { code: 'CAPACITY' as const };
const rescheduled = WaveRescheduled({
  waveId,
  plannedStart: '2018-03-11',
  plannedEnd: '2018-07-01',
  previously: plannedDates,
  afterBaseline: true,
  reason: { code: 'OTHER', text: 'Snow' },
});
const moved = UnitMoved({
  waveId,
  solutionId: tabletsId,
  unitId: grav,
  toWaveId: nextWaveId,
  afterBaseline: true,
  reason,
});

describe('wave rows', () => {
  const wave = (...events: readonly Event[]) => rowsOf(waves, ...events)[waveId]!;

  it('tell the plan, and of nothing that has not happened', () =>
    expect(wave(planned)).toEqual({
      ref: 'W-1',
      name: 'First wave',
      status: 'PLANNED',
      solutionId: tabletsId,
      ...plannedDates,
      baselineStart: null,
      baselineEnd: null,
      baselineUnitIds: null,
      baselinedOn: null,
      slipDays: null,
      openedOn: null,
      overrideDecisionId: null,
      completedOn: null,
      cancelledOn: null,
    }));

  it('keep the first baseline, and measure the slip of the end against it', () =>
    expect(wave(planned, on('2018-01-20', baselined), rescheduled)).toMatchObject({
      status: 'BASELINED',
      plannedStart: '2018-03-11',
      plannedEnd: '2018-07-01',
      baselineStart: '2018-03-01',
      baselineEnd: '2018-06-01',
      baselineUnitIds: [jong, grav],
      baselinedOn: '2018-01-20',
      slipDays: 30,
    }));

  it('know no slip before the baseline', () =>
    expect(wave(planned, rescheduled)).toMatchObject({ plannedEnd: '2018-07-01', slipDays: null }));
  it('bears its newest name', () =>
    expect(wave(planned, WaveRenamed({ waveId, name: 'Schools by the fjord' }))).toMatchObject({
      name: 'Schools by the fjord',
    }));

  it('follow the wave to its end', () => {
    const halted = [
      planned,
      baselined,
      on('2018-03-01', WaveOpened({ waveId, overrideDecisionId: decisionId })),
      WavePaused({ waveId, reason }),
    ];
    expect(wave(...halted)).toMatchObject({
      status: 'PAUSED',
      openedOn: '2018-03-01',
      overrideDecisionId: decisionId,
      completedOn: null,
    });
    expect(wave(...halted.slice(0, 3))).toMatchObject({ status: 'OPEN', openedOn: '2018-03-01' });
    expect(wave(...halted, WaveResumed({ waveId }))).toMatchObject({ status: 'OPEN', openedOn: '2018-03-01' });
    expect(wave(...halted, on('2018-06-01', WaveCompleted({ waveId })))).toMatchObject({
      status: 'COMPLETED',
      completedOn: '2018-06-01',
    });
    expect(wave(planned, on('2018-02-01', WaveCancelled({ waveId, afterBaseline: false, reason })))).toMatchObject({
      status: 'CANCELLED',
      cancelledOn: '2018-02-01',
    });
  });
});

describe('rows of units in waves', () => {
  const placed = {
    waveId,
    solutionId: tabletsId,
    inBaseline: false,
    leftOn: null,
    movedToWaveId: null,
    reasonCode: null,
  };

  it('begin when the wave is planned, and when units join later', () => {
    const joined = UnitsAssigned({ waveId, solutionId: tabletsId, unitIds: [hosle], afterBaseline: true, reason });
    const rows = rowsOf(waveUnits, on('2018-01-01', planned), baselined, on('2018-02-01', joined));
    expect(rows).toEqual({
      [waveUnitKey(waveId, jong)]: { ...placed, unitId: jong, assignedOn: '2018-01-01', inBaseline: true },
      [waveUnitKey(waveId, grav)]: { ...placed, unitId: grav, assignedOn: '2018-01-01', inBaseline: true },
      [waveUnitKey(waveId, hosle)]: { ...placed, unitId: hosle, assignedOn: '2018-02-01' },
    });
  });

  it('say when, where to and why a unit left, and open another where it came to', () => {
    const rows = rowsOf(waveUnits, planned, nextPlanned, on('2018-02-01', moved));
    expect(rows[waveUnitKey(waveId, grav)]).toMatchObject({
      leftOn: '2018-02-01',
      movedToWaveId: nextWaveId,
      reasonCode: 'CAPACITY',
    });
    expect(rows[waveUnitKey(nextWaveId, grav)]).toEqual({
      ...placed,
      waveId: nextWaveId,
      unitId: grav,
      assignedOn: '2018-02-01',
    });
  });

  it('say that a unit left for no other wave, and need no reason before the baseline', () => {
    const left = UnitMoved({ waveId, solutionId: tabletsId, unitId: grav, afterBaseline: false });
    const rows = rowsOf(waveUnits, planned, on('2018-02-01', left));
    expect(Object.keys(rows)).toEqual([waveUnitKey(waveId, jong), waveUnitKey(waveId, grav)]);
    expect(rows[waveUnitKey(waveId, grav)]).toMatchObject({
      leftOn: '2018-02-01',
      movedToWaveId: null,
      reasonCode: null,
    });
  });

  it('are not made up for a unit that leaves a wave which it was not in', () =>
    expect(() => rowsOf(waveUnits, { ...moved, data: { ...moved.data, unitId: hosle } })).toThrow(
      /UnitMoved .* no row/,
    ));

  it('open again when a unit comes back, and remember that it was in the baseline', () => {
    const back = UnitMoved({
      waveId: nextWaveId,
      solutionId: tabletsId,
      unitId: grav,
      toWaveId: waveId,
      afterBaseline: true,
      reason,
    });
    const rows = rowsOf(waveUnits, planned, nextPlanned, baselined, moved, on('2018-03-01', back));
    expect(rows[waveUnitKey(waveId, grav)]).toEqual({
      ...placed,
      unitId: grav,
      assignedOn: '2018-03-01',
      inBaseline: true,
    });
  });
});

describe('rows of changes', () => {
  const changes = (...events: readonly Event[]) => Object.values(rowsOf(waveChanges, ...events));
  const nothing = {
    reasonCode: null,
    reasonText: null,
    unitIds: [],
    toWaveId: null,
    startMovedDays: null,
    endMovedDays: null,
  };

  it('say by how many days the plan moved, and why', () =>
    expect(changes(on('2018-02-01', rescheduled))).toEqual([
      {
        ...nothing,
        waveId,
        kind: 'RESCHEDULED',
        reasonCode: 'OTHER',
        reasonText: 'Snow',
        startMovedDays: 10,
        endMovedDays: 30,
        afterBaseline: true,
        happenedOn: '2018-02-01',
        revision: 0,
      },
    ]));

  it('tell of units that joined and moved', () => {
    const joined = UnitsAssigned({ waveId, solutionId: tabletsId, unitIds: [hosle], afterBaseline: false });
    expect(changes(joined, moved)).toMatchObject([
      { kind: 'UNITS_ASSIGNED', unitIds: [hosle], reasonCode: null, toWaveId: null, afterBaseline: false, revision: 0 },
      {
        kind: 'UNIT_MOVED',
        unitIds: [grav],
        reasonCode: 'CAPACITY',
        toWaveId: nextWaveId,
        afterBaseline: true,
        revision: 1,
      },
    ]);
  });

  it('tell of halts and of waves that were called off, and not of what went as planned', () =>
    expect(
      changes(
        planned,
        baselined,
        opened,
        WavePaused({ waveId, reason }),
        WaveResumed({ waveId }),
        WaveCancelled({ waveId, afterBaseline: true, reason }),
      ),
    ).toMatchObject([
      { kind: 'PAUSED', reasonCode: 'CAPACITY', afterBaseline: true },
      { kind: 'RESUMED', reasonCode: null, afterBaseline: true },
      { kind: 'CANCELLED', reasonCode: 'CAPACITY', afterBaseline: true },
    ]));
});
