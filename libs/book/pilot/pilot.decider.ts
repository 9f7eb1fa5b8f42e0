import { type Refusal, isRefusal } from '#kernel';
import type {
  ApprovePilotInput,
  EvaluatePilotInput,
  MakeResultVisibleInput,
  ProposePilotInput,
  RecordPilotObservationInput,
  ReviseSuccessCriteriaInput,
  ScalePilotInput,
  StartPilotInput,
  StopPilotInput,
} from '#schema';
import { nextRef } from '../book.state.js';
import { decider } from '../decider.js';
import { inForce, knownDecision } from '../decision/decision.rules.js';
import { named } from '../fields.js';
import { knownSolution } from '../programme/programme.refusals.js';
import { refuse as refuseProgramme } from '../programme/programme.words.js';
import { firstRepeated } from '../repeated.js';
import { refusedUnits } from '../unit/unit.refusals.js';
import { refuse as refuseUnit } from '../unit/unit.words.js';
import {
  PilotApproved,
  PilotEvaluated,
  PilotObservationRecorded,
  PilotProposed,
  PilotResultMadeVisible,
  PilotScaled,
  PilotStarted,
  PilotStopped,
  SuccessCriteriaRevised,
} from './pilot.events.js';
import type { Criterion, Pilot, PilotStatus } from './pilot.state.js';
import { refuse } from './pilot.words.js';

const unknown = () => refuse('PILOT_UNKNOWN', {}, 'pilotId');

const criteriaOf = (texts: readonly string[]): Criterion[] => texts.map((text, at) => ({ key: `C${at + 1}`, text }));

const refusedCriteria = (texts: readonly string[]): Refusal | undefined => {
  if (texts.length === 0) return refuse('CRITERIA_MISSING', {}, 'successCriteria');
  const repeated = firstRepeated(texts, (text) => text);
  return repeated === -1
    ? undefined
    : refuse('CRITERION_REPEATED', { criterion: texts[repeated] }, `successCriteria.${repeated}`);
};

const proposePilot = decider<ProposePilotInput>((input, book, { newId }) => {
  const { programmeId: _programme, unitIds, motivatedLeader, successCriteria, ...pilot } = input;
  const solution = knownSolution(book, input.solutionId);
  if (isRefusal(solution)) return solution;
  if (unitIds.length === 0) return refuseUnit('UNITS_MISSING', {}, 'unitIds');
  const refused = refusedUnits(book.units, unitIds) ?? refusedCriteria(successCriteria);
  if (refused) return refused;
  return [
    PilotProposed({
      ...pilot,
      pilotId: newId(),
      ref: nextRef(book.pilots, 'P'),
      unitIds: [...unitIds],
      motivatedLeader: named(motivatedLeader, newId),
      successCriteria: criteriaOf(successCriteria),
    }),
  ];
});

const reviseSuccessCriteria = decider<ReviseSuccessCriteriaInput>((input, { pilots }) => {
  const { pilotId, successCriteria, reason } = input;
  const pilot = pilots.get(pilotId);
  if (!pilot) return unknown();
  if (pilot.status !== 'PROPOSED' && pilot.status !== 'APPROVED')
    return refuse('CRITERIA_FROZEN', { pilot: pilot.ref, status: pilot.status }, 'pilotId');
  const refused = refusedCriteria(successCriteria);
  if (refused) return refused;
  const unchanged =
    pilot.criteria.length === successCriteria.length &&
    pilot.criteria.every(({ text }, at) => text === successCriteria[at]);
  if (unchanged) return refuse('CRITERIA_UNCHANGED', { pilot: pilot.ref }, 'successCriteria');
  return [SuccessCriteriaRevised({ pilotId, successCriteria: criteriaOf(successCriteria), reason })];
});

const approvePilot = decider<ApprovePilotInput>(({ pilotId, decisionId }, book) => {
  const pilot = book.pilots.get(pilotId);
  if (!pilot) return unknown();
  const decision = decisionId === undefined ? undefined : knownDecision(book.decisions, decisionId);
  if (isRefusal(decision)) return decision;
  if (pilot.status !== 'PROPOSED')
    return refuse('PILOT_NOT_PROPOSED', { pilot: pilot.ref, status: pilot.status }, 'pilotId');
  const refused = decision && inForce(decision);
  return refused ?? [PilotApproved({ pilotId, decisionId })];
});

const startPilot = decider<StartPilotInput>(({ pilotId }, { pilots, programme }) => {
  const pilot = pilots.get(pilotId);
  if (!pilot) return unknown();
  if (pilot.status !== 'APPROVED')
    return refuse('PILOT_NOT_APPROVED', { pilot: pilot.ref, status: pilot.status }, 'pilotId');
  if (programme.status === 'PAUSED') return refuseProgramme('PROGRAMME_PAUSED', {});
  return [PilotStarted({ pilotId })];
});

const notRunning = ({ ref, status }: Pilot): Refusal | undefined =>
  status === 'RUNNING' ? undefined : refuse('PILOT_NOT_RUNNING', { pilot: ref, status }, 'pilotId');

const recordPilotObservation = decider<RecordPilotObservationInput>((input, { pilots }) => {
  const { programmeId: _programme, ...observation } = input;
  const pilot = pilots.get(input.pilotId);
  if (!pilot) return unknown();
  const refused = notRunning(pilot);
  if (refused) return refused;
  if (input.value === undefined && input.note === undefined) return refuse('OBSERVATION_EMPTY', {}, 'value');
  return [PilotObservationRecorded(observation)];
});

/** Every criterion is judged, once, and nothing else is. */
const refusedVerdicts = (
  { ref, criteria }: Pilot,
  verdicts: EvaluatePilotInput['criteriaMet'],
): Refusal | undefined => {
  const keys = criteria.map(({ key }) => key);
  for (const [at, { key }] of verdicts.entries()) {
    const field = `criteriaMet.${at}.key`;
    if (!keys.includes(key)) return refuse('CRITERION_UNKNOWN', { pilot: ref, key, criteria: keys }, field);
  }
  const repeated = firstRepeated(verdicts, ({ key }) => key);
  if (repeated !== -1)
    return refuse('CRITERION_JUDGED_TWICE', { key: verdicts[repeated]!.key }, `criteriaMet.${repeated}.key`);
  const missing = keys.filter((key) => !verdicts.some((verdict) => verdict.key === key));
  return missing.length === 0 ? undefined : refuse('CRITERIA_NOT_JUDGED', { criteria: missing }, 'criteriaMet');
};

const evaluatePilot = decider<EvaluatePilotInput>((input, { pilots }) => {
  const { pilotId, criteriaMet, findings, doesItWork } = input;
  const pilot = pilots.get(pilotId);
  if (!pilot) return unknown();
  const refused = notRunning(pilot) ?? refusedVerdicts(pilot, criteriaMet);
  return refused ?? [PilotEvaluated({ pilotId, criteriaMet: [...criteriaMet], findings, doesItWork })];
});

const makeResultVisible = decider<MakeResultVisibleInput>(({ pilotId, audience, summary }, { pilots }) => {
  const pilot = pilots.get(pilotId);
  if (!pilot) return unknown();
  if (!pilot.evaluated) return refuse('PILOT_NOT_EVALUATED', { pilot: pilot.ref, status: pilot.status }, 'pilotId');
  return [PilotResultMadeVisible({ pilotId, solutionId: pilot.solutionId, audience, summary })];
});

const ended: Partial<Record<PilotStatus, 'PILOT_ALREADY_SCALED' | 'PILOT_ALREADY_STOPPED'>> = {
  SCALED: 'PILOT_ALREADY_SCALED',
  STOPPED: 'PILOT_ALREADY_STOPPED',
};
const refusedWhenEnded = ({ ref, status }: Pilot): Refusal | undefined => {
  const code = ended[status];
  return code && refuse(code, { pilot: ref }, 'pilotId');
};

const scalePilot = decider<ScalePilotInput>(({ pilotId, decisionId }, book) => {
  const pilot = book.pilots.get(pilotId);
  if (!pilot) return unknown();
  const decision = knownDecision(book.decisions, decisionId);
  if (isRefusal(decision)) return decision;
  const over = refusedWhenEnded(pilot);
  if (over) return over;
  if (!pilot.evaluated) return refuse('PILOT_NOT_EVALUATED', { pilot: pilot.ref, status: pilot.status }, 'pilotId');
  return inForce(decision) ?? [PilotScaled({ pilotId, decisionId })];
});

const stopPilot = decider<StopPilotInput>(({ pilotId, lesson }, { pilots }) => {
  const pilot = pilots.get(pilotId);
  if (!pilot) return unknown();
  return refusedWhenEnded(pilot) ?? [PilotStopped({ pilotId, lesson })];
});

export const pilotCommands = {
  proposePilot,
  reviseSuccessCriteria,
  approvePilot,
  startPilot,
  recordPilotObservation,
  evaluatePilot,
  makeResultVisible,
  scalePilot,
  stopPilot,
};
