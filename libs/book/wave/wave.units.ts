import { type Refusal, isRefusal } from '#kernel';
import { activeUnit } from '../unit/unit.refusals.js';
import { type Unit, type Units, adoptionOf, remainingUnit } from '../unit/unit.state.js';
import { refuse as refuseUnit } from '../unit/unit.words.js';
import { type Wave, type Waves, isActive } from './wave.state.js';
import { refuse } from './wave.words.js';

/** What is wrong with the units that a command lines up: each must be known, still exist, and be named once. */
export const refusedUnits = (unitIds: readonly string[], units: Units): Refusal | undefined => {
  const seen = new Set<string>();
  for (const [at, unitId] of unitIds.entries()) {
    const unit = activeUnit(units, unitId, `unitIds.${at}`);
    if (isRefusal(unit)) return unit;
    if (seen.has(unitId)) return refuseUnit('UNIT_REPEATED', { unit: unit.name }, `unitIds.${at}`);
    seen.add(unitId);
  }
  return undefined;
};

/**
 * The active wave of each unit for a solution, by the unit that remains after mergers. When two units of two waves
 * became one, it is the wave that the remaining unit itself was put in.
 */
export const activeWaves = (waves: Waves, units: Units, solutionId: string): ReadonlyMap<string, Wave> => {
  const found = new Map<string, { wave: Wave; itself: boolean }>();
  for (const wave of waves.values()) {
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
