import { addDays } from '#kernel';
import { madeUp, pilotSchools, tenSchools } from './baerum.facts.js';
import type { Step } from './scribe.js';

const told = { evidence: [madeUp] };

/** People in the demo are made up, and say so. */
const nominate = (day: string, number: number, school: string, route: 'SELF' | 'PEER' | 'MANAGER'): Step => ({
  day,
  command: 'nominateChampion',
  input: {
    unitId: `@${school}`,
    solutionId: 'S-1',
    person: { name: `Syntetisk ildsjel ${number}`, email: `ildsjel.${number}@example.invalid` },
    route,
    rationale: 'Prøver ut nye arbeidsmåter og deler det som virker.',
  },
  ...told,
});

const accept = (day: string, number: number): Step => ({
  day,
  command: 'acceptNomination',
  input: { championId: `C-${number}` },
  ...told,
});
const give = (day: string, number: number, percent: number): Step => ({
  day,
  command: 'allocateTime',
  input: { championId: `C-${number}`, percent },
  ...told,
});

/** C-1…C-3 at pilot schools; C-4 declines, C-5 never answers; C-1 becomes a change agent, C-3 leaves and is erased. */
export const championSteps: readonly Step[] = [
  nominate('2014-08-25', 1, pilotSchools.first[0], 'SELF'),
  accept('2014-08-27', 1),
  give('2014-09-15', 1, 20),
  nominate('2014-08-26', 2, pilotSchools.first[1], 'PEER'),
  accept('2014-09-01', 2),
  nominate('2014-08-27', 3, pilotSchools.second[0], 'MANAGER'),
  accept('2014-08-29', 3),
  give('2014-09-15', 3, 10),
  nominate('2016-09-05', 4, tenSchools[0], 'MANAGER'),
  { day: '2016-09-12', command: 'declineNomination', input: { championId: 'C-4' }, ...told },
  nominate('2016-09-06', 5, tenSchools[1], 'MANAGER'),
  nominate('2016-09-07', 6, tenSchools[2], 'SELF'),
  accept('2016-09-08', 6),
  {
    day: '2017-08-14',
    command: 'appointChangeAgent',
    input: { championId: 'C-1', mandate: 'Veileder skolene i pulje 2 og 3 to dager i uken.' },
    ...told,
  },
  give('2017-08-14', 1, 40),
  {
    day: '2017-12-11',
    command: 'recogniseChampion',
    input: { championId: 'C-2', what: 'Kollegabasert opplæring av hele personalet.' },
    ...told,
  },
  { day: '2018-02-12', command: 'recordLeave', input: { championId: 'C-2', expectedReturn: '2018-08-13' }, ...told },
  { day: '2018-08-13', command: 'recordReturn', input: { championId: 'C-2' }, ...told },
  { day: '2018-10-15', command: 'recordChampionLeft', input: { championId: 'C-3' }, ...told },
  { day: addDays('2018-10-15', 7), command: 'requestErasure', input: { personId: '@person:C-3' }, ...told },
  {
    day: addDays('2018-10-15', 14),
    command: 'decideErasure',
    input: {
      personId: '@person:C-3',
      decision: 'ERASE',
      ground: 'Vervet er over, og det er ikke lenger behov for opplysningene.',
    },
    ...told,
  },
];
