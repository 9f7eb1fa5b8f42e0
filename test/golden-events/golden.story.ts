import type { Step } from '../../apps/cli/demo/scribe.js';

/**
 * A small synthetic programme in which every event happens at least once. Its book, as a release wrote it, lies beside
 * this file and must replay for ever.
 */
const evidence = [{ title: 'Synthetic example', uri: 'urn:example:golden', evidenceDate: '2021-01-01', synthetic: true }];
let days = 0;
const step = (command: string, input: object, more: Partial<Step> = {}): Step => {
  const day = new Date(Date.UTC(2021, 0, 4 + days++)).toISOString().slice(0, 10);
  return { day, command, input, evidence, ...more };
};

const unit = (n: number) => ({
  name: `Synthetic unit ${n}`,
  kind: 'school',
  eligible: 100 * n,
  externalIds: [{ scheme: 'demo', value: `u-${n}`, validFrom: '2020-01-01' }],
});
const of = (n: number, solutionId = 'S-1') => ({ unitId: `@Synthetic unit ${n}`, solutionId });
const checks = [{ check: 'Network', met: true }];
const reason = { code: 'CAPACITY', text: 'Not enough hands' };
const person = (n: number) => ({ name: `Synthetic person ${n}`, email: `person.${n}@example.invalid` });
const need = (title: string, dueBy: string) =>
  step('identifyDecisionNeed', { title, question: 'METHOD', dueBy, forum: 'Leadership group', solutionId: 'S-1' });
const options = [{ title: 'Go on', description: 'As planned' }, { title: 'Do nothing' }];
const propose = (decisionId: string) =>
  step('proposeDecision', { decisionId, options, coreTaskValue: 'More time for pupils', consequences: 'Training' });
const log = (title: string) =>
  step('logDecision', {
    title,
    question: 'PURPOSE',
    forum: 'Council',
    options: ['Yes', 'Do nothing'],
    option: 'Yes',
    rationale: 'It works.',
    staffAffecting: true,
    involvementWaiver: 'Heard in an earlier round',
    consulted: ['Unions'],
    informed: ['Parents'],
  });
const pilot = (name: string, n: number) =>
  step('proposePilot', {
    name,
    solutionId: 'S-1',
    unitIds: [`@Synthetic unit ${n}`],
    motivatedLeader: { title: 'Principal', ...person(10 + n) },
    hypothesis: 'It helps.',
    successCriteria: ['Used daily'],
  });
const wave = (name: string, ...units: number[]) =>
  step('planWave', {
    solutionId: 'S-1',
    name,
    plannedStart: '2021-06-01',
    plannedEnd: '2021-09-01',
    unitIds: units.map((n) => `@Synthetic unit ${n}`),
  });
const nominate = (n: number) =>
  step('nominateChampion', { unitId: `@Synthetic unit ${n}`, solutionId: 'S-1', person: person(n), route: 'PEER', rationale: 'Tries things', answerWithinDays: 5 });
const usage = (periodStart: string, periodEnd: string, active: number, day: string) =>
  step('reportUsage', { solutionId: 'S-1', periodStart, periodEnd, counts: [{ unitId: '@Synthetic unit 1', active, eligible: 100 }] }, { day });

export const goldenStory: readonly Step[] = [
  step('charterProgramme', {
    name: 'Golden programme',
    owner: { title: 'Director', ...person(100) },
    currentSituation: 'Before',
    targetPicture: 'After',
    purposes: ['Learning'],
    scope: 'All units',
  }),
  step('addSolution', { name: 'Tablets', description: 'One each' }),
  step('setAdoptionPolicy', { embeddedShare: 0.6, lapseShare: 0.2, periods: 1, activeWindowDays: 30 }),
  step('pauseProgramme', { reason: 'Summer' }),
  step('resumeProgramme', { reason: 'Autumn' }),
  step('raiseEscalation', { about: 'Money', answerDueBy: '2021-03-01' }),
  step('answerEscalation', { escalationId: 'E-1', answer: 'Granted' }),
  step('enrolUnits', { units: [1, 2, 3, 4, 5, 6, 7].map(unit) }),
  step('changeUnitDetails', { unitId: '@Synthetic unit 1', name: 'Synthetic unit one', eligible: 110, parentUnitId: '@Synthetic unit 7' }),
  step('expressInterest', { ...of(2), trigger: 'PEER', sourceUnitId: '@Synthetic unit 1', note: 'Saw it there' }),
  step('withdrawInterest', { ...of(2), reason: 'Too early' }),
  step('declineUnit', { ...of(3), reason: 'No room' }),
  need('Whether to go on', '2021-01-20'),
  propose('D-1'),
  step('deferDecision', { decisionId: 'D-1', reason: 'More facts', newDueBy: '2021-03-01' }),
  step('takeDecision', {
    decisionId: 'D-1',
    option: 'A',
    rationale: 'It helps.',
    effectiveFrom: '2021-01-25',
    reviewOn: '2021-04-01',
    deciders: ['Leadership group'],
  }),
  need('What nobody decided', '2021-01-20'),
  step('acknowledgeNonDecision', { decisionId: 'D-2', consequence: 'It stays as it was.' }),
  need('What was turned down', '2021-03-01'),
  propose('D-3'),
  step('rejectDecision', { decisionId: 'D-3', rationale: 'Too dear', deciders: ['Leadership group'] }),
  log('The first way'),
  log('The second way'),
  step('supersedeDecision', { decisionId: 'D-4', byDecisionId: 'D-5' }),
  log('The third way'),
  step('revokeDecision', { decisionId: 'D-6', ground: 'The law changed.' }),
  step('reconfirmDecision', { decisionId: 'D-5', rationale: 'Still right', reviewOn: '2022-01-01' }),
  step('correctDecisionRecord', { decisionId: 'D-5', field: 'TITLE', value: 'The other way', reason: 'Misread' }),
  pilot('Pilot one', 1),
  step('reviseSuccessCriteria', { pilotId: 'P-1', successCriteria: ['Used daily', 'Liked'], reason: 'One was missing' }),
  step('approvePilot', { pilotId: 'P-1', decisionId: 'D-1' }),
  step('startPilot', { pilotId: 'P-1' }, { line: 'started' }),
  step('correctOccurredOn', { eventId: '@line:started', occurredOn: '2021-02-05', reason: 'A day later than told' }),
  step('recordPilotObservation', { pilotId: 'P-1', measure: 'Minutes a day', value: 12.5, unitOfMeasure: 'min', note: 'By survey' }),
  step('evaluatePilot', {
    pilotId: 'P-1',
    criteriaMet: [
      { key: 'C1', met: true, note: 'Yes' },
      { key: 'C2', met: false },
    ],
    findings: 'Good',
    doesItWork: 'YES',
  }),
  step('makeResultVisible', { pilotId: 'P-1', audience: 'All units', summary: 'An open day' }),
  step('scalePilot', { pilotId: 'P-1', decisionId: 'D-5' }),
  pilot('Pilot two', 2),
  step('stopPilot', { pilotId: 'P-2', lesson: 'Too small' }),
  step('commitUnit', { ...of(1), note: 'The staff agree' }),
  step('confirmReadiness', { ...of(1), checks }),
  wave('Wave one', 1, 2),
  wave('Wave two', 4),
  wave('Wave three', 5),
  step('baselineWave', { waveId: 'W-1' }),
  step('assignUnits', { waveId: 'W-1', unitIds: ['@Synthetic unit 6'], reason }),
  step('moveUnit', { waveId: 'W-1', unitId: '@Synthetic unit 2', toWaveId: 'W-2', reason }),
  step('moveUnit', { waveId: 'W-1', unitId: '@Synthetic unit 6', reason }),
  step('rescheduleWave', { waveId: 'W-1', plannedStart: '2021-07-01', plannedEnd: '2021-10-01', reason }),
  step('renameWave', { waveId: 'W-1', name: 'The first wave' }),
  step('openWave', { waveId: 'W-1' }),
  step('pauseWave', { waveId: 'W-1', reason }),
  step('resumeWave', { waveId: 'W-1' }),
  step('recordGoLive', { ...of(1), waveId: 'W-1' }),
  step('completeWave', { waveId: 'W-1' }),
  step('cancelWave', { waveId: 'W-3', reason }),
  ...[1, 2, 3, 4].map(nominate),
  step('acceptNomination', { championId: 'C-1' }),
  step('declineNomination', { championId: 'C-3' }),
  step('allocateTime', { championId: 'C-1', percent: 20 }),
  step('appointChangeAgent', { championId: 'C-1', mandate: 'Two days a week' }),
  step('moveChampion', { championId: 'C-1', toUnitId: '@Synthetic unit 4' }),
  step('recogniseChampion', { championId: 'C-1', what: 'Patience' }),
  step('recordLeave', { championId: 'C-1', expectedReturn: '2021-05-01' }),
  step('recordReturn', { championId: 'C-1' }),
  step('recordChampionLeft', { championId: 'C-1' }),
  ...(['ERASE', 'RESTRICT', 'REFUSE'] as const).flatMap((decision, at) => [
    step('requestErasure', { personId: `@person:C-${at + 1}` }),
    step('decideErasure', { personId: `@person:C-${at + 1}`, decision, ground: 'As the law says' }),
  ]),
  usage('2021-04-01', '2021-04-30', 90, '2021-05-03'),
  usage('2021-05-01', '2021-05-31', 5, '2021-06-03'),
  step('readoptUnit', { ...of(1), note: 'New principal' }, { day: '2021-06-10' }),
  step('recordLapse', { ...of(1), reason: 'Devices broke' }, { day: '2021-06-11' }),
  step('mergeUnits', { fromUnitIds: ['@Synthetic unit 1'], intoUnitId: '@Synthetic unit 4' }, { day: '2021-06-14' }),
  step('closeUnit', { unitId: '@Synthetic unit 5', reason: 'Too few' }, { day: '2021-06-15' }),
  step('cancelWave', { waveId: 'W-2', reason }, { day: '2021-06-16' }),
  step('closeProgramme', { closingNote: 'All told' }, { day: '2021-06-17' }),
];
