import { daysBetween } from '#kernel';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';

const contagionWithinDays = 180;

/** Interest that came after a visible result. That the one caused the other is not said. */
export interface PrecededInterest {
  readonly sources: Tables['interest']['sources'];
  readonly unitId: string;
  readonly interestedOn: string;
  readonly daysAfter: number;
  readonly namedAsTrigger: boolean;
}

export interface ContagionResult {
  readonly result: Tables['visibleResult'];
  readonly interests: readonly PrecededInterest[];
}

export interface Contagion {
  readonly solution: Tables['solution'];
  readonly withinDays: number;
  readonly results: readonly ContagionResult[];
  readonly interestsTotal: number;
  readonly interestsPreceded: number;
  readonly interestsNaming: number;
}

type Interest = Tables['interest'];

/** A unit that named where it saw the result means that pilot; one that named only “a visible result” means any. */
const names = ({ sourceUnitId, trigger }: Interest, pilotUnits: ReadonlySet<string>): boolean =>
  sourceUnitId === null ? trigger === 'VISIBLE_RESULT' : pilotUnits.has(sourceUnitId);

/** The interest within the window after a result, of units that were not in the pilot themselves. */
const following = (
  { happenedOn }: Tables['visibleResult'],
  interests: readonly Interest[],
  pilotUnits: ReadonlySet<string>,
  withinDays: number,
): readonly Interest[] =>
  interests.filter((interest) => {
    const days = daysBetween(happenedOn, interest.happenedOn);
    return days >= 0 && days <= withinDays && !pilotUnits.has(interest.unitId);
  });

const told = (of: { solutionId: string; programmeId: string }, { db }: Reading) => ({
  results: db
    .selectFrom('visibleResult')
    .selectAll()
    .where('programmeId', '=', of.programmeId)
    .where('solutionId', '=', of.solutionId)
    .orderBy('happenedOn')
    .orderBy('key')
    .execute(),
  interests: db
    .selectFrom('interest')
    .selectAll()
    .where('programmeId', '=', of.programmeId)
    .where('solutionId', '=', of.solutionId)
    .orderBy('happenedOn')
    .orderBy('key')
    .execute(),
});

/**
 * Which visible pilot results preceded which interest in a solution, within a number of days. Undefined when the
 * programme has no such solution.
 */
export const contagionOf = async (
  reading: Reading,
  of: { readonly programmeId: string; readonly solutionId: string; readonly withinDays?: number | null | undefined },
): Promise<Contagion | undefined> => {
  const withinDays = of.withinDays ?? contagionWithinDays;
  const solution = await reading.load('solution', of.solutionId);
  if (solution?.programmeId !== of.programmeId) return undefined;
  const asked = told(of, reading);
  const [visible, interests] = await Promise.all([asked.results, asked.interests]);
  const pilots = await Promise.all(visible.map(({ pilotId }) => reading.load('pilot', pilotId)));
  const preceded = new Set<string>();
  const naming = new Set<string>();
  const results = visible.map((result, at) => {
    const pilotUnits = new Set(pilots[at]?.unitIds);
    const found = following(result, interests, pilotUnits, withinDays).map((interest): PrecededInterest => {
      const namedAsTrigger = names(interest, pilotUnits);
      preceded.add(interest.key);
      if (namedAsTrigger) naming.add(interest.key);
      const { sources, unitId, happenedOn: interestedOn } = interest;
      return { sources, unitId, interestedOn, daysAfter: daysBetween(result.happenedOn, interestedOn), namedAsTrigger };
    });
    return { result, interests: found };
  });
  const counts = { interestsPreceded: preceded.size, interestsNaming: naming.size };
  return { solution, withinDays, results, interestsTotal: interests.length, ...counts };
};
