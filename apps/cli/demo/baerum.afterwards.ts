import { kindergartens, madeUp, pilotSchools } from './baerum.facts.js';
import { backAgain } from './baerum.schools.js';
import type { Step } from './scribe.js';

const evidence = [madeUp];
const adoption = (unit: string) => ({ unitId: `@${unit}`, solutionId: 'S-1' });
const [first, second] = kindergartens;

/** One school that fell out of use comes back; and the example reaches units that no wave has a place for. */
export const afterwardsSteps: readonly Step[] = [
  {
    day: '2018-09-10',
    command: 'readoptUnit',
    input: { ...adoption(backAgain), note: 'Ny rektor, og lærerne har fått opplæring på nytt.' },
    evidence,
  },
  {
    day: '2019-02-04',
    command: 'enrolUnits',
    input: { units: kindergartens.map((name, at) => ({ name, kind: 'barnehage', eligible: 48 + 12 * at })) },
    evidence,
  },
  {
    day: '2019-02-11',
    command: 'expressInterest',
    input: { ...adoption(first), trigger: 'PEER', sourceUnitId: `@${pilotSchools.first[0]}` },
    evidence,
  },
  { day: '2019-03-04', command: 'expressInterest', input: { ...adoption(second), trigger: 'MEETING' }, evidence },
  {
    day: '2019-05-20',
    command: 'commitUnit',
    input: { ...adoption(first), note: 'Femåringene skal bli kjent med tablet før skolestart.' },
    evidence,
  },
];
