import type {
  AddSolutionInput,
  AnswerEscalationInput,
  CharterProgrammeInput,
  CloseProgrammeInput,
  PauseProgrammeInput,
  RaiseEscalationInput,
  ResumeProgrammeInput,
  SetAdoptionPolicyInput,
} from '#schema';
import { nextRef } from '../book.state.js';
import { decider } from '../decider.js';
import { named } from '../fields.js';
import { firstRepeated } from '../repeated.js';
import { isActive } from '../wave/wave.state.js';
import {
  AdoptionPolicySet,
  EscalationAnswered,
  EscalationRaised,
  ProgrammeChartered,
  ProgrammeClosed,
  ProgrammePaused,
  ProgrammeResumed,
  SolutionAdded,
} from './programme.events.js';
import { refuse } from './programme.words.js';

const charterProgramme = decider<CharterProgrammeInput>((input, _book, { programmeId, newId }) => {
  if (input.purposes.length === 0) return refuse('PURPOSE_MISSING', {}, 'purposes');
  const repeated = firstRepeated(input.purposes, (purpose) => purpose);
  if (repeated !== -1) return refuse('PURPOSE_REPEATED', { purpose: input.purposes[repeated] }, `purposes.${repeated}`);
  const owner = named(input.owner, newId);
  return [ProgrammeChartered({ ...input, programmeId, purposes: [...input.purposes], owner })];
});

const addSolution = decider<AddSolutionInput>(({ name, description }, { programme }, { newId }) => {
  const namesake = programme.solutions.find((solution) => solution.name.toLowerCase() === name.toLowerCase());
  if (namesake) return refuse('SOLUTION_NAME_TAKEN', { solution: namesake.ref, name }, 'name');
  return [SolutionAdded({ solutionId: newId(), ref: nextRef(programme.solutions, 'S'), name, description })];
});

const setAdoptionPolicy = decider<SetAdoptionPolicyInput>((input, { programme }) => {
  const { embeddedShare, lapseShare, periods, activeWindowDays } = input;
  if (lapseShare >= embeddedShare) return refuse('POLICY_SHARES_CROSSED', { lapseShare, embeddedShare }, 'lapseShare');
  if (periods < 1 || periods > 24) return refuse('POLICY_PERIODS_OUT_OF_RANGE', { periods }, 'periods');
  if (activeWindowDays < 1) return refuse('POLICY_WINDOW_EMPTY', {}, 'activeWindowDays');
  return [AdoptionPolicySet({ programmeId: programme.id, embeddedShare, lapseShare, periods, activeWindowDays })];
});

const pauseProgramme = decider<PauseProgrammeInput>(({ reason }, { programme }) => {
  if (programme.status !== 'RUNNING') return refuse('PROGRAMME_NOT_RUNNING', { status: programme.status });
  return [ProgrammePaused({ programmeId: programme.id, reason })];
});

const resumeProgramme = decider<ResumeProgrammeInput>(({ reason }, { programme }) => {
  if (programme.status !== 'PAUSED') return refuse('PROGRAMME_NOT_PAUSED', { status: programme.status });
  return [ProgrammeResumed({ programmeId: programme.id, reason })];
});

const raiseEscalation = decider<RaiseEscalationInput>(
  ({ about, answerDueBy }, { programme }, { newId, occurredOn }) => {
    if (answerDueBy < occurredOn)
      return refuse('ESCALATION_DUE_IN_PAST', { answerDueBy, raisedOn: occurredOn }, 'answerDueBy');
    return [EscalationRaised({ escalationId: newId(), ref: nextRef(programme.escalations, 'E'), about, answerDueBy })];
  },
);

const answerEscalation = decider<AnswerEscalationInput>(({ escalationId, answer }, { programme }) => {
  const escalation = programme.escalations.get(escalationId);
  if (!escalation) return refuse('ESCALATION_UNKNOWN', {}, 'escalationId');
  if (escalation.status === 'ANSWERED')
    return refuse('ESCALATION_ANSWERED_ALREADY', { escalation: escalation.ref }, 'escalationId');
  return [EscalationAnswered({ escalationId, answer })];
});

const closeProgramme = decider<CloseProgrammeInput>(({ closingNote }, { programme, waves }) => {
  const active = waves.filter(isActive).map((wave) => wave.ref);
  if (active.size > 0) return refuse('PROGRAMME_HAS_ACTIVE_WAVES', { waves: [...active.values()] });
  return [ProgrammeClosed({ programmeId: programme.id, closingNote })];
});

export const programmeCommands = {
  charterProgramme,
  addSolution,
  setAdoptionPolicy,
  pauseProgramme,
  resumeProgramme,
  raiseEscalation,
  answerEscalation,
  closeProgramme,
};
