import { evidence, madeUp, madeUpPart, pilotSchools } from './baerum.facts.js';
import { type Step, named } from './scribe.js';

/** Two pilots, and a start that was reported in three ways: autumn 2014, 1 January 2015, school year 2014/15. */
export const pilotSteps: readonly Step[] = [
  {
    day: '2014-06-16',
    command: 'proposePilot',
    input: {
      name: 'Pilot på barnetrinnet',
      solutionId: 'S-1',
      unitIds: named(pilotSchools.first),
      motivatedLeader: { title: 'Rektor ved Bekkestua skole' },
      hypothesis: 'Med en tablet til hver elev varierer lærerne undervisningen mer, og elevene lærer mer.',
      successCriteria: ['Lærerne tilpasser opplæringen mer', 'Elevene er mer motiverte', 'Nett og drift tåler det'],
    },
    evidence: [evidence.municipality, madeUpPart('leder, hypotese, kriterier og dag')],
  },
  {
    day: '2014-06-16',
    command: 'proposePilot',
    input: {
      name: 'Pilot på ungdomstrinnet',
      solutionId: 'S-1',
      unitIds: named(pilotSchools.second),
      motivatedLeader: { title: 'Rektor ved Vøyenenga skole' },
      hypothesis: 'Det som virker på barnetrinnet, virker også på ungdomstrinnet.',
      successCriteria: ['Lærerne tilpasser opplæringen mer', 'Elevene er mer konsentrerte'],
    },
    evidence: [evidence.municipality, madeUpPart('leder, hypotese, kriterier og dag')],
  },
  { day: '2014-06-18', command: 'approvePilot', input: { pilotId: 'P-1' }, evidence: [madeUp] },
  { day: '2014-06-18', command: 'approvePilot', input: { pilotId: 'P-2' }, evidence: [madeUp] },
  {
    day: '2014-10-01',
    command: 'startPilot',
    input: { pilotId: 'P-1' },
    on: '2014-09-01',
    evidence: [evidence.startInAutumn],
    line: 'pilot started',
  },
  {
    day: '2015-01-12',
    command: 'startPilot',
    input: { pilotId: 'P-2' },
    on: '2015-01-01',
    evidence: [evidence.startAtNewYear],
  },
  {
    day: '2016-11-14',
    command: 'recordPilotObservation',
    input: {
      pilotId: 'P-1',
      measure: 'Foreldreundersøkelse',
      note: 'Trukket tilbake på grunn av e-postadressene; svarene er slettet. Undersøkelsen gjennomføres på nytt.',
    },
    evidence: [evidence.municipality, madeUpPart('dag')],
  },
  {
    day: '2017-02-06',
    command: 'recordPilotObservation',
    input: { pilotId: 'P-1', measure: 'Foreldreundersøkelse', note: 'Gjennomført på nytt, uten e-postadresser.' },
    evidence: [evidence.municipality, madeUpPart('dag')],
  },
  {
    day: '2017-05-31',
    command: 'evaluatePilot',
    input: {
      pilotId: 'P-1',
      criteriaMet: [
        { key: 'C1', met: true },
        { key: 'C2', met: true },
        { key: 'C3', met: true, note: 'Etter at nettet ble styrket.' },
      ],
      findings: 'Virker bedre på barnetrinnet enn på ungdomstrinnet.',
      doesItWork: 'YES',
    },
    evidence: [evidence.evaluation2017, madeUpPart('hvilke kriterier som ble nådd')],
  },
  {
    day: '2017-06-06',
    command: 'correctOccurredOn',
    input: {
      eventId: '@line:pilot started',
      occurredOn: '2015-01-01',
      reason:
        'Starten er omtalt som høsten 2014, som 1. januar 2015 og som skoleåret 2014/15; den føres nå til 1. januar 2015.',
    },
    evidence: [evidence.startAtNewYear],
  },
  {
    day: '2017-06-12',
    command: 'makeResultVisible',
    input: {
      pilotId: 'P-1',
      audience: 'Alle rektorer',
      summary: 'Rektorene ved pilotskolene viser fram undervisning med tablet.',
    },
    evidence: [madeUp],
  },
  {
    day: '2017-06-28',
    command: 'scalePilot',
    input: { pilotId: 'P-1', decisionId: 'D-3' },
    evidence: [evidence.allSchools],
  },
  {
    day: '2018-06-30',
    command: 'evaluatePilot',
    input: {
      pilotId: 'P-2',
      criteriaMet: [
        { key: 'C1', met: true },
        { key: 'C2', met: false, note: 'Flere elever blir forstyrret.' },
      ],
      findings: 'Virker bedre på barnetrinnet enn på ungdomstrinnet.',
      doesItWork: 'PARTLY',
    },
    evidence: [evidence.evaluation2018, madeUpPart('hvilke kriterier som ble nådd')],
  },
];
