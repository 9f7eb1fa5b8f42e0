import { type Decision, type Refusal, isRefusal } from '#kernel';
import type { ChangeUnitDetailsInput, EnrolUnitInput, EnrolUnitsInput, ExternalIdRefInput, UnitInput } from '#schema';
import { decider } from '../decider.js';
import { checkExternalIds, unitByExternalId } from './external-id.decider.js';
import { UnitDetailsChanged, UnitEnrolled } from './unit.events.js';
import { activeUnit } from './unit.refusals.js';
import { type Unit, type Units, externalKey, remainingUnit } from './unit.state.js';
import { refuse } from './unit.words.js';

interface ParentInput {
  readonly parentUnitId?: string | undefined;
  readonly parentExternalId?: ExternalIdRefInput | undefined;
}

/** The unit that another one is part of, looked up in the book and, by register number, in the same command. */
const parentOf = (
  { parentUnitId, parentExternalId }: ParentInput,
  { state, joining, at }: { state: Units; joining?: ReadonlyMap<string, string>; at: string },
): { parentUnitId?: string } | Refusal => {
  if (parentUnitId && parentExternalId) return refuse('PARENT_NAMED_TWICE', {}, `${at}parentExternalId`);
  if (parentUnitId) {
    const parent = activeUnit(state, parentUnitId, `${at}parentUnitId`);
    return isRefusal(parent) ? parent : { parentUnitId };
  }
  if (!parentExternalId) return {};
  const joined = joining?.get(externalKey(parentExternalId));
  if (joined) return { parentUnitId: joined };
  const known = unitByExternalId(state, parentExternalId);
  if (!known) return refuse('PARENT_UNKNOWN', { ...parentExternalId }, `${at}parentExternalId`);
  const parent = activeUnit(state, known, `${at}parentExternalId`);
  return isRefusal(parent) ? parent : { parentUnitId: known };
};

/** Whether a unit would be part of itself: directly, or by way of the units that it is part of. */
const isWithin = (
  unitId: string,
  parentUnitId: string | undefined,
  parentOfUnit: (id: string) => string | undefined,
) => {
  const seen = new Set<string>();
  // Units above may have come to be part of one another: a unit can merge into one that was part of it.
  for (let at = parentUnitId; at !== undefined && !seen.has(at); at = parentOfUnit(at)) {
    if (at === unitId) return true;
    seen.add(at);
  }
  return false;
};

const parentInBook =
  (state: Units) =>
  (unitId: string): string | undefined => {
    // A unit that joins by this very command is not in the book yet.
    const parent = state.byId.has(unitId) ? remainingUnit(state, unitId).parentUnitId : undefined;
    return parent === undefined ? undefined : remainingUnit(state, parent).id;
  };

const enrol = (
  given: readonly UnitInput[],
  state: Units,
  newId: () => string,
  path: (index: number) => string,
): Decision => {
  const taken = new Map<string, string>();
  const joining = new Map<string, string>();
  const checked = [];
  for (const [
    index,
    { parentUnitId: _id, parentExternalId: _ref, externalIds: numbers, ...details },
  ] of given.entries()) {
    const externalIds = checkExternalIds(numbers ?? [], { state, taken, at: `${path(index)}externalIds` });
    if (isRefusal(externalIds)) return externalIds;
    const unitId = newId();
    for (const externalId of externalIds) {
      taken.set(externalKey(externalId), details.name);
      joining.set(externalKey(externalId), unitId);
    }
    checked.push({ unitId, ...details, externalIds: [...externalIds] });
  }
  const parents = new Map<string, string>();
  for (const [index, unit] of given.entries()) {
    const parent = parentOf(unit, { state, joining, at: path(index) });
    if (isRefusal(parent)) return parent;
    if (parent.parentUnitId) parents.set(checked[index]!.unitId, parent.parentUnitId);
  }
  const parentOfUnit = (id: string) => parents.get(id) ?? parentInBook(state)(id);
  const circular = checked.findIndex(({ unitId }) => isWithin(unitId, parents.get(unitId), parentOfUnit));
  if (circular >= 0)
    return refuse('PARENT_CIRCLE', { unit: checked[circular]!.name }, `${path(circular)}parentExternalId`);
  return checked.map((unit) => UnitEnrolled({ ...unit, parentUnitId: parents.get(unit.unitId) }));
};

const enrolUnit = decider<EnrolUnitInput>(({ programmeId: _programme, ...unit }, { units }, { newId }) =>
  enrol([unit], units, newId, () => ''),
);

const enrolUnits = decider<EnrolUnitsInput>((input, { units }, { newId }) =>
  input.units.length === 0
    ? refuse('UNITS_MISSING', {}, 'units')
    : enrol(input.units, units, newId, (index) => `units.${index}.`),
);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const changed = <Details extends object>(unit: Unit, details: Details): Partial<Details> =>
  Object.fromEntries(
    Object.entries(details).filter(([name, value]) => value !== undefined && !same(value, unit[name as keyof Unit])),
  ) as Partial<Details>;

const changeUnitDetails = decider<ChangeUnitDetailsInput>((input, { units }) => {
  const { unitId, name, kind, eligible } = input;
  const unit = activeUnit(units, unitId);
  if (isRefusal(unit)) return unit;
  const parent = parentOf(input, { state: units, at: '' });
  if (isRefusal(parent)) return parent;
  const { parentUnitId } = parent;
  if (isWithin(unitId, parentUnitId, parentInBook(units)))
    return refuse('PARENT_CIRCLE', { unit: unit.name }, input.parentUnitId ? 'parentUnitId' : 'parentExternalId');
  const externalIds =
    input.externalIds && checkExternalIds(input.externalIds, { state: units, unitId, at: 'externalIds' });
  if (isRefusal(externalIds)) return externalIds;
  const changes = changed(unit, { name, kind, eligible, parentUnitId, externalIds: externalIds && [...externalIds] });
  if (Object.keys(changes).length === 0) return refuse('UNIT_UNCHANGED', { unit: unit.name });
  return [UnitDetailsChanged({ unitId, ...changes })];
});

export const enrolmentCommands = { enrolUnit, enrolUnits, changeUnitDetails };
