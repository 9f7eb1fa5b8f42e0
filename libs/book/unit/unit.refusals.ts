import type { LocalDate, Refusal } from '#kernel';
import type { Book } from '../book.state.js';
import { refuseInBook } from '../book.words.js';
import type { Adoption, Unit, Units } from './unit.state.js';
import { lastStepOn } from './unit.timeline.js';
import { refuse } from './unit.words.js';

/** The unit, when it is in the book and still exists. */
export const activeUnit = ({ byId }: Units, unitId: string, field = 'unitId'): Unit | Refusal => {
  const unit = byId.get(unitId);
  if (!unit) return refuse('UNIT_UNKNOWN', {}, field);
  return unit.status === 'ACTIVE' ? unit : refuse('UNIT_NOT_ACTIVE', { unit: unit.name }, field);
};

/**
 * What is wrong with the units that a command names: each must be known, be named once, and still exist, or have gone in
 * a way that `mayBeGone` lets pass.
 */
export const refusedUnits = (
  units: Units,
  unitIds: readonly string[],
  fieldOf = (index: number) => `unitIds.${index}`,
  mayBeGone: (unit: Unit) => boolean = () => false,
): Refusal | undefined => {
  const seen = new Set<string>();
  for (const [index, unitId] of unitIds.entries()) {
    const unit = units.byId.get(unitId);
    if (!unit) return refuse('UNIT_UNKNOWN', {}, fieldOf(index));
    if (unit.status !== 'ACTIVE' && !mayBeGone(unit))
      return refuse('UNIT_NOT_ACTIVE', { unit: unit.name }, fieldOf(index));
    if (seen.has(unitId)) return refuse('UNIT_REPEATED', { unit: unit.name }, fieldOf(index));
    seen.add(unitId);
  }
  return undefined;
};

/** A merger is told of the unit, and yet is a step on its way with a solution: nothing may stand before it. */
export const refusedByStepOrder = (
  { timeline }: Book,
  adoption: Adoption,
  occurredOn: LocalDate,
): Refusal | undefined => {
  const lastOn = lastStepOn(timeline, adoption) ?? '';
  return occurredOn < lastOn
    ? refuseInBook('OCCURRED_OUT_OF_ORDER', { occurredOn, lastOn }, 'record.occurredOn')
    : undefined;
};
