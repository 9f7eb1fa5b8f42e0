import { type Entities, type Line, none, patch, unreachable } from '#kernel';
import type { RoleHolder } from '../fields.js';
import type { ProgrammeEvent } from './programme.events.js';

export interface AdoptionPolicy {
  readonly embeddedShare: number;
  readonly lapseShare: number;
  readonly periods: number;
  readonly activeWindowDays: number;
}

/** What holds until a programme sets its own: two periods in a row above 60 % is embedded, below 20 % is lapsed. */
export const defaultAdoptionPolicy: AdoptionPolicy = {
  embeddedShare: 0.6,
  lapseShare: 0.2,
  periods: 2,
  activeWindowDays: 30,
};

export interface Solution {
  readonly id: string;
  readonly ref: string;
  readonly name: string;
}

export interface Escalation {
  readonly id: string;
  readonly ref: string;
  readonly answerDueBy: string;
  readonly status: 'RAISED' | 'ANSWERED';
}

export type ProgrammeStatus = 'CHARTERED' | 'RUNNING' | 'PAUSED' | 'CLOSED';

/** What the book knows of the programme itself; `status` is NONE before its charter. */
export interface ProgrammeState {
  readonly status: 'NONE' | ProgrammeStatus;
  readonly id: string;
  readonly name: string;
  readonly owner: RoleHolder;
  readonly policy: AdoptionPolicy;
  readonly solutions: Entities<Solution>;
  readonly escalations: Entities<Escalation>;
}

export const noProgramme: ProgrammeState = {
  status: 'NONE',
  id: '',
  name: '',
  owner: { title: '' },
  policy: defaultAdoptionPolicy,
  solutions: none(),
  escalations: none(),
};

export const evolveProgramme = (programme: ProgrammeState, line: Line<ProgrammeEvent>): ProgrammeState => {
  switch (line.type) {
    case 'ProgrammeChartered': {
      const { programmeId, name, owner } = line.data;
      return { ...programme, status: 'CHARTERED', id: programmeId, name, owner };
    }
    case 'SolutionAdded': {
      const { solutionId, ref, name } = line.data;
      // The programme runs from the moment that there is something to roll out.
      const status = programme.status === 'CHARTERED' ? 'RUNNING' : programme.status;
      return { ...programme, status, solutions: programme.solutions.set(solutionId, { id: solutionId, ref, name }) };
    }
    case 'AdoptionPolicySet': {
      const { programmeId: _programme, ...policy } = line.data;
      return { ...programme, policy };
    }
    case 'ProgrammePaused':
      return { ...programme, status: 'PAUSED' };
    case 'ProgrammeResumed':
      return { ...programme, status: 'RUNNING' };
    case 'EscalationRaised': {
      const { escalationId: id, ref, answerDueBy } = line.data;
      return { ...programme, escalations: programme.escalations.set(id, { id, ref, answerDueBy, status: 'RAISED' }) };
    }
    case 'EscalationAnswered':
      return {
        ...programme,
        escalations: patch(programme.escalations, line.data.escalationId, { status: 'ANSWERED' }),
      };
    case 'ProgrammeClosed':
      return { ...programme, status: 'CLOSED' };
    default:
      return unreachable(line);
  }
};
