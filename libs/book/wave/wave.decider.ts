import { type LocalDate, type Refusal, isRefusal, latest } from '#kernel';
import type {
  AssignUnitsInput,
  BaselineWaveInput,
  CancelWaveInput,
  CompleteWaveInput,
  MoveUnitInput,
  OpenWaveInput,
  PauseWaveInput,
  PlanWaveInput,
  RenameWaveInput,
  RescheduleWaveInput,
  ResumeWaveInput,
  WaveReasonInput,
} from '#schema';
import { type Book, nextRef } from '../book.state.js';
import { refuseInBook } from '../book.words.js';
import { decider } from '../decider.js';
import { inForce, knownDecision } from '../decision/decision.rules.js';
import type { Decision } from '../decision/decision.state.js';
import { hasEvaluatedPilot } from '../pilot/pilot.state.js';
import { knownSolution } from '../programme/programme.refusals.js';
import { refuse as refuseProgramme } from '../programme/programme.words.js';
import { activeUnit, refusedUnits } from '../unit/unit.refusals.js';
import { type Unit, adoptionOf, remainingUnit } from '../unit/unit.state.js';
import { settledOn } from '../unit/unit.timeline.js';
import { refuse as refuseUnit } from '../unit/unit.words.js';
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
import { type Wave, type WaveStatus, isActive } from './wave.state.js';
import { activeWaveOf, isInWave, placesOf, presentUnits, refusedWhenPlaced, unfinishedUnits } from './wave.units.js';
import { refuse } from './wave.words.js';

const unknown = (field = 'waveId') => refuse('WAVE_UNKNOWN', {}, field);

const refusedWhenEnded = (wave: Wave, field = 'waveId'): Refusal | undefined =>
  isActive(wave) ? undefined : refuse('WAVE_ENDED', { wave: wave.ref, status: wave.status }, field);

const refusedDates = ({ plannedStart, plannedEnd }: { plannedStart: string; plannedEnd: string }) =>
  plannedStart <= plannedEnd ? undefined : refuse('WAVE_DATES_CROSSED', { plannedStart, plannedEnd }, 'plannedEnd');

/** After the baseline every change says why; “other” says it in words. */
const refusedReason = (reason: WaveReasonInput | undefined, baselined?: Wave): Refusal | undefined => {
  if (reason)
    return reason.code === 'OTHER' && !reason.text ? refuse('REASON_TEXT_MISSING', {}, 'reason.text') : undefined;
  return baselined && refuse('REASON_MISSING', { wave: baselined.ref }, 'reason');
};

const planWave = decider<PlanWaveInput>((input, book, { newId }) => {
  const { solutionId, name, plannedStart, plannedEnd, unitIds = [] } = input;
  const solution = knownSolution(book, solutionId);
  if (isRefusal(solution)) return solution;
  const refused =
    refusedUnits(book.units, unitIds) ?? refusedDates(input) ?? refusedWhenPlaced(unitIds, solutionId, book);
  if (refused) return refused;
  const plan = { name, plannedStart, plannedEnd, unitIds: [...unitIds] };
  return [WavePlanned({ waveId: newId(), ref: nextRef(book.waves, 'W'), solutionId, ...plan })];
});

const baselineWave = decider<BaselineWaveInput>(({ waveId }, { waves, units }) => {
  const wave = waves.get(waveId);
  if (!wave) return unknown();
  const ended = refusedWhenEnded(wave);
  if (ended) return ended;
  if (wave.baselined) return refuse('WAVE_ALREADY_BASELINED', { wave: wave.ref }, 'waveId');
  if (presentUnits(wave, units).length === 0) return refuse('WAVE_EMPTY', { wave: wave.ref }, 'waveId');
  const { plannedStart, plannedEnd } = wave;
  return [WaveBaselined({ waveId, plannedStart, plannedEnd, unitIds: [...placesOf(wave, units)] })];
});

const assignUnits = decider<AssignUnitsInput>(({ waveId, unitIds, reason }, book) => {
  const wave = book.waves.get(waveId);
  if (!wave) return unknown();
  const { solutionId, baselined: afterBaseline } = wave;
  if (unitIds.length === 0) return refuseUnit('UNITS_MISSING', {}, 'unitIds');
  const refused =
    refusedUnits(book.units, unitIds) ??
    refusedWhenEnded(wave) ??
    refusedWhenPlaced(unitIds, solutionId, book, waveId) ??
    refusedReason(reason, afterBaseline ? wave : undefined);
  return refused ?? [UnitsAssigned({ waveId, solutionId, unitIds: [...unitIds], afterBaseline, reason })];
});

/** Where a unit may go from its wave: to another one of the same solution that still goes on, and where it is not yet. */
const refusedTarget = (from: Wave, to: Wave, unitId: string, book: Book): Refusal | undefined => {
  if (to.id === from.id) return refuse('WAVE_IS_THE_SAME', { wave: from.ref }, 'toWaveId');
  if (to.solutionId !== from.solutionId)
    return refuse('WAVE_OF_ANOTHER_SOLUTION', { from: from.ref, to: to.ref }, 'toWaveId');
  const unit = activeUnit(book.units, remainingUnit(book.units, unitId).id);
  if (isRefusal(unit)) return unit;
  if (isInWave(book, unit.id, to)) return refuse('UNIT_ALREADY_IN_WAVE', { unit: unit.name, wave: to.ref }, 'unitId');
  return undefined;
};

/** The wave that a unit leaves and the one that it goes to, both still under way; the refusal when they are not. */
const wavesOfMove = ({ waveId, unitId, toWaveId }: MoveUnitInput, { waves, units }: Book) => {
  const from = waves.get(waveId);
  if (!from) return unknown();
  const to = toWaveId === undefined ? undefined : waves.get(toWaveId);
  if (toWaveId !== undefined && !to) return unknown('toWaveId');
  if (!units.byId.has(unitId)) return refuseUnit('UNIT_UNKNOWN', {}, 'unitId');
  return refusedWhenEnded(from) ?? (to && refusedWhenEnded(to, 'toWaveId')) ?? { from, to };
};

const moveUnit = decider<MoveUnitInput>((input, book) => {
  const found = wavesOfMove(input, book);
  if (isRefusal(found)) return found;
  const { from, to } = found;
  const { waveId, unitId, toWaveId, reason } = input;
  const unit = remainingUnit(book.units, unitId);
  // Units that merged into this one go with it: they are the same place in the wave.
  const leaving = from.unitIds.filter((each) => remainingUnit(book.units, each).id === unit.id);
  if (leaving.length === 0) return refuse('UNIT_NOT_IN_WAVE', { unit: unit.name, wave: from.ref }, 'unitId');
  const baselined = [from, to].find((each) => each?.baselined);
  const refused = (to && refusedTarget(from, to, unitId, book)) ?? refusedReason(reason, baselined);
  const move = { waveId, solutionId: from.solutionId, toWaveId, afterBaseline: baselined !== undefined, reason };
  return refused ?? leaving.map((each) => UnitMoved({ ...move, unitId: each }));
});

const rescheduleWave = decider<RescheduleWaveInput>(({ waveId, plannedStart, plannedEnd, reason }, { waves }) => {
  const wave = waves.get(waveId);
  if (!wave) return unknown();
  const plan = { plannedStart, plannedEnd };
  const refused = refusedWhenEnded(wave) ?? refusedDates(plan);
  if (refused) return refused;
  const previously = { plannedStart: wave.plannedStart, plannedEnd: wave.plannedEnd };
  if (plannedStart === previously.plannedStart && plannedEnd === previously.plannedEnd)
    return refuse('WAVE_DATES_UNCHANGED', { wave: wave.ref }, 'plannedStart');
  const afterBaseline = wave.baselined;
  const unexplained = refusedReason(reason, afterBaseline ? wave : undefined);
  return unexplained ?? [WaveRescheduled({ waveId, ...plan, previously, afterBaseline, reason })];
});

type NotOpenable = 'WAVE_NOT_BASELINED' | 'WAVE_ALREADY_OPEN' | 'WAVE_ALREADY_PAUSED' | 'WAVE_ENDED';
const notOpenable: Partial<Record<WaveStatus, NotOpenable>> = {
  PLANNED: 'WAVE_NOT_BASELINED',
  OPEN: 'WAVE_ALREADY_OPEN',
  PAUSED: 'WAVE_ALREADY_PAUSED',
  COMPLETED: 'WAVE_ENDED',
  CANCELLED: 'WAVE_ENDED',
};

/** Not any decision in force will do: it must be about what is rolled out. */
const refusedOverride = (override: Decision, wave: Wave, { programme }: Book): Refusal | undefined => {
  if (override.solutionId === wave.solutionId) return undefined;
  const solution = programme.solutions.get(wave.solutionId)!.name;
  const values = { decision: override.ref, wave: wave.ref, solution };
  return refuse('OVERRIDE_OF_SOMETHING_ELSE', values, 'overrideDecisionId');
};

/** No rollout without learning: an evaluated pilot of the solution, or a decision in force to do without. */
const refusedUnlearnt = (
  wave: Wave,
  override: Decision | undefined,
  book: Book,
  occurredOn: LocalDate,
): Refusal | undefined => {
  const evaluated = hasEvaluatedPilot(book, wave.solutionId, occurredOn);
  if (override === undefined)
    return evaluated ? undefined : refuse('WAVE_WITHOUT_PILOT', { wave: wave.ref }, 'overrideDecisionId');
  if (evaluated) return refuse('OVERRIDE_NOT_NEEDED', { wave: wave.ref }, 'overrideDecisionId');
  return inForce(override, 'overrideDecisionId') ?? refusedOverride(override, wave, book);
};

const openWave = decider<OpenWaveInput>(({ waveId, overrideDecisionId }, book, { occurredOn }) => {
  const wave = book.waves.get(waveId);
  if (!wave) return unknown();
  const override =
    overrideDecisionId === undefined
      ? undefined
      : knownDecision(book.decisions, overrideDecisionId, 'overrideDecisionId');
  if (isRefusal(override)) return override;
  const code = notOpenable[wave.status];
  if (code) return refuse(code, { wave: wave.ref, status: wave.status }, 'waveId');
  if (book.programme.status === 'PAUSED') return refuseProgramme('PROGRAMME_PAUSED', {});
  if (presentUnits(wave, book.units).length === 0) return refuse('WAVE_EMPTY', { wave: wave.ref }, 'waveId');
  return refusedUnlearnt(wave, override, book, occurredOn) ?? [WaveOpened({ waveId, overrideDecisionId })];
});

const pauseWave = decider<PauseWaveInput>(({ waveId, reason }, { waves }) => {
  const wave = waves.get(waveId);
  if (!wave) return unknown();
  if (wave.status === 'PAUSED') return refuse('WAVE_ALREADY_PAUSED', { wave: wave.ref }, 'waveId');
  if (wave.status !== 'OPEN') return refuse('WAVE_NOT_OPEN', { wave: wave.ref, status: wave.status }, 'waveId');
  return refusedReason(reason) ?? [WavePaused({ waveId, reason })];
});

const renameWave = decider<RenameWaveInput>(({ waveId, name }, { waves }) => {
  const wave = waves.get(waveId);
  if (!wave) return unknown();
  if (wave.name === name) return refuse('WAVE_NAME_UNCHANGED', { wave: wave.ref, name }, 'name');
  return [WaveRenamed({ waveId, name })];
});

const resumeWave = decider<ResumeWaveInput>(({ waveId }, { waves, programme }) => {
  const wave = waves.get(waveId);
  if (!wave) return unknown();
  if (wave.status !== 'PAUSED') return refuse('WAVE_NOT_PAUSED', { wave: wave.ref, status: wave.status }, 'waveId');
  if (programme.status === 'PAUSED') return refuseProgramme('PROGRAMME_PAUSED', {});
  return [WaveResumed({ waveId })];
});

/** The day from which on a wave has not waited for a unit; units that have moved on count no more. */
const settledIn = ({ id, solutionId }: Wave, unit: Unit, book: Book): LocalDate =>
  activeWaveOf(book, unit.id, solutionId)?.id === id
    ? (settledOn(book.timeline, adoptionOf(book.units, unit.id, solutionId)) ?? '')
    : '';

const completeWave = decider<CompleteWaveInput>(({ waveId }, book, { occurredOn }) => {
  const wave = book.waves.get(waveId);
  if (!wave) return unknown();
  if (wave.status !== 'OPEN' && wave.status !== 'PAUSED')
    return refuse('WAVE_NOT_OPEN', { wave: wave.ref, status: wave.status }, 'waveId');
  const unfinished = unfinishedUnits(wave, book).map((unit) => unit.name);
  if (unfinished.length > 0)
    return refuse('WAVE_HAS_UNFINISHED_UNITS', { wave: wave.ref, units: unfinished }, 'waveId');
  const toldOn = latest('', ...presentUnits(wave, book.units).map((unit) => settledIn(wave, unit, book)));
  return occurredOn < toldOn
    ? refuseInBook('ENDED_BEFORE_LAST_LINE', { occurredOn, toldOn }, 'record.occurredOn')
    : [WaveCompleted({ waveId })];
});

const cancelWave = decider<CancelWaveInput>(({ waveId, reason }, { waves }) => {
  const wave = waves.get(waveId);
  if (!wave) return unknown();
  const refused = refusedWhenEnded(wave) ?? refusedReason(reason);
  return refused ?? [WaveCancelled({ waveId, afterBaseline: wave.baselined, reason })];
});

export const waveCommands = {
  planWave,
  baselineWave,
  assignUnits,
  moveUnit,
  rescheduleWave,
  renameWave,
  openWave,
  pauseWave,
  resumeWave,
  completeWave,
  cancelWave,
};
