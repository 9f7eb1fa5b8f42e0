import { type Refusal, isRefusal } from '#kernel';
import type { RecordGoLiveInput } from '#schema';
import type { Book } from '../book.state.js';
import { decider } from '../decider.js';
import type { Pilot, PilotStatus } from '../pilot/pilot.state.js';
import { refuse as refuseInPilot } from '../pilot/pilot.words.js';
import { groundedOn } from '../endings.js';
import type { WaveStatus } from '../wave/wave.state.js';
import { activeWaveOf, isInWave } from '../wave/wave.units.js';
import { refuse as refuseInWave } from '../wave/wave.words.js';
import { refusedStep } from './adoption.decider.js';
import { UnitWentLive } from './unit.events.js';
import { remainingUnit } from './unit.state.js';
import { refuse } from './unit.words.js';

/** Where a unit goes live: in a wave, in a pilot, or by itself. */
interface Setting {
  readonly waveId?: string;
  readonly pilotId?: string;
}

/** A unit goes live in what is under way; a pilot is still that while it is being evaluated. */
const wavesUnderWay: ReadonlySet<WaveStatus> = new Set(['OPEN', 'PAUSED']);
const pilotsUnderWay: ReadonlySet<PilotStatus> = new Set(['RUNNING', 'EVALUATED']);

const inWave = (waveId: string, { unitId, solutionId }: RecordGoLiveInput, book: Book): Setting | Refusal => {
  const wave = book.waves.get(waveId);
  if (!wave) return refuseInWave('WAVE_UNKNOWN', {}, 'waveId');
  const values = { unit: book.units.byId.get(unitId)!.name, wave: wave.ref };
  if (wave.solutionId !== solutionId || !isInWave(book, unitId, wave))
    return refuseInWave('UNIT_NOT_IN_WAVE', values, 'waveId');
  return wavesUnderWay.has(wave.status) ? { waveId } : refuse('GO_LIVE_WAVE_NOT_OPEN', values, 'waveId');
};

/** Whether a unit takes part in a pilot, itself or by a unit that has merged into it. */
const takesPart = ({ unitIds, solutionId }: Pilot, input: RecordGoLiveInput, { units }: Book): boolean =>
  solutionId === input.solutionId && unitIds.some((unitId) => remainingUnit(units, unitId).id === input.unitId);

const inPilot = (pilotId: string, input: RecordGoLiveInput, book: Book): Setting | Refusal => {
  const pilot = book.pilots.get(pilotId);
  if (!pilot) return refuseInPilot('PILOT_UNKNOWN', {}, 'pilotId');
  const values = { unit: book.units.byId.get(input.unitId)!.name, pilot: pilot.ref };
  if (!takesPart(pilot, input, book)) return refuse('UNIT_NOT_IN_PILOT', values, 'pilotId');
  return pilotsUnderWay.has(pilot.status) ? { pilotId } : refuse('GO_LIVE_PILOT_NOT_RUNNING', values, 'pilotId');
};

/** What the book itself tells of where the unit goes live; nothing that was only opened or started after that day. */
const settingInBook = (input: RecordGoLiveInput, book: Book, occurredOn: string): Setting => {
  const begun = (id: string) => groundedOn(book.timeline, id, UnitWentLive.type)! <= occurredOn;
  const wave = activeWaveOf(book, input.unitId, input.solutionId);
  if (wave?.status === 'OPEN' && begun(wave.id)) return { waveId: wave.id };
  const pilot = book.pilots.find((each) => each.status === 'RUNNING' && takesPart(each, input, book) && begun(each.id));
  return pilot ? { pilotId: pilot.id } : {};
};

const settingOf = (input: RecordGoLiveInput, book: Book, occurredOn: string): Setting | Refusal => {
  const { waveId, pilotId } = input;
  if (waveId && pilotId) return refuse('GO_LIVE_IN_BOTH', {}, 'pilotId');
  if (waveId) return inWave(waveId, input, book);
  return pilotId ? inPilot(pilotId, input, book) : settingInBook(input, book, occurredOn);
};

const recordGoLive = decider<RecordGoLiveInput>((input, book, { occurredOn }) => {
  const refused = refusedStep('recordGoLive', input, book, occurredOn);
  if (refused) return refused;
  const setting = settingOf(input, book, occurredOn);
  if (isRefusal(setting)) return setting;
  return [UnitWentLive({ unitId: input.unitId, solutionId: input.solutionId, ...setting })];
});

export const goLiveCommands = { recordGoLive };
