import { addDays } from '#kernel';
import { chance } from './chance.js';
import {
  addedByTheDecision,
  evidence,
  lastSchools,
  madeUp,
  madeUpPart,
  middleSchools,
  pilotSchools,
  pupilsInAll,
  tenSchools,
} from './baerum.facts.js';
import type { Step } from './scribe.js';

const random = chance(1776);
export const pilots = [...pilotSchools.first, ...pilotSchools.second];
const allSchools = [...pilots, ...tenSchools, ...middleSchools, ...lastSchools];

/** Made-up numbers of pupils that add up to the public total. */
export const pupils: ReadonlyMap<string, number> = (() => {
  const weights = allSchools.map(() => 0.6 + random() * 0.9);
  const sum = weights.reduce((a, b) => a + b);
  const counts = weights.map((weight) => Math.floor((weight / sum) * pupilsInAll));
  counts[0]! += pupilsInAll - counts.reduce((a, b) => a + b);
  return new Map(allSchools.map((school, at) => [school, counts[at]!]));
})();

const told = { evidence: [madeUp] };
const namedInPublic = { evidence: [evidence.municipality, madeUpPart('elevtall og dag')] };
const adoption = (school: string) => ({ unitId: `@${school}`, solutionId: 'S-1' });

const enrol = (day: string, schools: readonly string[], { evidence: shown }: Pick<Step, 'evidence'>): Step => ({
  day,
  command: 'enrolUnits',
  input: {
    units: schools.map((name) => ({
      name,
      kind: 'grunnskole',
      eligible: pupils.get(name)!,
      externalIds: [{ scheme: 'demo', value: `skole-${String(allSchools.indexOf(name) + 1).padStart(2, '0')}` }],
    })),
  },
  evidence: shown,
});

const checks = [
  'Trådløst nett dekker alle rom',
  'Lærerne har hatt tablet i et semester',
  'Avledet kompetanse er vurdert',
];

const prepare = (day: string, schools: readonly string[]): Step[] =>
  schools.flatMap((school) => [
    { day, command: 'commitUnit', input: adoption(school), ...told },
    {
      day: addDays(day, 14),
      command: 'confirmReadiness',
      input: { ...adoption(school), checks: checks.map((check) => ({ check, met: true })) },
      ...told,
    },
  ]);

/** Schools show interest one after the other, each after the example of a pilot school. */
const interest = (firstDay: string, schools: readonly string[], trigger: 'PEER' | 'VISIBLE_RESULT'): Step[] =>
  schools.map((school, at) => ({
    day: addDays(firstDay, Math.floor(at / 2) * 3),
    command: 'expressInterest',
    input: { ...adoption(school), trigger, sourceUnitId: `@${pilotSchools.first[Math.floor(random() * 3)]!}` },
    ...told,
  }));

const goesLive = (school: string, on: string, day = on): Step => ({
  day,
  command: 'recordGoLive',
  input: adoption(school),
  on,
  ...told,
});

/** Each school on a day of its own within the window. */
const goLive = (from: string, days: number, schools: readonly string[]): Step[] =>
  schools.map((school) => goesLive(school, addDays(from, Math.floor(random() * days))));

const moved = middleSchools[15]!;
/** This one fell out of use and came back; the other one has not come back yet. */
export const backAgain = middleSchools[4]!;
export const fallenOut = middleSchools[9]!;
export const liveInMiddle = middleSchools.slice(0, 15);
export const liveAtLast = [...lastSchools, moved];

/** How each school came along: enrolled, interested, committed, ready, live. */
export const schoolSteps: readonly Step[] = [
  enrol('2014-06-02', pilots, namedInPublic),
  ...prepare('2014-08-20', pilots),
  ...pilotSchools.first.map((school) => goesLive(school, '2015-01-12', '2015-02-02')),
  // Two schools were written down half a year late.
  ...pilotSchools.second.map((school) => goesLive(school, '2015-01-19', '2015-08-24')),
  enrol('2015-09-14', tenSchools, namedInPublic),
  ...interest(
    '2015-09-16',
    tenSchools.filter((school) => school !== addedByTheDecision),
    'PEER',
  ),
  ...prepare('2016-06-06', tenSchools),
  ...goLive('2016-08-22', 70, tenSchools),
  enrol('2017-06-13', middleSchools, told),
  ...interest('2017-06-14', middleSchools.slice(0, 12), 'VISIBLE_RESULT'),
  ...prepare('2017-08-14', middleSchools),
  ...goLive('2017-09-11', 90, liveInMiddle),
  enrol('2017-09-11', lastSchools, { evidence: [evidence.pupils, ...namedInPublic.evidence] }),
  ...prepare('2018-05-14', lastSchools),
  ...goLive('2018-08-27', 80, liveAtLast),
];
