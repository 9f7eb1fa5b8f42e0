import { type LocalDate, type Refusal, isRefusal } from '#kernel';
import type { CloseUnitInput, MergeUnitsInput } from '#schema';
import type { Book } from '../book.state.js';
import { decider } from '../decider.js';
import { type CarriedAdoption, type Milestones, UnitClosed, UnitsMerged } from './unit.events.js';
import { addedUp, combined } from './unit.milestones.js';
import { activeUnit, refusedByStepOrder, refusedUnits } from './unit.refusals.js';
import { type Adoption, adoptionOf, adoptionsOf, furtherOf } from './unit.state.js';
import { milestonesOf } from './unit.timeline.js';
import { refuse } from './unit.words.js';

const measuredAtAll = (adoptions: readonly Adoption[]): CarriedAdoption['measured'] => {
  const measured = adoptions.flatMap((adoption) => adoption.measured ?? []);
  return measured.length === 0 ? undefined : measured.reduce(addedUp);
};

const latestLapse = (adoptions: readonly Adoption[], { timeline }: Book): Adoption['lapseDetectedBy'] =>
  adoptions
    .map((adoption) => ({ by: adoption.lapseDetectedBy, on: milestonesOf(timeline, adoption).lapsedOn ?? '' }))
    .reduce((a, b) => (b.on > a.on ? b : a)).by;

const carriedBy = (adoptions: readonly Adoption[], into: Adoption, book: Book): CarriedAdoption => {
  const measured = measuredAtAll(adoptions);
  const lapseDetectedBy = latestLapse([...adoptions, into], book);
  return {
    solutionId: into.solutionId,
    fromUnitIds: adoptions.map(({ unitId }) => unitId),
    status: adoptions.map(({ status }) => status).reduce(furtherOf, into.status),
    milestones: adoptions.map((adoption) => milestonesOf(book.timeline, adoption)).reduce<Milestones>(combined, {}),
    ...(lapseDetectedBy && { lapseDetectedBy }),
    ...(measured && { measured }),
  };
};

const refusedMerger = ({ fromUnitIds, intoUnitId }: MergeUnitsInput, { units }: Book): Refusal | undefined => {
  const into = activeUnit(units, intoUnitId, 'intoUnitId');
  if (isRefusal(into)) return into;
  if (fromUnitIds.length === 0) return refuse('UNITS_MISSING', {}, 'fromUnitIds');
  const itself = fromUnitIds.indexOf(intoUnitId);
  if (itself >= 0) return refuse('MERGER_WITH_ITSELF', { unit: into.name }, `fromUnitIds.${itself}`);
  return refusedUnits(units, fromUnitIds, (index) => `fromUnitIds.${index}`);
};

/** What ends or changes by the command must not have gone on after the day of it. */
const refusedByLaterSteps = (
  adoptions: readonly Adoption[],
  book: Book,
  occurredOn: LocalDate,
): Refusal | undefined => {
  for (const adoption of adoptions) {
    const refused = refusedByStepOrder(book, adoption, occurredOn);
    if (refused) return refused;
  }
  return undefined;
};

const mergeUnits = decider<MergeUnitsInput>((input, book, { occurredOn }) => {
  const refused = refusedMerger(input, book);
  if (refused) return refused;
  const { fromUnitIds, intoUnitId } = input;
  const adoptions = fromUnitIds.flatMap((unitId) => adoptionsOf(book, unitId));
  const solutionIds = [...new Set(adoptions.map(({ solutionId }) => solutionId))];
  const ways = solutionIds.map((solutionId) => ({
    from: adoptions.filter((adoption) => adoption.solutionId === solutionId),
    into: adoptionOf(book.units, intoUnitId, solutionId),
  }));
  const tooEarly = refusedByLaterSteps([...adoptions, ...ways.map(({ into }) => into)], book, occurredOn);
  if (tooEarly) return tooEarly;
  const carried = ways.map(({ from, into }) => carriedBy(from, into, book));
  const eligible = [intoUnitId, ...fromUnitIds].reduce((sum, unitId) => sum + book.units.byId.get(unitId)!.eligible, 0);
  return [UnitsMerged({ fromUnitIds: [...fromUnitIds], intoUnitId, eligible, carried })];
});

const closeUnit = decider<CloseUnitInput>(({ unitId, reason }, book, { occurredOn }) => {
  const unit = activeUnit(book.units, unitId);
  if (isRefusal(unit)) return unit;
  const adoptions = adoptionsOf(book, unitId);
  const tooEarly = refusedByLaterSteps(adoptions, book, occurredOn);
  if (tooEarly) return tooEarly;
  const solutionIds = adoptions.map(({ solutionId }) => solutionId);
  return [UnitClosed({ unitId, solutionIds, ...(reason && { reason }) })];
});

export const mergerCommands = { mergeUnits, closeUnit };
