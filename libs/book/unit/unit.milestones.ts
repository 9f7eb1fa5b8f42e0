import type { LocalDate } from '#kernel';
import type { CarriedAdoption, Milestones } from './unit.events.js';

type Milestone = keyof Milestones;

/** Of two units that became one, what was reached counts from the earlier day, and what went wrong from the later. */
const laterCounts: ReadonlySet<string> = new Set(['lapsedOn', 'declinedOn'] satisfies Milestone[]);

/** Days of `a` may be absent in any way: rows keep null for what was not reached. */
export const combined = (a: { readonly [Name in Milestone]?: LocalDate | null }, b: Milestones): Milestones => {
  const both: { [Name in Milestone]?: LocalDate } = { ...b };
  for (const [name, day] of Object.entries(a) as [Milestone, LocalDate | null | undefined][]) {
    if (day === undefined || day === null) continue;
    const other = both[name];
    both[name] = other === undefined || day > other === laterCounts.has(name) ? day : other;
  }
  return both;
};

/** The latest measurements of units that became one, as one. */
export const addedUp = (
  a: NonNullable<CarriedAdoption['measured']>,
  b: NonNullable<CarriedAdoption['measured']>,
): NonNullable<CarriedAdoption['measured']> => ({
  active: a.active + b.active,
  eligible: a.eligible + b.eligible,
  periodStart: a.periodStart < b.periodStart ? a.periodStart : b.periodStart,
  periodEnd: a.periodEnd > b.periodEnd ? a.periodEnd : b.periodEnd,
});
