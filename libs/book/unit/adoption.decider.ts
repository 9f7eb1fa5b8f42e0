import { type Decision, type Refusal, isRefusal } from '#kernel';
import type {
  CommitUnitInput,
  ConfirmReadinessInput,
  DeclineUnitInput,
  ExpressInterestInput,
  ReadoptUnitInput,
  RecordLapseInput,
  WithdrawInterestInput,
} from '#schema';
import type { Book } from '../book.state.js';
import { decider } from '../decider.js';
import { knownSolution } from '../programme/programme.refusals.js';
import { firstRepeated } from '../repeated.js';
import {
  type AdoptionStatus,
  InterestExpressed,
  InterestWithdrawn,
  ReadinessConfirmed,
  UnitCommitted,
  UnitDeclined,
  UnitLapsed,
  UnitReadopted,
} from './unit.events.js';
import { activeUnit, refusedByStepOrder } from './unit.refusals.js';
import { adoptionOf } from './unit.state.js';
import { refuse } from './unit.words.js';

/** The steps that a unit can take with a solution: from where, to where, and what is said when it stands elsewhere. */
const steps = {
  expressInterest: { from: ['UNAWARE', 'DECLINED'], to: 'INTERESTED', refusal: 'INTEREST_TOO_LATE' },
  withdrawInterest: { from: ['INTERESTED'], to: 'UNAWARE', refusal: 'NO_INTEREST_TO_WITHDRAW' },
  commitUnit: { from: ['UNAWARE', 'INTERESTED'], to: 'COMMITTED', refusal: 'COMMITMENT_OUT_OF_TURN' },
  confirmReadiness: { from: ['COMMITTED'], to: 'PREPARING', refusal: 'READINESS_WITHOUT_COMMITMENT' },
  recordGoLive: { from: ['COMMITTED', 'PREPARING'], to: 'LIVE', refusal: 'GO_LIVE_WITHOUT_COMMITMENT' },
  recordLapse: { from: ['LIVE', 'EMBEDDED'], to: 'LAPSED', refusal: 'LAPSE_WITHOUT_GO_LIVE' },
  readoptUnit: { from: ['LAPSED'], to: 'LIVE', refusal: 'READOPTION_WITHOUT_LAPSE' },
  declineUnit: {
    from: ['UNAWARE', 'INTERESTED', 'COMMITTED', 'PREPARING'],
    to: 'DECLINED',
    refusal: 'DECLINE_AFTER_GO_LIVE',
  },
} as const satisfies Record<string, { from: readonly AdoptionStatus[]; to: AdoptionStatus; refusal: string }>;

interface OnItsWay {
  readonly unitId: string;
  readonly solutionId: string;
}

/** Why a unit may not take a step on its way with a solution, as far as it has come. */
export const refusedStep = (
  step: keyof typeof steps,
  { unitId, solutionId }: OnItsWay,
  book: Book,
  occurredOn: string,
): Refusal | undefined => {
  const unit = activeUnit(book.units, unitId);
  if (isRefusal(unit)) return unit;
  const solution = knownSolution(book, solutionId);
  if (isRefusal(solution)) return solution;
  const adoption = adoptionOf(book.units, unitId, solutionId);
  const { from, to, refusal } = steps[step];
  const values = { unit: unit.name, solution: solution.name, status: adoption.status };
  if (adoption.status === to && to !== 'UNAWARE') return refuse('ADOPTION_ALREADY_THERE', values);
  if (step === 'recordGoLive' && adoption.wentLive) return refuse('GO_LIVE_HAPPENED', values);
  if (!(from as readonly AdoptionStatus[]).includes(adoption.status)) return refuse(refusal, values);
  return refusedByStepOrder(book, adoption, occurredOn);
};

/** Declares a command that is one step of a unit's way with a solution. */
const stepCommand = <Input extends OnItsWay & { readonly programmeId: string }>(
  step: keyof typeof steps,
  decide: (input: Omit<Input, 'programmeId'>, book: Book) => Decision,
) =>
  decider<Input>(
    ({ programmeId: _programme, ...input }, book, { occurredOn }) =>
      refusedStep(step, input, book, occurredOn) ?? decide(input, book),
  );

const expressInterest = stepCommand<ExpressInterestInput>('expressInterest', (input, { units }) => {
  const { unitId, sourceUnitId } = input;
  if (sourceUnitId !== undefined) {
    if (!units.byId.has(sourceUnitId)) return refuse('UNIT_UNKNOWN', {}, 'sourceUnitId');
    if (sourceUnitId === unitId) return refuse('INTEREST_FROM_ITSELF', {}, 'sourceUnitId');
  }
  return [InterestExpressed(input)];
});

const withdrawInterest = stepCommand<WithdrawInterestInput>('withdrawInterest', (input) => [InterestWithdrawn(input)]);

const commitUnit = stepCommand<CommitUnitInput>('commitUnit', (input) => [UnitCommitted(input)]);

const confirmReadiness = stepCommand<ConfirmReadinessInput>('confirmReadiness', (input) => {
  const { checks } = input;
  if (checks.length === 0) return refuse('CHECKS_MISSING', {}, 'checks');
  const repeated = firstRepeated(checks, ({ check }) => check);
  if (repeated !== -1) return refuse('CHECK_REPEATED', { check: checks[repeated]!.check }, `checks.${repeated}.check`);
  const unmet = checks.findIndex(({ met, note }) => !met && !note);
  if (unmet >= 0) return refuse('CHECK_NOT_MET', { check: checks[unmet]!.check }, `checks.${unmet}.note`);
  return [ReadinessConfirmed({ ...input, checks: [...checks] })];
});

const recordLapse = stepCommand<RecordLapseInput>('recordLapse', (input) => [
  UnitLapsed({ ...input, detectedBy: 'REPORT' }),
]);

const readoptUnit = stepCommand<ReadoptUnitInput>('readoptUnit', (input) => [UnitReadopted(input)]);

const declineUnit = stepCommand<DeclineUnitInput>('declineUnit', (input) => [UnitDeclined(input)]);

export const adoptionCommands = {
  expressInterest,
  withdrawInterest,
  commitUnit,
  confirmReadiness,
  recordLapse,
  readoptUnit,
  declineUnit,
};
