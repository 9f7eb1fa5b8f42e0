import { type LocalDate, type Refusal, isRefusal } from '#kernel';
import type { Book } from '../book.state.js';
import { refuseInBook } from '../book.words.js';
import type { Adoption, Unit, Units } from './unit.state.js';
import { lastStepOn } from './unit.timeline.js';
import { refuse } from './unit.words.js';

/** The unit, when it is in the book and still exists. */
export const activeUnit = ({ units }: Units, unitId: string, field = 'unitId'): Unit | Refusal => {
  const unit = units.get(unitId);
  if (!unit) return refuse('UNIT_UNKNOWN', {}, field);
  return unit.status === 'ACTIVE' ? unit : refuse('UNIT_NOT_ACTIVE', { unit: unit.name }, field);
};

/** What is wrong with the units that a command names: each must be known, still exist, and be named once. */
export const refusedUnits = (
  units: Units,
  unitIds: readonly string[],
  fieldOf = (index: number) => `unitIds.${index}`,
): Refusal | undefined => {
  const seen = new Set<string>();
  for (const [index, unitId] of unitIds.entries()) {
    const unit = activeUnit(units, unitId, fieldOf(index));
    if (isRefusal(unit)) return unit;
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
  const lastOn = lastStepOn(timeline, adoption);
  return lastOn !== undefined && occurredOn < lastOn
    ? refuseInBook('OCCURRED_OUT_OF_ORDER', { occurredOn, lastOn }, 'record.occurredOn')
    : undefined;
};
