import { carry, change, projection } from '#kernel';
import type { DoesItWork, PilotStatus } from '#schema';
import type { BookEvent } from '../book.state.js';
import type { RoleHolderColumn } from '../programme/programme.projection.js';

/** A success criterion as the evaluation left it; without a verdict before that. */
export interface CriterionColumn {
  readonly key: string;
  readonly text: string;
  readonly met?: boolean | undefined;
  readonly note?: string | undefined;
}

export interface PilotRow {
  readonly ref: string;
  readonly name: string;
  readonly status: PilotStatus;
  readonly solutionId: string;
  readonly unitIds: readonly string[];
  readonly motivatedLeader: RoleHolderColumn;
  readonly hypothesis: string;
  readonly successCriteria: readonly CriterionColumn[];
  readonly findings: string | null;
  readonly doesItWork: DoesItWork | null;
  readonly lesson: string | null;
  readonly approvalDecisionId: string | null;
  readonly scalingDecisionId: string | null;
  readonly proposedOn: string;
  readonly approvedOn: string | null;
  readonly startedOn: string | null;
  readonly evaluatedOn: string | null;
  readonly scaledOn: string | null;
  readonly stoppedOn: string | null;
}

const notYet = {
  findings: null,
  doesItWork: null,
  lesson: null,
  approvalDecisionId: null,
  scalingDecisionId: null,
  approvedOn: null,
  startedOn: null,
  evaluatedOn: null,
  scaledOn: null,
  stoppedOn: null,
};

export const pilots = projection<PilotRow, BookEvent>('pilot', 1, {
  columns: {
    ref: 'text',
    name: 'text',
    status: 'text',
    solutionId: 'text',
    unitIds: 'json',
    motivatedLeader: 'json',
    hypothesis: 'text',
    successCriteria: 'json',
    findings: 'text',
    doesItWork: 'text',
    lesson: 'text',
    approvalDecisionId: 'text',
    scalingDecisionId: 'text',
    proposedOn: 'text',
    approvedOn: 'text',
    startedOn: 'text',
    evaluatedOn: 'text',
    scaledOn: 'text',
    stoppedOn: 'text',
  },
  key: 'pilotId',
  on: {
    PilotProposed: (_row, event) => {
      const { pilotId: _pilot, motivatedLeader, ...proposed } = event.data;
      const sealed = { name: carry(event, 'motivatedLeader.name'), email: carry(event, 'motivatedLeader.email') };
      return {
        ...proposed,
        ...notYet,
        status: 'PROPOSED',
        motivatedLeader: { ...motivatedLeader, ...sealed },
        proposedOn: event.occurredOn,
      };
    },
    SuccessCriteriaRevised: change((row, { data: { successCriteria } }) => ({ ...row, successCriteria })),
    PilotApproved: change((row, { data, occurredOn }) => ({
      ...row,
      status: 'APPROVED',
      approvalDecisionId: data.decisionId ?? null,
      approvedOn: occurredOn,
    })),
    PilotStarted: change((row, { occurredOn }) => ({ ...row, status: 'RUNNING', startedOn: occurredOn })),
    PilotEvaluated: change((row, { data: { criteriaMet, findings, doesItWork }, occurredOn }) => ({
      ...row,
      status: 'EVALUATED',
      successCriteria: row.successCriteria.map(({ key, text }) => {
        const { met, note } = criteriaMet.find((verdict) => verdict.key === key) ?? {};
        return { key, text, met, note };
      }),
      findings,
      doesItWork,
      evaluatedOn: occurredOn,
    })),
    PilotScaled: change((row, { data, occurredOn }) => ({
      ...row,
      status: 'SCALED',
      scalingDecisionId: data.decisionId,
      scaledOn: occurredOn,
    })),
    PilotStopped: change((row, { data, occurredOn }) => ({
      ...row,
      status: 'STOPPED',
      lesson: data.lesson,
      stoppedOn: occurredOn,
    })),
  },
});

export interface PilotObservationRow {
  readonly pilotId: string;
  readonly measure: string;
  readonly observedValue: number | null;
  readonly unitOfMeasure: string | null;
  readonly note: string | null;
  readonly happenedOn: string;
}

export const pilotObservations = projection<PilotObservationRow, BookEvent>('pilotObservation', 1, {
  columns: {
    pilotId: 'text',
    measure: 'text',
    observedValue: 'real',
    unitOfMeasure: 'text',
    note: 'text',
    happenedOn: 'text',
  },
  indexes: [['pilotId']],
  key: 'pilotId',
  on: {
    PilotObservationRecorded: {
      keys: (event) => event.id,
      row: (_row, { data: { pilotId, measure, value, unitOfMeasure, note }, occurredOn }) => ({
        pilotId,
        measure,
        observedValue: value ?? null,
        unitOfMeasure: unitOfMeasure ?? null,
        note: note ?? null,
        happenedOn: occurredOn,
      }),
    },
  },
});

/** A pilot's result as it was shown to somebody. */
export interface VisibleResultRow {
  readonly pilotId: string;
  readonly solutionId: string;
  readonly audience: string;
  readonly summary: string;
  readonly happenedOn: string;
}

export const visibleResults = projection<VisibleResultRow, BookEvent>('visibleResult', 1, {
  columns: { pilotId: 'text', solutionId: 'text', audience: 'text', summary: 'text', happenedOn: 'text' },
  indexes: [['pilotId'], ['solutionId', 'happenedOn']],
  key: 'pilotId',
  on: {
    PilotResultMadeVisible: {
      keys: (event) => event.id,
      row: (_row, { data: { pilotId, solutionId, audience, summary }, occurredOn }) => ({
        pilotId,
        solutionId,
        audience,
        summary,
        happenedOn: occurredOn,
      }),
    },
  },
});

export const pilotProjections = [pilots, pilotObservations, visibleResults];
