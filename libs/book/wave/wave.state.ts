import { type Entities, type Line, patch, unreachable } from '#kernel';
import type { WaveEvent } from './wave.events.js';

export type WaveStatus = 'PLANNED' | 'BASELINED' | 'OPEN' | 'PAUSED' | 'COMPLETED' | 'CANCELLED';

export interface Wave {
  readonly id: string;
  readonly ref: string;
  readonly name: string;
  readonly status: WaveStatus;
  readonly solutionId: string;
  readonly plannedStart: string;
  readonly plannedEnd: string;
  readonly unitIds: readonly string[];
  readonly baselined: boolean;
}

export type Waves = Entities<Wave>;

/** The waves that a unit was put in and has not been moved out of, by the unit as it was put in. */
export type Placements = Entities<readonly string[]>;

/** Neither completed nor cancelled: planned waves are active, too. */
export const isActive = (wave: Wave): boolean => wave.status !== 'COMPLETED' && wave.status !== 'CANCELLED';

const placedIn = (placements: Placements, unitIds: readonly string[], waveId: string): Placements =>
  placements.withMutations((all) => {
    for (const unitId of unitIds) all.set(unitId, [...(all.get(unitId) ?? []), waveId]);
  });

export const evolvePlacements = (placements: Placements, { type, data }: Line<WaveEvent>): Placements => {
  if (type === 'WavePlanned' || type === 'UnitsAssigned') return placedIn(placements, data.unitIds, data.waveId);
  if (type !== 'UnitMoved') return placements;
  const { unitId, waveId, toWaveId } = data;
  const left = placements.set(
    unitId,
    placements.get(unitId)!.filter((id) => id !== waveId),
  );
  return toWaveId === undefined ? left : placedIn(left, [unitId], toWaveId);
};

const moveUnit = (waves: Waves, unitId: string, fromWaveId: string, toWaveId: string | undefined): Waves => {
  const from = waves.get(fromWaveId)!;
  const without = patch(waves, fromWaveId, { unitIds: from.unitIds.filter((id) => id !== unitId) });
  return toWaveId ? patch(without, toWaveId, { unitIds: [...without.get(toWaveId)!.unitIds, unitId] }) : without;
};

export const evolveWaves = (waves: Waves, line: Line<WaveEvent>): Waves => {
  const set = (changes: Partial<Wave>) => patch(waves, line.data.waveId, changes);
  switch (line.type) {
    case 'WavePlanned': {
      const { waveId: id, ...plan } = line.data;
      return waves.set(id, { id, status: 'PLANNED', baselined: false, ...plan });
    }
    case 'WaveBaselined':
      return set({ status: 'BASELINED', baselined: true });
    case 'UnitsAssigned':
      return set({ unitIds: [...waves.get(line.data.waveId)!.unitIds, ...line.data.unitIds] });
    case 'UnitMoved':
      return moveUnit(waves, line.data.unitId, line.data.waveId, line.data.toWaveId);
    case 'WaveRescheduled':
      return set({ plannedStart: line.data.plannedStart, plannedEnd: line.data.plannedEnd });
    case 'WaveRenamed':
      return set({ name: line.data.name });
    case 'WaveOpened':
    case 'WaveResumed':
      return set({ status: 'OPEN' });
    case 'WavePaused':
      return set({ status: 'PAUSED' });
    case 'WaveCompleted':
      return set({ status: 'COMPLETED' });
    case 'WaveCancelled':
      return set({ status: 'CANCELLED' });
    default:
      return unreachable(line);
  }
};
