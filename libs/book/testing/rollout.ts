import { newId, testProgrammeId } from '#kernel';
import { DecisionNeedIdentified, DecisionProposed, DecisionTaken } from '../decision/decision.events.js';
import { PilotApproved, PilotEvaluated, PilotProposed, PilotStarted } from '../pilot/pilot.events.js';
import { ProgrammeChartered, ProgrammePaused, SolutionAdded } from '../programme/programme.events.js';
import { UnitEnrolled } from '../unit/unit.events.js';
import { WaveBaselined, WaveOpened, WavePlanned } from '../wave/wave.events.js';

/** A small programme for specifications of pilots and waves. Synthetic. */
export const programmeId = testProgrammeId;
export const chartered = ProgrammeChartered({
  programmeId,
  name: 'Digital school day',
  owner: { title: 'Municipal director' },
  currentSituation: 'Each school buys its own devices.',
  targetPicture: 'Every pupil has a tablet.',
  purposes: ['Learning'],
  scope: 'All schools',
});
export const paused = ProgrammePaused({ programmeId, reason: 'No money' });

export const tabletsId = newId(901);
export const surveyId = newId(902);
const tablets = SolutionAdded({ solutionId: tabletsId, ref: 'S-1', name: 'Tablets', description: 'One each' });
const survey = SolutionAdded({ solutionId: surveyId, ref: 'S-2', name: 'Survey', description: 'Once a year' });

const unit = (n: number, name: string) => UnitEnrolled({ unitId: newId(n), name, eligible: 100, externalIds: [] });
export const jong = newId(911);
export const grav = newId(912);
export const hosle = newId(913);
export const unknown = newId(999);

/** A programme with two solutions and three schools. */
export const programme = [
  chartered,
  tablets,
  survey,
  unit(911, 'Jong'),
  unit(912, 'Grav'),
  unit(913, 'Hosle'),
] as const;

export const decisionId = newId(921);
export const needed = DecisionNeedIdentified({
  decisionId,
  ref: 'D-1',
  title: 'Roll out tablets',
  question: 'PURPOSE',
  dueBy: '2018-12-01',
  forum: 'Council',
  staffAffecting: false,
  introducesSystem: false,
  solutionId: tabletsId,
});
export const taken = [
  needed,
  DecisionProposed({
    decisionId,
    options: [
      { key: 'A', title: 'Roll out' },
      { key: 'B', title: 'Do nothing' },
    ],
    coreTaskValue: 'Learning',
    consequences: 'Costs',
  }),
  DecisionTaken({
    decisionId,
    option: 'A',
    rationale: 'It works',
    effectiveFrom: '2018-01-15',
    deciders: ['Council'],
    consulted: [],
    informed: [],
  }),
] as const;

export const pilotId = newId(931);
export const criteria = [
  { key: 'C1', text: 'Pupils write more' },
  { key: 'C2', text: 'Teachers want to go on' },
];
export const proposed = PilotProposed({
  pilotId,
  ref: 'P-1',
  name: 'First schools',
  solutionId: tabletsId,
  unitIds: [jong],
  motivatedLeader: { title: 'Principal of Jong school' },
  hypothesis: 'Pupils write more with a tablet.',
  successCriteria: criteria,
});
export const approved = PilotApproved({ pilotId });
export const started = PilotStarted({ pilotId });
export const evaluated = PilotEvaluated({
  pilotId,
  criteriaMet: [
    { key: 'C1', met: true },
    { key: 'C2', met: false, note: 'Half of them' },
  ],
  findings: 'Pupils write more.',
  doesItWork: 'PARTLY',
});
export const piloted = [proposed, approved, started, evaluated] as const;

export const waveId = newId(941);
export const plannedDates = { plannedStart: '2018-03-01', plannedEnd: '2018-06-01' };
export const planned = WavePlanned({
  waveId,
  ref: 'W-1',
  solutionId: tabletsId,
  name: 'First wave',
  ...plannedDates,
  unitIds: [jong, grav],
});
export const baselined = WaveBaselined({ waveId, ...plannedDates, unitIds: [jong, grav] });
export const opened = WaveOpened({ waveId });

export const nextWaveId = newId(942);
export const nextPlanned = WavePlanned({
  waveId: nextWaveId,
  ref: 'W-2',
  solutionId: tabletsId,
  name: 'Second wave',
  plannedStart: '2018-09-01',
  plannedEnd: '2018-12-01',
  unitIds: [hosle],
});
