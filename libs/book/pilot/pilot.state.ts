import { type Entities, type Line, patch, unreachable } from '#kernel';
import type { PilotEvent } from './pilot.events.js';

export type PilotStatus = 'PROPOSED' | 'APPROVED' | 'RUNNING' | 'EVALUATED' | 'SCALED' | 'STOPPED';

export interface Pilot {
  readonly id: string;
  readonly ref: string;
  readonly name: string;
  readonly status: PilotStatus;
  readonly solutionId: string;
  readonly unitIds: readonly string[];
  /** Keys of the success criteria, C1, C2… */
  readonly criteria: readonly string[];
  readonly resultMadeVisible: boolean;
}

export type Pilots = Entities<Pilot>;

/** Was something learnt before the solution is rolled out? */
export const hasEvaluatedPilot = (pilots: Pilots, solutionId: string): boolean =>
  pilots.some((pilot) => pilot.solutionId === solutionId && (pilot.status === 'EVALUATED' || pilot.status === 'SCALED'));

export const evolvePilots = (pilots: Pilots, line: Line<PilotEvent>): Pilots => {
  const set = (changes: Partial<Pilot>) => patch(pilots, line.data.pilotId, changes);
  switch (line.type) {
    case 'PilotProposed': {
      const { pilotId: id, ref, name, solutionId, unitIds, successCriteria } = line.data;
      const criteria = successCriteria.map((criterion) => criterion.key);
      return pilots.set(id, { id, ref, name, status: 'PROPOSED', solutionId, unitIds, criteria, resultMadeVisible: false });
    }
    case 'SuccessCriteriaRevised':
      return set({ criteria: line.data.successCriteria.map((criterion) => criterion.key) });
    case 'PilotApproved':
      return set({ status: 'APPROVED' });
    case 'PilotStarted':
      return set({ status: 'RUNNING' });
    case 'PilotObservationRecorded':
      return pilots;
    case 'PilotEvaluated':
      return set({ status: 'EVALUATED' });
    case 'PilotResultMadeVisible':
      return set({ resultMadeVisible: true });
    case 'PilotScaled':
      return set({ status: 'SCALED' });
    case 'PilotStopped':
      return set({ status: 'STOPPED' });
    default:
      return unreachable(line);
  }
};
