import { describe, expect, it } from '@jest/globals';
import { type Event, recorded } from '#kernel';
import { emptyBook, evolveBook } from '../book.state.js';
import {
  baselined,
  grav,
  hosle,
  jong,
  nextPlanned,
  nextWaveId,
  opened,
  planned,
  plannedDates,
  programme,
  tabletsId,
  waveId,
} from '../testing/rollout.js';
import {
  UnitMoved,
  UnitsAssigned,
  WaveCancelled,
  WaveCompleted,
  WavePaused,
  WaveRenamed,
  WaveRescheduled,
  WaveResumed,
} from './wave.events.js';
import { isActive } from './wave.state.js';

const bookAfter = (...events: readonly Event[]) =>
  recorded([...programme, planned, nextPlanned, ...events]).reduce(evolveBook, emptyBook);
const wave = (...events: readonly Event[]) => bookAfter(...events).waves.get(waveId)!;

const reason = { code: 'CAPACITY' as const };
const later = { plannedStart: '2018-09-01', plannedEnd: '2018-12-01' };
const halted = WavePaused({ waveId, reason });
const cancelled = WaveCancelled({ waveId, afterBaseline: false, reason });
const move = { waveId, solutionId: tabletsId, unitId: grav, afterBaseline: false };
const left = UnitMoved(move);
const moved = UnitMoved({ ...move, toWaveId: nextWaveId });
const joined = UnitsAssigned({ waveId, solutionId: tabletsId, unitIds: [hosle], afterBaseline: false });

describe('what the book knows of a wave', () => {
  it('is its plan at first', () =>
    expect(wave()).toEqual({
      id: waveId,
      ref: 'W-1',
      name: 'First wave',
      status: 'PLANNED',
      solutionId: tabletsId,
      ...plannedDates,
      unitIds: [jong, grav],
      baselined: false,
    }));
  it.each([
    ['its baseline', [baselined], { status: 'BASELINED', baselined: true }],
    ['its opening', [baselined, opened], { status: 'OPEN', baselined: true }],
    ['a halt', [baselined, opened, halted], { status: 'PAUSED' }],
    ['the end of a halt', [baselined, opened, halted, WaveResumed({ waveId })], { status: 'OPEN' }],
    ['its completion', [baselined, opened, WaveCompleted({ waveId })], { status: 'COMPLETED' }],
    ['its being called off', [cancelled], { status: 'CANCELLED' }],
    [
      'its new dates',
      [WaveRescheduled({ waveId, ...later, previously: plannedDates, afterBaseline: false })],
      { ...later, status: 'PLANNED', name: 'First wave' },
    ],
    ['its new name', [WaveRenamed({ waveId, name: 'By the fjord' })], { name: 'By the fjord', ...plannedDates }],
    ['units that joined', [joined], { unitIds: [jong, grav, hosle] }],
    ['a unit that left', [left], { unitIds: [jong] }],
    ['a unit that went to another wave', [moved], { unitIds: [jong] }],
  ] as const)('is %s', (_what, events, known) => expect(wave(...events)).toMatchObject(known));
  it('is the units that came to it from another wave', () =>
    expect(bookAfter(moved).waves.get(nextWaveId)!.unitIds).toEqual([hosle, grav]));
  it('says whether it still goes on', () => {
    expect([wave(), wave(baselined), wave(opened), wave(halted)].map(isActive)).toEqual([true, true, true, true]);
    expect([wave(WaveCompleted({ waveId })), wave(cancelled)].map(isActive)).toEqual([false, false]);
  });
});

describe('where the book says that units were put', () => {
  const places = (...events: readonly Event[]) => bookAfter(...events).placements.toObject();
  const atFirst = { [jong]: [waveId], [grav]: [waveId], [hosle]: [nextWaveId] };

  it('is the wave that they were planned in, whatever else becomes of it', () => {
    expect(places()).toEqual(atFirst);
    expect(places(baselined, opened, halted, WaveRenamed({ waveId, name: 'By the fjord' }))).toEqual(atFirst);
  });
  it('is each wave that they were put in', () =>
    expect(places(joined)).toEqual({ ...atFirst, [hosle]: [nextWaveId, waveId] }));
  it('is nowhere after they left', () => expect(places(left)).toStrictEqual({ ...atFirst, [grav]: [] }));
  it('is still the other wave that they were in when they left one', () =>
    expect(places(joined, UnitMoved({ ...move, unitId: hosle }))).toStrictEqual(atFirst));
  it('is the wave that they went to', () => expect(places(moved)).toEqual({ ...atFirst, [grav]: [nextWaveId] }));
});
