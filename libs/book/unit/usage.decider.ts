import { type Event, type Refusal, isRefusal, latest } from '#kernel';
import type { ReportUsageInput, UsageCountInput } from '#schema';
import type { Book } from '../book.state.js';
import { decider } from '../decider.js';
import { knownSolution } from '../programme/programme.refusals.js';
import type { AdoptionPolicy } from '../programme/programme.state.js';
import { UnitEmbedded, UnitLapsed, UsageMeasured } from './unit.events.js';
import { refusedUnits } from './unit.refusals.js';
import { type Adoption, type Usage, adoptionOf, withUsage } from './unit.state.js';
import { goneOn, lastStepOn, milestonesOf, usedSince } from './unit.timeline.js';
import { refuse } from './unit.words.js';

const refusedByPeriod = ({ periodStart, periodEnd }: ReportUsageInput, today: string): Refusal | undefined => {
  if (periodEnd < periodStart) return refuse('PERIOD_ENDS_BEFORE_START', { periodStart, periodEnd }, 'periodEnd');
  if (periodEnd > today) return refuse('PERIOD_NOT_OVER', { periodEnd }, 'periodEnd');
  return undefined;
};

/** What was used before a unit merged or closed may still be told; afterwards there is nobody there to use it. */
const refusedCounted = (unitIds: readonly string[], { periodEnd }: ReportUsageInput, book: Book) =>
  refusedUnits(
    book.units,
    unitIds,
    (index) => `counts.${index}.unitId`,
    (unit) => periodEnd <= goneOn(book, unit.id)!,
  );

const overlaps = (a: Usage, b: { periodStart: string; periodEnd: string }) =>
  a.periodStart <= b.periodEnd && b.periodStart <= a.periodEnd;

/** A count's way with the solution, when it may be counted. */
const countable = (
  { unitId, active, eligible }: UsageCountInput,
  { solutionId, periodStart, periodEnd }: ReportUsageInput,
  book: Book,
  at: string,
): Adoption | Refusal => {
  const unit = book.units.byId.get(unitId)!;
  if (active > eligible)
    return refuse('ACTIVE_EXCEEDS_ELIGIBLE', { unit: unit.name, active, eligible }, `${at}.active`);
  const adoption = adoptionOf(book.units, unitId, solutionId);
  const { firstLiveOn } = milestonesOf(book.timeline, adoption);
  if (firstLiveOn === undefined || periodEnd < firstLiveOn)
    return refuse('USAGE_BEFORE_GO_LIVE', { unit: unit.name, periodEnd }, `${at}.unitId`);
  const values = { unit: unit.name, periodStart, periodEnd };
  const other = adoption.usage.find((usage) => overlaps(usage, { periodStart, periodEnd }));
  if (other?.periodStart === periodStart && other.periodEnd === periodEnd)
    return refuse('USAGE_ALREADY_REPORTED', values, `${at}.unitId`);
  if (other)
    return refuse(
      'USAGE_PERIODS_OVERLAP',
      { ...values, otherStart: other.periodStart, otherEnd: other.periodEnd },
      `${at}.unitId`,
    );
  return adoption;
};

/** The latest measured periods in a row that count: as many as the policy asks for, or none. */
const latestRun = (usage: readonly Usage[], since: string, { periods }: AdoptionPolicy): readonly Usage[] => {
  const counting = usage.filter(({ periodEnd }) => periodEnd > since);
  return counting.length < periods ? [] : counting.slice(-periods);
};

/** Where nobody could have used the solution, a period speaks neither for nor against it: 0/0 meets no share. */
const every = (run: readonly Usage[], met: (share: number) => boolean): boolean =>
  run.every(({ active, eligible }) => met(active / eligible));

/** What the measured periods make of a unit. A change of state is told once, and what was told is not taken back. */
const consequence = (adoption: Adoption, { programme: { policy }, timeline, units }: Book): Event | undefined => {
  const { unitId, solutionId, status, usage } = adoption;
  // Nothing more becomes of a unit that is gone.
  if (units.byId.get(unitId)!.status !== 'ACTIVE') return undefined;
  if (status !== 'LIVE' && status !== 'EMBEDDED') return undefined;
  const run = latestRun(usage, usedSince(timeline, adoption), policy);
  const last = run.at(-1);
  if (last === undefined) return undefined;
  const occurredOn = latest(last.periodEnd, lastStepOn(timeline, adoption) ?? last.periodEnd);
  if (every(run, (share) => share < policy.lapseShare))
    return UnitLapsed({ unitId, solutionId, detectedBy: 'MEASUREMENT' }, { occurredOn });
  if (status === 'EMBEDDED' || !every(run, (share) => share >= policy.embeddedShare)) return undefined;
  const periods = run.map(({ periodStart, periodEnd }) => ({ periodStart, periodEnd }));
  return UnitEmbedded({ unitId, solutionId, periods }, { occurredOn });
};

const reportUsage = decider<ReportUsageInput>((input, book, { today }) => {
  const { solutionId, periodStart, periodEnd, counts } = input;
  const solution = knownSolution(book, solutionId);
  if (isRefusal(solution)) return solution;
  if (counts.length === 0) return refuse('COUNTS_MISSING', {}, 'counts');
  const unitIds = counts.map(({ unitId }) => unitId);
  const refused = refusedCounted(unitIds, input, book) ?? refusedByPeriod(input, today);
  if (refused) return refused;
  const events: Event[] = [];
  for (const [index, count] of counts.entries()) {
    const at = `counts.${index}`;
    const adoption = countable(count, input, book, at);
    if (isRefusal(adoption)) return adoption;
    const { unitId, active, eligible } = count;
    const measured = { periodStart, periodEnd, active, eligible };
    events.push(UsageMeasured({ unitId, solutionId, ...measured }, { occurredOn: periodEnd }));
    const follows = consequence({ ...adoption, usage: withUsage(adoption.usage, measured) }, book);
    if (follows) events.push(follows);
  }
  return events;
});

export const usageCommands = { reportUsage };
