import type { Refusal } from '#kernel';
import type { Book } from '../book.state.js';
import { type Unit, type Units, adoptionOf, remainingUnit, withMerged } from '../unit/unit.state.js';
import { type Wave, isActive } from './wave.state.js';
import { refuse } from './wave.words.js';

/** What the rules about units in waves look at. */
type Rollout = Pick<Book, 'waves' | 'placements' | 'units'>;

const numberOf = ({ ref }: Wave): number => Number(ref.slice(2));

const wavesWith = ({ waves, placements }: Rollout, unitId: string): readonly Wave[] =>
  (placements.get(unitId) ?? []).map((waveId) => waves.get(waveId)!);

/**
 * The active wave of a unit for a solution, units that merged into it counted in. When units of two waves became one, it
 * is the wave that the remaining unit itself was put in, or else the one that was planned last.
 */
export const activeWaveOf = (rollout: Rollout, unitId: string, solutionId: string): Wave | undefined => {
  const activeWith = (each: string) =>
    wavesWith(rollout, each).filter((wave) => wave.solutionId === solutionId && isActive(wave));
  const [own] = activeWith(unitId);
  if (own) return own;
  const [, ...merged] = withMerged(rollout.units, unitId);
  return merged
    .flatMap(activeWith)
    .reduce<Wave | undefined>((last, wave) => (last && numberOf(last) > numberOf(wave) ? last : wave), undefined);
};

/** Is the unit in the wave, itself or by a unit that has merged into it? */
export const isInWave = (rollout: Rollout, unitId: string, { id }: Wave): boolean =>
  withMerged(rollout.units, unitId).some((each) => rollout.placements.get(each)?.includes(id));

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
export const unfinishedUnits = (wave: Wave, rollout: Rollout): readonly Unit[] =>
  presentUnits(wave, rollout.units).filter(
    ({ id }) =>
      activeWaveOf(rollout, id, wave.solutionId)?.id === wave.id &&
      !settled.has(adoptionOf(rollout.units, id, wave.solutionId).status),
  );

/** A unit is in one active wave for each solution: otherwise it would be counted twice. */
export const refusedWhenPlaced = (
  unitIds: readonly string[],
  solutionId: string,
  rollout: Rollout,
  waveId?: string,
): Refusal | undefined => {
  for (const [at, unitId] of unitIds.entries()) {
    const wave = activeWaveOf(rollout, unitId, solutionId);
    if (!wave) continue;
    const values = { unit: remainingUnit(rollout.units, unitId).name, wave: wave.ref };
    return refuse(wave.id === waveId ? 'UNIT_ALREADY_IN_WAVE' : 'UNIT_IN_ANOTHER_WAVE', values, `unitIds.${at}`);
  }
  return undefined;
};
