import { type SealedField, carry, change, projection } from '#kernel';
import type { BookEvent } from '../book.state.js';
import type { EscalationStatus, ProgrammeStatus } from '#schema';
import { type AdoptionPolicy, defaultAdoptionPolicy } from './programme.state.js';

/** A role holder in a row: the name and address stay sealed until they are shown. */
export interface RoleHolderColumn {
  readonly title: string;
  readonly personId?: string | undefined;
  readonly name?: SealedField | undefined;
  readonly email?: SealedField | undefined;
}

export interface ProgrammeRow {
  readonly name: string;
  readonly status: ProgrammeStatus;
  readonly owner: RoleHolderColumn;
  readonly currentSituation: string;
  readonly targetPicture: string;
  readonly purposes: readonly string[];
  readonly scope: string;
  readonly charteredOn: string;
  readonly closedOn: string | null;
  readonly adoptionPolicy: AdoptionPolicy;
}

export const programmes = projection<ProgrammeRow, BookEvent>('programme', 1, {
  columns: {
    name: 'text',
    status: 'text',
    owner: 'json',
    currentSituation: 'text',
    targetPicture: 'text',
    purposes: 'json',
    scope: 'text',
    charteredOn: 'text',
    closedOn: 'text',
    adoptionPolicy: 'json',
  },
  key: 'programmeId',
  on: {
    ProgrammeChartered: (_row, event) => {
      const { programmeId: _programme, owner, ...charter } = event.data;
      return {
        ...charter,
        status: 'CHARTERED',
        owner: { ...owner, name: carry(event, 'owner.name'), email: carry(event, 'owner.email') },
        charteredOn: event.occurredOn,
        closedOn: null,
        adoptionPolicy: defaultAdoptionPolicy,
      };
    },
    SolutionAdded: {
      keys: (event) => event.programmeId,
      row: change((row: ProgrammeRow) => (row.status === 'CHARTERED' ? { ...row, status: 'RUNNING' } : row)),
    },
    AdoptionPolicySet: change((row, { data: { programmeId: _programme, ...adoptionPolicy } }) => ({
      ...row,
      adoptionPolicy,
    })),
    ProgrammePaused: change((row) => ({ ...row, status: 'PAUSED' })),
    ProgrammeResumed: change((row) => ({ ...row, status: 'RUNNING' })),
    ProgrammeClosed: change((row, event) => ({ ...row, status: 'CLOSED', closedOn: event.occurredOn })),
  },
});

export interface SolutionRow {
  readonly ref: string;
  readonly name: string;
  readonly description: string;
  readonly addedOn: string;
}

export const solutions = projection<SolutionRow, BookEvent>('solution', 1, {
  columns: { ref: 'text', name: 'text', description: 'text', addedOn: 'text' },
  key: 'solutionId',
  on: {
    SolutionAdded: (_row, { data: { ref, name, description }, occurredOn }) => ({
      ref,
      name,
      description,
      addedOn: occurredOn,
    }),
  },
});

export interface EscalationRow {
  readonly ref: string;
  readonly about: string;
  readonly answerDueBy: string;
  readonly status: EscalationStatus;
  readonly answer: string | null;
  readonly raisedOn: string;
  readonly answeredOn: string | null;
}

export const escalations = projection<EscalationRow, BookEvent>('escalation', 1, {
  columns: {
    ref: 'text',
    about: 'text',
    answerDueBy: 'text',
    status: 'text',
    answer: 'text',
    raisedOn: 'text',
    answeredOn: 'text',
  },
  key: 'escalationId',
  on: {
    EscalationRaised: (_row, { data: { ref, about, answerDueBy }, occurredOn }) => ({
      ref,
      about,
      answerDueBy,
      status: 'RAISED',
      answer: null,
      raisedOn: occurredOn,
      answeredOn: null,
    }),
    EscalationAnswered: change((row, { data, occurredOn }) => ({
      ...row,
      status: 'ANSWERED',
      answer: data.answer,
      answeredOn: occurredOn,
    })),
  },
});

export const programmeProjections = [programmes, solutions, escalations];
