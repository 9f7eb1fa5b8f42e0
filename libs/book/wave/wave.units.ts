import type { Refusal } from '#kernel';
import { type Unit, type Units, adoptionOf, remainingUnit } from '../unit/unit.state.js';
import { type Wave, type Waves, isActive } from './wave.state.js';
import { refuse } from './wave.words.js';

/**
 * The active wave of each unit for a solution, by the unit that remains after mergers. When two units of two waves
 * became one, it is the wave that the remaining unit itself was put in, or else the one that was planned last.
 */
export const activeWaves = (waves: Waves, units: Units, solutionId: string): ReadonlyMap<string, Wave> => {
  const found = new Map<string, { wave: Wave; itself: boolean }>();
  const numberOf = ({ ref }: Wave) => Number(ref.slice(2));
  const lastFirst = [...waves.values()].sort((a, b) => numberOf(b) - numberOf(a));
  for (const wave of lastFirst) {
    if (wave.solutionId !== solutionId || !isActive(wave)) continue;
    for (const unitId of wave.unitIds) {
      const remaining = remainingUnit(units, unitId).id;
      const itself = remaining === unitId;
      if (itself || !found.has(remaining)) found.set(remaining, { wave, itself });
    }
  }
  return new Map([...found].map(([unitId, { wave }]) => [unitId, wave]));
};

/** The units of a wave that still exist, each once, mergers followed. */
export const presentUnits = (wave: Wave, units: Units): readonly Unit[] =>
  [...new Set(wave.unitIds.map((unitId) => remainingUnit(units, unitId)))].filter((unit) => unit.status === 'ACTIVE');

/** The places of a wave as they were given out, one for each unit that still exists. */
export const placesOf = (wave: Wave, units: Units): readonly string[] => {
  const places = new Map<string, string>();
  for (const unitId of wave.unitIds) {
    const remaining = remainingUnit(units, unitId);
    if (remaining.status !== 'ACTIVE') continue;
    if (remaining.id === unitId || !places.has(remaining.id)) places.set(remaining.id, unitId);
  }
  return [...places.values()];
};

const settled: ReadonlySet<string> = new Set(['LIVE', 'EMBEDDED', 'DECLINED']);

/** The units that a wave still waits for: neither live, embedded, declined nor moved on to another wave. */
export const unfinishedUnits = (wave: Wave, waves: Waves, units: Units): readonly Unit[] => {
  const placed = activeWaves(waves, units, wave.solutionId);
  return presentUnits(wave, units).filter(
    (unit) => placed.get(unit.id)?.id === wave.id && !settled.has(adoptionOf(units, unit.id, wave.solutionId).status),
  );
};

/** A unit is in one active wave for each solution: otherwise it would be counted twice. */
export const refusedWhenPlaced = (
  unitIds: readonly string[],
  solutionId: string,
  { waves, units }: { readonly waves: Waves; readonly units: Units },
  waveId?: string,
): Refusal | undefined => {
  const placed = activeWaves(waves, units, solutionId);
  for (const [at, unitId] of unitIds.entries()) {
    const wave = placed.get(unitId);
    if (!wave) continue;
    const values = { unit: remainingUnit(units, unitId).name, wave: wave.ref };
    return refuse(wave.id === waveId ? 'UNIT_ALREADY_IN_WAVE' : 'UNIT_IN_ANOTHER_WAVE', values, `unitIds.${at}`);
  }
  return undefined;
};
