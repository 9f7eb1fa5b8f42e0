import { addDays } from '#kernel';
import { chance } from './chance.js';
import { madeUp } from './baerum.facts.js';
import { backAgain, fallenOut, pupils, schoolSteps } from './baerum.schools.js';
import type { Step } from './scribe.js';

const random = chance(2018);

/** First day of each measured quarter, and the day on which it was reported; the second one came very late. */
const quarters: readonly (readonly [start: string, reported: string])[] = [
  ['2016-10-01', '2017-01-16'],
  ['2017-01-01', '2017-08-28'],
  ['2017-04-01', '2017-09-05'],
  ['2017-10-01', '2018-01-15'],
  ['2018-01-01', '2018-04-16'],
  ['2018-04-01', '2018-07-09'],
  ['2018-10-01', '2019-01-14'],
  ['2019-01-01', '2019-04-15'],
  ['2019-04-01', '2019-07-08'],
];

const endOf = (start: string): string => {
  const next = new Date(Date.UTC(Number(start.slice(0, 4)), Number(start.slice(5, 7)) + 2, 1));
  return addDays(next.toISOString().slice(0, 10), -1);
};

const liveOn = new Map(
  schoolSteps
    .filter(({ command }) => command === 'recordGoLive')
    .map(({ input, on }) => [(input as { unitId: string }).unitId.slice(1), on!]),
);

/** In these quarters hardly anybody used it. */
const quartersOutOfUse: Readonly<Record<string, readonly string[]>> = {
  [backAgain]: ['2018-01-01', '2018-04-01'],
  [fallenOut]: ['2019-01-01', '2019-04-01'],
};

/** Use grows towards nine in ten in the first year and a half, each school at its own pace. */
const shareOf = (school: string, start: string, pace: number): number => {
  if (quartersOutOfUse[school]?.includes(start)) return 0.08 + random() * 0.08;
  const months = (Date.parse(start) - Date.parse(liveOn.get(school)!)) / 2_629_800_000;
  return Math.min(0.97, 0.45 + 0.45 * (1 - Math.exp((-months / 9) * pace)) + (random() - 0.5) * 0.06);
};

const paceOf = new Map([...liveOn.keys()].map((school) => [school, 0.6 + random() * 0.9]));

const report = (start: string, reported: string): Step => ({
  day: reported,
  command: 'reportUsage',
  input: {
    solutionId: 'S-1',
    periodStart: start,
    periodEnd: endOf(start),
    counts: [...liveOn]
      .filter(([, on]) => on <= start)
      .map(([school]) => {
        const eligible = pupils.get(school)!;
        return {
          unitId: `@${school}`,
          active: Math.round(eligible * shareOf(school, start, paceOf.get(school)!)),
          eligible,
        };
      }),
  },
  evidence: [madeUp],
});

/** Made-up usage: how many pupils used their tablet in the last thirty days of each quarter. */
export const usageSteps: readonly Step[] = quarters.map(([start, reported]) => report(start, reported));
