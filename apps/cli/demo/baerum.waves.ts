import {
  addedByTheDecision,
  evidence,
  lastSchools,
  madeUp,
  madeUpPart,
  middleSchools,
  tenSchools,
} from './baerum.facts.js';
import { type Step, named } from './scribe.js';

/** Three waves, two of which slipped. */
export const waveSteps: readonly Step[] = [
  {
    day: '2015-10-20',
    command: 'planWave',
    input: {
      solutionId: 'S-1',
      name: 'Pulje 1: ti skoler',
      plannedStart: '2016-01-11',
      plannedEnd: '2016-06-17',
      unitIds: named(tenSchools.filter((school) => school !== addedByTheDecision)),
    },
    evidence: [evidence.nineSchools, madeUpPart('dager')],
  },
  {
    day: '2015-11-30',
    command: 'assignUnits',
    input: { waveId: 'W-1', unitIds: named([addedByTheDecision]) },
    on: '2015-11-25',
    evidence: [evidence.tenSchools],
  },
  { day: '2015-12-07', command: 'baselineWave', input: { waveId: 'W-1' }, evidence: [madeUp] },
  {
    day: '2016-01-15',
    command: 'rescheduleWave',
    input: {
      waveId: 'W-1',
      plannedStart: '2016-08-15',
      plannedEnd: '2016-12-16',
      reason: { code: 'PROCUREMENT', text: 'Anskaffelsen er stanset: kjøpe eller lease?' },
    },
    evidence: [evidence.laterStart, evidence.municipality, madeUpPart('dager, og at stansen var årsaken')],
  },
  // No pilot was evaluated yet: the council's decision is named as the ground for going on.
  {
    day: '2016-08-15',
    command: 'openWave',
    input: { waveId: 'W-1', overrideDecisionId: 'D-1' },
    evidence: [evidence.laterStart, madeUpPart('dag')],
  },
  { day: '2016-12-19', command: 'completeWave', input: { waveId: 'W-1' }, evidence: [madeUp] },
  {
    day: '2017-07-03',
    command: 'planWave',
    input: {
      solutionId: 'S-1',
      name: 'Pulje 2: skolene imellom',
      plannedStart: '2017-09-04',
      plannedEnd: '2018-01-31',
      unitIds: named(middleSchools),
    },
    evidence: [madeUp],
  },
  { day: '2017-07-05', command: 'baselineWave', input: { waveId: 'W-2' }, evidence: [madeUp] },
  { day: '2017-09-04', command: 'openWave', input: { waveId: 'W-2' }, evidence: [madeUp] },
  {
    day: '2017-09-18',
    command: 'planWave',
    input: {
      solutionId: 'S-1',
      name: 'Pulje 3: de siste ti',
      plannedStart: '2018-04-09',
      plannedEnd: '2018-10-31',
      unitIds: named(lastSchools),
    },
    evidence: [evidence.allSchools, madeUpPart('dager')],
  },
  { day: '2017-09-25', command: 'baselineWave', input: { waveId: 'W-3' }, evidence: [madeUp] },
  {
    day: '2017-10-16',
    command: 'moveUnit',
    input: {
      waveId: 'W-2',
      unitId: `@${middleSchools[15]!}`,
      toWaveId: 'W-3',
      reason: { code: 'CAPACITY', text: 'Skolen bygges om.' },
    },
    evidence: [madeUp],
  },
  {
    day: '2018-02-05',
    command: 'completeWave',
    input: { waveId: 'W-2' },
    on: '2018-01-31',
    evidence: [madeUp],
  },
  {
    day: '2018-03-12',
    command: 'rescheduleWave',
    input: {
      waveId: 'W-3',
      plannedStart: '2018-08-20',
      plannedEnd: '2018-12-14',
      reason: { code: 'CAPACITY', text: 'Nettet på fire skoler blir først ferdig i sommer.' },
    },
    evidence: [madeUp],
  },
  {
    day: '2018-08-20',
    command: 'openWave',
    input: { waveId: 'W-3' },
    evidence: [evidence.allSchools, madeUpPart('dag')],
  },
  { day: '2018-12-17', command: 'completeWave', input: { waveId: 'W-3' }, evidence: [madeUp] },
];
