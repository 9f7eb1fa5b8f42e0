import { type Entities, type Line, type LocalDate, patch, unreachable } from '#kernel';
import { type Timeline, firstDayOf } from '../timeline.js';
import { PilotEvaluated, type PilotEvent, PilotStopped } from './pilot.events.js';

export type PilotStatus = 'PROPOSED' | 'APPROVED' | 'RUNNING' | 'EVALUATED' | 'SCALED' | 'STOPPED';

export interface Criterion {
  /** C1, C2… */
  readonly key: string;
  readonly text: string;
}

export interface Pilot {
  readonly id: string;
  readonly ref: string;
  readonly name: string;
  readonly status: PilotStatus;
  readonly solutionId: string;
  readonly unitIds: readonly string[];
  readonly criteria: readonly Criterion[];
  /** It was held against its criteria, whatever became of it afterwards. */
  readonly evaluated: boolean;
}

export type Pilots = Entities<Pilot>;

interface Piloted {
  readonly pilots: Pilots;
  readonly timeline: Timeline;
}

const wasEvaluatedBy = ({ timeline }: Piloted, { id }: Pilot, day: LocalDate): boolean =>
  (firstDayOf(timeline, id, PilotEvaluated.type) ?? '9') <= day;

/** Was something learnt by the day on which the solution is rolled out? A pilot that was stopped speaks against a rollout. */
export const hasEvaluatedPilot = (piloted: Piloted, solutionId: string, day: LocalDate): boolean =>
  piloted.pilots.some(
    (pilot) =>
      pilot.solutionId === solutionId &&
      (pilot.status === 'EVALUATED' || pilot.status === 'SCALED') &&
      wasEvaluatedBy(piloted, pilot, day),
  );

/** Had something been learnt by that day, whatever became of the pilot afterwards? */
export const wasLearntBy = (piloted: Piloted, solutionId: string, day: LocalDate): boolean =>
  piloted.pilots.some((pilot) => {
    const stoppedOn = firstDayOf(piloted.timeline, pilot.id, PilotStopped.type);
    return (
      pilot.solutionId === solutionId &&
      wasEvaluatedBy(piloted, pilot, day) &&
      (stoppedOn === undefined || stoppedOn >= day)
    );
  });

export const evolvePilots = (pilots: Pilots, line: Line<PilotEvent>): Pilots => {
  const set = (changes: Partial<Pilot>) => patch(pilots, line.data.pilotId, changes);
  switch (line.type) {
    case 'PilotProposed': {
      const { pilotId: id, ref, name, solutionId, unitIds, successCriteria: criteria } = line.data;
      return pilots.set(id, { id, ref, name, status: 'PROPOSED', solutionId, unitIds, criteria, evaluated: false });
    }
    case 'SuccessCriteriaRevised':
      return set({ criteria: line.data.successCriteria });
    case 'PilotApproved':
      return set({ status: 'APPROVED' });
    case 'PilotStarted':
      return set({ status: 'RUNNING' });
    case 'PilotEvaluated':
      return set({ status: 'EVALUATED', evaluated: true });
    case 'PilotObservationRecorded':
    case 'PilotResultMadeVisible':
      return pilots;
    case 'PilotScaled':
      return set({ status: 'SCALED' });
    case 'PilotStopped':
      return set({ status: 'STOPPED' });
    default:
      return unreachable(line);
  }
};
