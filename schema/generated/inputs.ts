// Generated from schema/*.graphql by `npm run generate`. Do not edit.

export type Role =
  | 'ADMIN'
  | 'MANAGER'
  | 'CONTRIBUTOR'
  | 'AUDITOR'
  | 'VIEWER';

export type OverriddenRule =
  | 'WAVE_WITHOUT_PILOT'
  | 'INVOLVEMENT_MISSING';

export type DecisionPhase =
  | 'NEED'
  | 'OPTIONS'
  | 'WAITING'
  | 'CONSULTATION'
  | 'DECISION'
  | 'EFFECT'
  | 'CORRECTION'
  | 'REVIEW'
  | 'END';

export type ProgrammeChangeKind =
  | 'ADDED'
  | 'CHANGED'
  | 'REMOVED';

export type ChampionStatus =
  | 'NOMINATED'
  | 'ACTIVE'
  | 'ON_LEAVE'
  | 'DECLINED'
  | 'EXPIRED'
  | 'LEFT';

export type NominationRoute =
  | 'SELF'
  | 'PEER'
  | 'MANAGER';

export type DecisionStatus =
  | 'NEEDED'
  | 'PROPOSED'
  | 'TAKEN'
  | 'REJECTED'
  | 'DEFERRED'
  | 'NOT_TAKEN'
  | 'SUPERSEDED'
  | 'REVOKED';

export type LeadershipQuestion =
  | 'PURPOSE'
  | 'ETHICS_AND_LAW'
  | 'POLITICIANS'
  | 'TECHNOLOGY_AND_DATA'
  | 'ORGANISATION'
  | 'COMPETENCIES'
  | 'CITIZENS'
  | 'EXTERNAL_COLLABORATION'
  | 'METHOD'
  | 'COMMUNICATION';

export type DecisionField =
  | 'TITLE'
  | 'FORUM'
  | 'RATIONALE'
  | 'EFFECTIVE_FROM'
  | 'REVIEW_ON'
  | 'OPERATIONS_OWNER'
  | 'CORE_TASK_VALUE'
  | 'CONSEQUENCES';

export type DecisionDueKind =
  | 'DECISION'
  | 'REVIEW';

export type PersonalDataStatus =
  | 'KEPT'
  | 'RESTRICTED'
  | 'ERASED';

export type ErasureDecision =
  | 'ERASE'
  | 'RESTRICT'
  | 'REFUSE';

export type PilotStatus =
  | 'PROPOSED'
  | 'APPROVED'
  | 'RUNNING'
  | 'EVALUATED'
  | 'SCALED'
  | 'STOPPED';

export type DoesItWork =
  | 'YES'
  | 'PARTLY'
  | 'NO';

export type ProgrammeStatus =
  | 'CHARTERED'
  | 'RUNNING'
  | 'PAUSED'
  | 'CLOSED';

export type EscalationStatus =
  | 'RAISED'
  | 'ANSWERED';

export type AccessKind =
  | 'PERSONAL_DATA'
  | 'PROOF';

export type UnitStatus =
  | 'ACTIVE'
  | 'MERGED'
  | 'CLOSED';

export type AdoptionStatus =
  | 'UNAWARE'
  | 'INTERESTED'
  | 'COMMITTED'
  | 'PREPARING'
  | 'LIVE'
  | 'EMBEDDED'
  | 'LAPSED'
  | 'DECLINED'
  | 'MERGED'
  | 'CLOSED';

export type InterestTrigger =
  | 'VISIBLE_RESULT'
  | 'PEER'
  | 'LEADERSHIP'
  | 'MEETING'
  | 'MEDIA'
  | 'OTHER';

export type LapseDetection =
  | 'MEASUREMENT'
  | 'REPORT';

export type CurveInterval =
  | 'DAY'
  | 'MONTH';

export type WaveStatus =
  | 'PLANNED'
  | 'BASELINED'
  | 'OPEN'
  | 'PAUSED'
  | 'COMPLETED'
  | 'CANCELLED';

export type WaveReasonCode =
  | 'PROCUREMENT'
  | 'CAPACITY'
  | 'COMPETENCE'
  | 'RESISTANCE'
  | 'TECHNOLOGY'
  | 'LEGAL_OR_PRIVACY'
  | 'MERGER'
  | 'POLITICAL'
  | 'LEARNING'
  | 'OTHER';

export type WaveChangeKind =
  | 'UNITS_ASSIGNED'
  | 'UNIT_MOVED'
  | 'RESCHEDULED'
  | 'PAUSED'
  | 'RESUMED'
  | 'CANCELLED';

export interface PointInTime {
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
}

export interface EvidenceInput {
  readonly title: string;
  readonly uri?: string | undefined;
  readonly evidenceDate?: string | undefined;
  readonly synthetic?: boolean | undefined;
}

export interface RecordInput {
  readonly commandId?: string | undefined;
  readonly expectedRevision?: bigint | undefined;
  readonly occurredOn?: string | undefined;
  readonly evidence?: readonly EvidenceInput[] | undefined;
  readonly legalBasis?: string | undefined;
}

export interface RoleHolderInput {
  readonly title: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

export interface NomineeInput {
  readonly personId?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

export interface NominateChampionInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly solutionId?: string | undefined;
  readonly person: NomineeInput;
  readonly route: NominationRoute;
  readonly rationale: string;
  readonly answerWithinDays?: number | undefined;
}

export interface AcceptNominationInput {
  readonly programmeId: string;
  readonly championId: string;
}

export interface DeclineNominationInput {
  readonly programmeId: string;
  readonly championId: string;
}

export interface AllocateTimeInput {
  readonly programmeId: string;
  readonly championId: string;
  readonly percent: number;
}

export interface AppointChangeAgentInput {
  readonly programmeId: string;
  readonly championId: string;
  readonly mandate?: string | undefined;
}

export interface MoveChampionInput {
  readonly programmeId: string;
  readonly championId: string;
  readonly toUnitId: string;
}

export interface RecogniseChampionInput {
  readonly programmeId: string;
  readonly championId: string;
  readonly what: string;
}

export interface RecordLeaveInput {
  readonly programmeId: string;
  readonly championId: string;
  readonly expectedReturn?: string | undefined;
}

export interface RecordReturnInput {
  readonly programmeId: string;
  readonly championId: string;
}

export interface RecordChampionLeftInput {
  readonly programmeId: string;
  readonly championId: string;
}

export interface CorrectOccurredOnInput {
  readonly programmeId: string;
  readonly eventId: string;
  readonly occurredOn: string;
  readonly reason: string;
}

export interface IdentifyDecisionNeedInput {
  readonly programmeId: string;
  readonly title: string;
  readonly question: LeadershipQuestion;
  readonly dueBy: string;
  readonly forum: string;
  readonly staffAffecting?: boolean | undefined;
  readonly introducesSystem?: boolean | undefined;
  readonly solutionId?: string | undefined;
}

export interface DecisionOptionInput {
  readonly title: string;
  readonly description?: string | undefined;
}

export interface ProposeDecisionInput {
  readonly programmeId: string;
  readonly decisionId: string;
  readonly options: readonly DecisionOptionInput[];
  readonly coreTaskValue: string;
  readonly consequences: string;
}

export interface TakeDecisionInput {
  readonly programmeId: string;
  readonly decisionId: string;
  readonly option: string;
  readonly rationale: string;
  readonly effectiveFrom?: string | undefined;
  readonly reviewOn?: string | undefined;
  readonly operationsOwner?: string | undefined;
  readonly deciders: readonly string[];
  readonly consulted?: readonly string[] | undefined;
  readonly informed?: readonly string[] | undefined;
  readonly involvementWaiver?: string | undefined;
}

export interface RejectDecisionInput {
  readonly programmeId: string;
  readonly decisionId: string;
  readonly rationale: string;
  readonly deciders: readonly string[];
}

export interface DeferDecisionInput {
  readonly programmeId: string;
  readonly decisionId: string;
  readonly reason: string;
  readonly newDueBy: string;
}

export interface AcknowledgeNonDecisionInput {
  readonly programmeId: string;
  readonly decisionId: string;
  readonly consequence: string;
}

export interface SupersedeDecisionInput {
  readonly programmeId: string;
  readonly decisionId: string;
  readonly byDecisionId: string;
}

export interface RevokeDecisionInput {
  readonly programmeId: string;
  readonly decisionId: string;
  readonly ground: string;
}

export interface ReconfirmDecisionInput {
  readonly programmeId: string;
  readonly decisionId: string;
  readonly rationale: string;
  readonly reviewOn?: string | undefined;
}

export interface CorrectDecisionRecordInput {
  readonly programmeId: string;
  readonly decisionId: string;
  readonly field: DecisionField;
  readonly value: string;
  readonly reason: string;
}

export interface LogDecisionInput {
  readonly programmeId: string;
  readonly title: string;
  readonly question: LeadershipQuestion;
  readonly forum: string;
  readonly options: readonly string[];
  readonly option: string;
  readonly rationale: string;
  readonly coreTaskValue?: string | undefined;
  readonly consequences?: string | undefined;
  readonly effectiveFrom?: string | undefined;
  readonly reviewOn?: string | undefined;
  readonly operationsOwner?: string | undefined;
  readonly deciders?: readonly string[] | undefined;
  readonly consulted?: readonly string[] | undefined;
  readonly informed?: readonly string[] | undefined;
  readonly staffAffecting?: boolean | undefined;
  readonly introducesSystem?: boolean | undefined;
  readonly involvementWaiver?: string | undefined;
  readonly solutionId?: string | undefined;
}

export interface RequestErasureInput {
  readonly programmeId: string;
  readonly personId: string;
}

export interface DecideErasureInput {
  readonly programmeId: string;
  readonly personId: string;
  readonly decision: ErasureDecision;
  readonly ground: string;
}

export interface ProposePilotInput {
  readonly programmeId: string;
  readonly name: string;
  readonly solutionId: string;
  readonly unitIds: readonly string[];
  readonly motivatedLeader: RoleHolderInput;
  readonly hypothesis: string;
  readonly successCriteria: readonly string[];
}

export interface ReviseSuccessCriteriaInput {
  readonly programmeId: string;
  readonly pilotId: string;
  readonly successCriteria: readonly string[];
  readonly reason?: string | undefined;
}

export interface ApprovePilotInput {
  readonly programmeId: string;
  readonly pilotId: string;
  readonly decisionId?: string | undefined;
}

export interface StartPilotInput {
  readonly programmeId: string;
  readonly pilotId: string;
}

export interface RecordPilotObservationInput {
  readonly programmeId: string;
  readonly pilotId: string;
  readonly measure: string;
  readonly value?: number | undefined;
  readonly unitOfMeasure?: string | undefined;
  readonly note?: string | undefined;
}

export interface CriterionVerdictInput {
  readonly key: string;
  readonly met: boolean;
  readonly note?: string | undefined;
}

export interface EvaluatePilotInput {
  readonly programmeId: string;
  readonly pilotId: string;
  readonly criteriaMet: readonly CriterionVerdictInput[];
  readonly findings: string;
  readonly doesItWork: DoesItWork;
}

export interface MakeResultVisibleInput {
  readonly programmeId: string;
  readonly pilotId: string;
  readonly audience: string;
  readonly summary: string;
}

export interface ScalePilotInput {
  readonly programmeId: string;
  readonly pilotId: string;
  readonly decisionId: string;
}

export interface StopPilotInput {
  readonly programmeId: string;
  readonly pilotId: string;
  readonly lesson: string;
}

export interface CharterProgrammeInput {
  readonly name: string;
  readonly owner: RoleHolderInput;
  readonly currentSituation: string;
  readonly targetPicture: string;
  readonly purposes: readonly string[];
  readonly scope: string;
}

export interface AddSolutionInput {
  readonly programmeId: string;
  readonly name: string;
  readonly description: string;
}

export interface SetAdoptionPolicyInput {
  readonly programmeId: string;
  readonly embeddedShare: number;
  readonly lapseShare: number;
  readonly periods: number;
  readonly activeWindowDays: number;
}

export interface PauseProgrammeInput {
  readonly programmeId: string;
  readonly reason: string;
}

export interface ResumeProgrammeInput {
  readonly programmeId: string;
  readonly reason: string;
}

export interface RaiseEscalationInput {
  readonly programmeId: string;
  readonly about: string;
  readonly answerDueBy: string;
}

export interface AnswerEscalationInput {
  readonly programmeId: string;
  readonly escalationId: string;
  readonly answer: string;
}

export interface CloseProgrammeInput {
  readonly programmeId: string;
  readonly closingNote?: string | undefined;
}

export interface ExternalIdInput {
  readonly scheme: string;
  readonly value: string;
  readonly validFrom?: string | undefined;
}

export interface ExternalIdRefInput {
  readonly scheme: string;
  readonly value: string;
}

export interface EnrolUnitInput {
  readonly programmeId: string;
  readonly name: string;
  readonly kind?: string | undefined;
  readonly eligible: number;
  readonly parentUnitId?: string | undefined;
  readonly parentExternalId?: ExternalIdRefInput | undefined;
  readonly externalIds?: readonly ExternalIdInput[] | undefined;
}

export interface UnitInput {
  readonly name: string;
  readonly kind?: string | undefined;
  readonly eligible: number;
  readonly parentUnitId?: string | undefined;
  readonly parentExternalId?: ExternalIdRefInput | undefined;
  readonly externalIds?: readonly ExternalIdInput[] | undefined;
}

export interface EnrolUnitsInput {
  readonly programmeId: string;
  readonly units: readonly UnitInput[];
}

export interface ChangeUnitDetailsInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly name?: string | undefined;
  readonly kind?: string | undefined;
  readonly eligible?: number | undefined;
  readonly parentUnitId?: string | undefined;
  readonly parentExternalId?: ExternalIdRefInput | undefined;
  readonly externalIds?: readonly ExternalIdInput[] | undefined;
}

export interface ExpressInterestInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly solutionId: string;
  readonly trigger?: InterestTrigger | undefined;
  readonly sourceUnitId?: string | undefined;
  readonly note?: string | undefined;
}

export interface WithdrawInterestInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly solutionId: string;
  readonly reason?: string | undefined;
}

export interface CommitUnitInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly solutionId: string;
  readonly note?: string | undefined;
}

export interface ReadinessCheckInput {
  readonly check: string;
  readonly met: boolean;
  readonly note?: string | undefined;
}

export interface ConfirmReadinessInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly solutionId: string;
  readonly checks: readonly ReadinessCheckInput[];
}

export interface RecordGoLiveInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly solutionId: string;
  readonly waveId?: string | undefined;
  readonly pilotId?: string | undefined;
}

export interface UsageCountInput {
  readonly unitId: string;
  readonly active: number;
  readonly eligible: number;
}

export interface ReportUsageInput {
  readonly programmeId: string;
  readonly solutionId: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly counts: readonly UsageCountInput[];
}

export interface RecordLapseInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly solutionId: string;
  readonly reason: string;
}

export interface ReadoptUnitInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly solutionId: string;
  readonly note?: string | undefined;
}

export interface DeclineUnitInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly solutionId: string;
  readonly reason: string;
}

export interface MergeUnitsInput {
  readonly programmeId: string;
  readonly fromUnitIds: readonly string[];
  readonly intoUnitId: string;
}

export interface CloseUnitInput {
  readonly programmeId: string;
  readonly unitId: string;
  readonly reason?: string | undefined;
}

export interface WaveReasonInput {
  readonly code: WaveReasonCode;
  readonly text?: string | undefined;
}

export interface PlanWaveInput {
  readonly programmeId: string;
  readonly solutionId: string;
  readonly name: string;
  readonly plannedStart: string;
  readonly plannedEnd: string;
  readonly unitIds?: readonly string[] | undefined;
}

export interface BaselineWaveInput {
  readonly programmeId: string;
  readonly waveId: string;
}

export interface AssignUnitsInput {
  readonly programmeId: string;
  readonly waveId: string;
  readonly unitIds: readonly string[];
  readonly reason?: WaveReasonInput | undefined;
}

export interface MoveUnitInput {
  readonly programmeId: string;
  readonly waveId: string;
  readonly unitId: string;
  readonly toWaveId?: string | undefined;
  readonly reason?: WaveReasonInput | undefined;
}

export interface RenameWaveInput {
  readonly programmeId: string;
  readonly waveId: string;
  readonly name: string;
}

export interface RescheduleWaveInput {
  readonly programmeId: string;
  readonly waveId: string;
  readonly plannedStart: string;
  readonly plannedEnd: string;
  readonly reason?: WaveReasonInput | undefined;
}

export interface OpenWaveInput {
  readonly programmeId: string;
  readonly waveId: string;
  readonly overrideDecisionId?: string | undefined;
}

export interface PauseWaveInput {
  readonly programmeId: string;
  readonly waveId: string;
  readonly reason: WaveReasonInput;
}

export interface ResumeWaveInput {
  readonly programmeId: string;
  readonly waveId: string;
}

export interface CompleteWaveInput {
  readonly programmeId: string;
  readonly waveId: string;
}

export interface CancelWaveInput {
  readonly programmeId: string;
  readonly waveId: string;
  readonly reason: WaveReasonInput;
}

export interface QueryNodeArgs {
  readonly id: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryRetroactiveEntriesArgs {
  readonly programmeId: string;
  readonly minDays?: number | undefined;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryCorrectionsArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryOverridesArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryErasureRegisterArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryDecisionTraceArgs {
  readonly programmeId: string;
  readonly decisionId: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryProgrammeDiffArgs {
  readonly programmeId: string;
  readonly from: PointInTime;
  readonly to?: PointInTime | undefined;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryActorsArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryChampionsArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly status?: readonly ChampionStatus[] | undefined;
  readonly unitId?: string | undefined;
  readonly changeAgent?: boolean | undefined;
  readonly withoutTime?: boolean | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryChampionArgs {
  readonly id: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryChampionCoverageArgs {
  readonly programmeId: string;
  readonly solutionId?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryDecisionsArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly status?: readonly DecisionStatus[] | undefined;
  readonly question?: readonly LeadershipQuestion[] | undefined;
  readonly forum?: string | undefined;
  readonly dueBefore?: string | undefined;
  readonly dueAfter?: string | undefined;
  readonly overdue?: boolean | undefined;
  readonly text?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryDecisionArgs {
  readonly id: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryDecisionsDueArgs {
  readonly programmeId: string;
  readonly withinDays: number;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryNonDecisionsArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryHistoryArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryPilotsArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly status?: readonly PilotStatus[] | undefined;
  readonly solutionId?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryPilotArgs {
  readonly id: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryContagionArgs {
  readonly programmeId: string;
  readonly solutionId: string;
  readonly withinDays?: number | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryProgrammesArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly status?: readonly ProgrammeStatus[] | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryProgrammeArgs {
  readonly id: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryCheckpointArgs {
  readonly size?: bigint | undefined;
  readonly cosigned?: boolean | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryInclusionProofArgs {
  readonly programmeId: string;
  readonly eventId: string;
  readonly size?: bigint | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryConsistencyProofArgs {
  readonly from: bigint;
  readonly to?: bigint | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryCheckpointKeysArgs {
  readonly minPosition?: bigint | undefined;
}

export interface QueryAccessLogArgs {
  readonly programmeId?: string | undefined;
  readonly kind?: AccessKind | undefined;
  readonly actorId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface QueryUnitsArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly status?: readonly UnitStatus[] | undefined;
  readonly solutionId?: string | undefined;
  readonly adoptionStatus?: readonly AdoptionStatus[] | undefined;
  readonly text?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryUnitArgs {
  readonly id: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryAdoptionCurveArgs {
  readonly programmeId: string;
  readonly solutionId: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly interval: CurveInterval;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryUnassignedInterestArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly solutionId?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryLapsedUnitsArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly solutionId?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryWavesArgs {
  readonly programmeId: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly status?: readonly WaveStatus[] | undefined;
  readonly solutionId?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryWaveArgs {
  readonly id: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryAdoptionByWaveArgs {
  readonly programmeId: string;
  readonly solutionId?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryWaveChangeLogArgs {
  readonly programmeId: string;
  readonly waveId?: string | undefined;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly afterBaseline?: boolean | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface QueryAdoptionProgressArgs {
  readonly programmeId: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly minPosition?: bigint | undefined;
}

export interface SubscriptionLedgerEventsArgs {
  readonly programmeId: string;
  readonly after?: bigint | undefined;
}

export interface SubscriptionAdoptionProgressArgs {
  readonly programmeId: string;
}

export interface ChampionEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface ChampionCoverageUnitsArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly covered?: boolean | undefined;
}

export interface ChampionCoverageEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface UnitChampionsEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface DecisionEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface PersonEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface ErasureEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface PilotEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface PilotObservationEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface VisibleResultEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface ContagionEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface ContagionResultEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface PrecededInterestEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface ProgrammeEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface SolutionEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface EscalationEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface UnitEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface AdoptionEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface UnassignedInterestEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface LapsedUnitEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface AdoptionCurveEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface AdoptionCurvePointEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface WaveEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface WaveUnitEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface WaveChangeEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface AdoptionByWaveEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

export interface SolutionProgressEvidenceArgs {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

/** A field of an input: its type by name, whether it must be there, whether it is a list of these. */
export interface FieldShape {
  readonly type: string;
  readonly required: boolean;
  readonly list: boolean;
}

export const inputShapes: Readonly<Record<string, Readonly<Record<string, FieldShape>>>> = {
  "PointInTime": {
    "asOf": {
      "type": "Date",
      "required": false,
      "list": false
    },
    "knownAt": {
      "type": "KnownAt",
      "required": false,
      "list": false
    }
  },
  "EvidenceInput": {
    "title": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "uri": {
      "type": "Uri",
      "required": false,
      "list": false
    },
    "evidenceDate": {
      "type": "Date",
      "required": false,
      "list": false
    },
    "synthetic": {
      "type": "Boolean",
      "required": false,
      "list": false
    }
  },
  "RecordInput": {
    "commandId": {
      "type": "UUID",
      "required": false,
      "list": false
    },
    "expectedRevision": {
      "type": "Position",
      "required": false,
      "list": false
    },
    "occurredOn": {
      "type": "Date",
      "required": false,
      "list": false
    },
    "evidence": {
      "type": "EvidenceInput",
      "required": false,
      "list": true
    },
    "legalBasis": {
      "type": "Line",
      "required": false,
      "list": false
    }
  },
  "RoleHolderInput": {
    "title": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "name": {
      "type": "Line",
      "required": false,
      "list": false
    },
    "email": {
      "type": "Email",
      "required": false,
      "list": false
    }
  },
  "NomineeInput": {
    "personId": {
      "type": "ID",
      "required": false,
      "list": false
    },
    "name": {
      "type": "Line",
      "required": false,
      "list": false
    },
    "email": {
      "type": "Email",
      "required": false,
      "list": false
    }
  },
  "NominateChampionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": false,
      "list": false
    },
    "person": {
      "type": "NomineeInput",
      "required": true,
      "list": false
    },
    "route": {
      "type": "NominationRoute",
      "required": true,
      "list": false
    },
    "rationale": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "answerWithinDays": {
      "type": "Count",
      "required": false,
      "list": false
    }
  },
  "AcceptNominationInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "championId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "DeclineNominationInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "championId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "AllocateTimeInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "championId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "percent": {
      "type": "Percent",
      "required": true,
      "list": false
    }
  },
  "AppointChangeAgentInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "championId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "mandate": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "MoveChampionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "championId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "toUnitId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "RecogniseChampionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "championId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "what": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "RecordLeaveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "championId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "expectedReturn": {
      "type": "Date",
      "required": false,
      "list": false
    }
  },
  "RecordReturnInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "championId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "RecordChampionLeftInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "championId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "CorrectOccurredOnInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "eventId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "occurredOn": {
      "type": "Date",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "IdentifyDecisionNeedInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "title": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "question": {
      "type": "LeadershipQuestion",
      "required": true,
      "list": false
    },
    "dueBy": {
      "type": "Date",
      "required": true,
      "list": false
    },
    "forum": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "staffAffecting": {
      "type": "Boolean",
      "required": false,
      "list": false
    },
    "introducesSystem": {
      "type": "Boolean",
      "required": false,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": false,
      "list": false
    }
  },
  "DecisionOptionInput": {
    "title": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "description": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "ProposeDecisionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "options": {
      "type": "DecisionOptionInput",
      "required": true,
      "list": true
    },
    "coreTaskValue": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "consequences": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "TakeDecisionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "option": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "rationale": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "effectiveFrom": {
      "type": "Date",
      "required": false,
      "list": false
    },
    "reviewOn": {
      "type": "Date",
      "required": false,
      "list": false
    },
    "operationsOwner": {
      "type": "Line",
      "required": false,
      "list": false
    },
    "deciders": {
      "type": "Line",
      "required": true,
      "list": true
    },
    "consulted": {
      "type": "Line",
      "required": false,
      "list": true
    },
    "informed": {
      "type": "Line",
      "required": false,
      "list": true
    },
    "involvementWaiver": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "RejectDecisionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "rationale": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "deciders": {
      "type": "Line",
      "required": true,
      "list": true
    }
  },
  "DeferDecisionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "newDueBy": {
      "type": "Date",
      "required": true,
      "list": false
    }
  },
  "AcknowledgeNonDecisionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "consequence": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "SupersedeDecisionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "byDecisionId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "RevokeDecisionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "ground": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "ReconfirmDecisionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "rationale": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "reviewOn": {
      "type": "Date",
      "required": false,
      "list": false
    }
  },
  "CorrectDecisionRecordInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "field": {
      "type": "DecisionField",
      "required": true,
      "list": false
    },
    "value": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "LogDecisionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "title": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "question": {
      "type": "LeadershipQuestion",
      "required": true,
      "list": false
    },
    "forum": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "options": {
      "type": "Line",
      "required": true,
      "list": true
    },
    "option": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "rationale": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "coreTaskValue": {
      "type": "Text",
      "required": false,
      "list": false
    },
    "consequences": {
      "type": "Text",
      "required": false,
      "list": false
    },
    "effectiveFrom": {
      "type": "Date",
      "required": false,
      "list": false
    },
    "reviewOn": {
      "type": "Date",
      "required": false,
      "list": false
    },
    "operationsOwner": {
      "type": "Line",
      "required": false,
      "list": false
    },
    "deciders": {
      "type": "Line",
      "required": false,
      "list": true
    },
    "consulted": {
      "type": "Line",
      "required": false,
      "list": true
    },
    "informed": {
      "type": "Line",
      "required": false,
      "list": true
    },
    "staffAffecting": {
      "type": "Boolean",
      "required": false,
      "list": false
    },
    "introducesSystem": {
      "type": "Boolean",
      "required": false,
      "list": false
    },
    "involvementWaiver": {
      "type": "Text",
      "required": false,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": false,
      "list": false
    }
  },
  "RequestErasureInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "personId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "DecideErasureInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "personId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decision": {
      "type": "ErasureDecision",
      "required": true,
      "list": false
    },
    "ground": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "ProposePilotInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "name": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitIds": {
      "type": "ID",
      "required": true,
      "list": true
    },
    "motivatedLeader": {
      "type": "RoleHolderInput",
      "required": true,
      "list": false
    },
    "hypothesis": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "successCriteria": {
      "type": "Line",
      "required": true,
      "list": true
    }
  },
  "ReviseSuccessCriteriaInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "pilotId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "successCriteria": {
      "type": "Line",
      "required": true,
      "list": true
    },
    "reason": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "ApprovePilotInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "pilotId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": false,
      "list": false
    }
  },
  "StartPilotInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "pilotId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "RecordPilotObservationInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "pilotId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "measure": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "value": {
      "type": "Float",
      "required": false,
      "list": false
    },
    "unitOfMeasure": {
      "type": "Line",
      "required": false,
      "list": false
    },
    "note": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "CriterionVerdictInput": {
    "key": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "met": {
      "type": "Boolean",
      "required": true,
      "list": false
    },
    "note": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "EvaluatePilotInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "pilotId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "criteriaMet": {
      "type": "CriterionVerdictInput",
      "required": true,
      "list": true
    },
    "findings": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "doesItWork": {
      "type": "DoesItWork",
      "required": true,
      "list": false
    }
  },
  "MakeResultVisibleInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "pilotId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "audience": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "summary": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "ScalePilotInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "pilotId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "decisionId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "StopPilotInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "pilotId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "lesson": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "CharterProgrammeInput": {
    "name": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "owner": {
      "type": "RoleHolderInput",
      "required": true,
      "list": false
    },
    "currentSituation": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "targetPicture": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "purposes": {
      "type": "Line",
      "required": true,
      "list": true
    },
    "scope": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "AddSolutionInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "name": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "description": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "SetAdoptionPolicyInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "embeddedShare": {
      "type": "Share",
      "required": true,
      "list": false
    },
    "lapseShare": {
      "type": "Share",
      "required": true,
      "list": false
    },
    "periods": {
      "type": "Count",
      "required": true,
      "list": false
    },
    "activeWindowDays": {
      "type": "Count",
      "required": true,
      "list": false
    }
  },
  "PauseProgrammeInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "ResumeProgrammeInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "RaiseEscalationInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "about": {
      "type": "Text",
      "required": true,
      "list": false
    },
    "answerDueBy": {
      "type": "Date",
      "required": true,
      "list": false
    }
  },
  "AnswerEscalationInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "escalationId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "answer": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "CloseProgrammeInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "closingNote": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "ExternalIdInput": {
    "scheme": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "value": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "validFrom": {
      "type": "Date",
      "required": false,
      "list": false
    }
  },
  "ExternalIdRefInput": {
    "scheme": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "value": {
      "type": "Line",
      "required": true,
      "list": false
    }
  },
  "EnrolUnitInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "name": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "kind": {
      "type": "Line",
      "required": false,
      "list": false
    },
    "eligible": {
      "type": "Count",
      "required": true,
      "list": false
    },
    "parentUnitId": {
      "type": "ID",
      "required": false,
      "list": false
    },
    "parentExternalId": {
      "type": "ExternalIdRefInput",
      "required": false,
      "list": false
    },
    "externalIds": {
      "type": "ExternalIdInput",
      "required": false,
      "list": true
    }
  },
  "UnitInput": {
    "name": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "kind": {
      "type": "Line",
      "required": false,
      "list": false
    },
    "eligible": {
      "type": "Count",
      "required": true,
      "list": false
    },
    "parentUnitId": {
      "type": "ID",
      "required": false,
      "list": false
    },
    "parentExternalId": {
      "type": "ExternalIdRefInput",
      "required": false,
      "list": false
    },
    "externalIds": {
      "type": "ExternalIdInput",
      "required": false,
      "list": true
    }
  },
  "EnrolUnitsInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "units": {
      "type": "UnitInput",
      "required": true,
      "list": true
    }
  },
  "ChangeUnitDetailsInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "name": {
      "type": "Line",
      "required": false,
      "list": false
    },
    "kind": {
      "type": "Line",
      "required": false,
      "list": false
    },
    "eligible": {
      "type": "Count",
      "required": false,
      "list": false
    },
    "parentUnitId": {
      "type": "ID",
      "required": false,
      "list": false
    },
    "parentExternalId": {
      "type": "ExternalIdRefInput",
      "required": false,
      "list": false
    },
    "externalIds": {
      "type": "ExternalIdInput",
      "required": false,
      "list": true
    }
  },
  "ExpressInterestInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "trigger": {
      "type": "InterestTrigger",
      "required": false,
      "list": false
    },
    "sourceUnitId": {
      "type": "ID",
      "required": false,
      "list": false
    },
    "note": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "WithdrawInterestInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "CommitUnitInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "note": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "ReadinessCheckInput": {
    "check": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "met": {
      "type": "Boolean",
      "required": true,
      "list": false
    },
    "note": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "ConfirmReadinessInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "checks": {
      "type": "ReadinessCheckInput",
      "required": true,
      "list": true
    }
  },
  "RecordGoLiveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": false,
      "list": false
    },
    "pilotId": {
      "type": "ID",
      "required": false,
      "list": false
    }
  },
  "UsageCountInput": {
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "active": {
      "type": "Count",
      "required": true,
      "list": false
    },
    "eligible": {
      "type": "Count",
      "required": true,
      "list": false
    }
  },
  "ReportUsageInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "periodStart": {
      "type": "Date",
      "required": true,
      "list": false
    },
    "periodEnd": {
      "type": "Date",
      "required": true,
      "list": false
    },
    "counts": {
      "type": "UsageCountInput",
      "required": true,
      "list": true
    }
  },
  "RecordLapseInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "ReadoptUnitInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "note": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "DeclineUnitInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": true,
      "list": false
    }
  },
  "MergeUnitsInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "fromUnitIds": {
      "type": "ID",
      "required": true,
      "list": true
    },
    "intoUnitId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "CloseUnitInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "WaveReasonInput": {
    "code": {
      "type": "WaveReasonCode",
      "required": true,
      "list": false
    },
    "text": {
      "type": "Text",
      "required": false,
      "list": false
    }
  },
  "PlanWaveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "solutionId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "name": {
      "type": "Line",
      "required": true,
      "list": false
    },
    "plannedStart": {
      "type": "Date",
      "required": true,
      "list": false
    },
    "plannedEnd": {
      "type": "Date",
      "required": true,
      "list": false
    },
    "unitIds": {
      "type": "ID",
      "required": false,
      "list": true
    }
  },
  "BaselineWaveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "AssignUnitsInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitIds": {
      "type": "ID",
      "required": true,
      "list": true
    },
    "reason": {
      "type": "WaveReasonInput",
      "required": false,
      "list": false
    }
  },
  "MoveUnitInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "unitId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "toWaveId": {
      "type": "ID",
      "required": false,
      "list": false
    },
    "reason": {
      "type": "WaveReasonInput",
      "required": false,
      "list": false
    }
  },
  "RenameWaveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "name": {
      "type": "Line",
      "required": true,
      "list": false
    }
  },
  "RescheduleWaveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "plannedStart": {
      "type": "Date",
      "required": true,
      "list": false
    },
    "plannedEnd": {
      "type": "Date",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "WaveReasonInput",
      "required": false,
      "list": false
    }
  },
  "OpenWaveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "overrideDecisionId": {
      "type": "ID",
      "required": false,
      "list": false
    }
  },
  "PauseWaveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "WaveReasonInput",
      "required": true,
      "list": false
    }
  },
  "ResumeWaveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "CompleteWaveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": true,
      "list": false
    }
  },
  "CancelWaveInput": {
    "programmeId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "waveId": {
      "type": "ID",
      "required": true,
      "list": false
    },
    "reason": {
      "type": "WaveReasonInput",
      "required": true,
      "list": false
    }
  }
};

export const enumValues: Readonly<Record<string, readonly string[]>> = {
  "Role": [
    "ADMIN",
    "MANAGER",
    "CONTRIBUTOR",
    "AUDITOR",
    "VIEWER"
  ],
  "OverriddenRule": [
    "WAVE_WITHOUT_PILOT",
    "INVOLVEMENT_MISSING"
  ],
  "DecisionPhase": [
    "NEED",
    "OPTIONS",
    "WAITING",
    "CONSULTATION",
    "DECISION",
    "EFFECT",
    "CORRECTION",
    "REVIEW",
    "END"
  ],
  "ProgrammeChangeKind": [
    "ADDED",
    "CHANGED",
    "REMOVED"
  ],
  "ChampionStatus": [
    "NOMINATED",
    "ACTIVE",
    "ON_LEAVE",
    "DECLINED",
    "EXPIRED",
    "LEFT"
  ],
  "NominationRoute": [
    "SELF",
    "PEER",
    "MANAGER"
  ],
  "DecisionStatus": [
    "NEEDED",
    "PROPOSED",
    "TAKEN",
    "REJECTED",
    "DEFERRED",
    "NOT_TAKEN",
    "SUPERSEDED",
    "REVOKED"
  ],
  "LeadershipQuestion": [
    "PURPOSE",
    "ETHICS_AND_LAW",
    "POLITICIANS",
    "TECHNOLOGY_AND_DATA",
    "ORGANISATION",
    "COMPETENCIES",
    "CITIZENS",
    "EXTERNAL_COLLABORATION",
    "METHOD",
    "COMMUNICATION"
  ],
  "DecisionField": [
    "TITLE",
    "FORUM",
    "RATIONALE",
    "EFFECTIVE_FROM",
    "REVIEW_ON",
    "OPERATIONS_OWNER",
    "CORE_TASK_VALUE",
    "CONSEQUENCES"
  ],
  "DecisionDueKind": [
    "DECISION",
    "REVIEW"
  ],
  "PersonalDataStatus": [
    "KEPT",
    "RESTRICTED",
    "ERASED"
  ],
  "ErasureDecision": [
    "ERASE",
    "RESTRICT",
    "REFUSE"
  ],
  "PilotStatus": [
    "PROPOSED",
    "APPROVED",
    "RUNNING",
    "EVALUATED",
    "SCALED",
    "STOPPED"
  ],
  "DoesItWork": [
    "YES",
    "PARTLY",
    "NO"
  ],
  "ProgrammeStatus": [
    "CHARTERED",
    "RUNNING",
    "PAUSED",
    "CLOSED"
  ],
  "EscalationStatus": [
    "RAISED",
    "ANSWERED"
  ],
  "AccessKind": [
    "PERSONAL_DATA",
    "PROOF"
  ],
  "UnitStatus": [
    "ACTIVE",
    "MERGED",
    "CLOSED"
  ],
  "AdoptionStatus": [
    "UNAWARE",
    "INTERESTED",
    "COMMITTED",
    "PREPARING",
    "LIVE",
    "EMBEDDED",
    "LAPSED",
    "DECLINED",
    "MERGED",
    "CLOSED"
  ],
  "InterestTrigger": [
    "VISIBLE_RESULT",
    "PEER",
    "LEADERSHIP",
    "MEETING",
    "MEDIA",
    "OTHER"
  ],
  "LapseDetection": [
    "MEASUREMENT",
    "REPORT"
  ],
  "CurveInterval": [
    "DAY",
    "MONTH"
  ],
  "WaveStatus": [
    "PLANNED",
    "BASELINED",
    "OPEN",
    "PAUSED",
    "COMPLETED",
    "CANCELLED"
  ],
  "WaveReasonCode": [
    "PROCUREMENT",
    "CAPACITY",
    "COMPETENCE",
    "RESISTANCE",
    "TECHNOLOGY",
    "LEGAL_OR_PRIVACY",
    "MERGER",
    "POLITICAL",
    "LEARNING",
    "OTHER"
  ],
  "WaveChangeKind": [
    "UNITS_ASSIGNED",
    "UNIT_MOVED",
    "RESCHEDULED",
    "PAUSED",
    "RESUMED",
    "CANCELLED"
  ]
};

/** The input type of each mutation. */
export const mutationInputs: Readonly<Record<string, FieldShape>> = {
  "nominateChampion": {
    "type": "NominateChampionInput",
    "required": true,
    "list": false
  },
  "acceptNomination": {
    "type": "AcceptNominationInput",
    "required": true,
    "list": false
  },
  "declineNomination": {
    "type": "DeclineNominationInput",
    "required": true,
    "list": false
  },
  "allocateTime": {
    "type": "AllocateTimeInput",
    "required": true,
    "list": false
  },
  "appointChangeAgent": {
    "type": "AppointChangeAgentInput",
    "required": true,
    "list": false
  },
  "moveChampion": {
    "type": "MoveChampionInput",
    "required": true,
    "list": false
  },
  "recogniseChampion": {
    "type": "RecogniseChampionInput",
    "required": true,
    "list": false
  },
  "recordLeave": {
    "type": "RecordLeaveInput",
    "required": true,
    "list": false
  },
  "recordReturn": {
    "type": "RecordReturnInput",
    "required": true,
    "list": false
  },
  "recordChampionLeft": {
    "type": "RecordChampionLeftInput",
    "required": true,
    "list": false
  },
  "correctOccurredOn": {
    "type": "CorrectOccurredOnInput",
    "required": true,
    "list": false
  },
  "identifyDecisionNeed": {
    "type": "IdentifyDecisionNeedInput",
    "required": true,
    "list": false
  },
  "proposeDecision": {
    "type": "ProposeDecisionInput",
    "required": true,
    "list": false
  },
  "takeDecision": {
    "type": "TakeDecisionInput",
    "required": true,
    "list": false
  },
  "rejectDecision": {
    "type": "RejectDecisionInput",
    "required": true,
    "list": false
  },
  "deferDecision": {
    "type": "DeferDecisionInput",
    "required": true,
    "list": false
  },
  "acknowledgeNonDecision": {
    "type": "AcknowledgeNonDecisionInput",
    "required": true,
    "list": false
  },
  "supersedeDecision": {
    "type": "SupersedeDecisionInput",
    "required": true,
    "list": false
  },
  "revokeDecision": {
    "type": "RevokeDecisionInput",
    "required": true,
    "list": false
  },
  "reconfirmDecision": {
    "type": "ReconfirmDecisionInput",
    "required": true,
    "list": false
  },
  "correctDecisionRecord": {
    "type": "CorrectDecisionRecordInput",
    "required": true,
    "list": false
  },
  "logDecision": {
    "type": "LogDecisionInput",
    "required": true,
    "list": false
  },
  "requestErasure": {
    "type": "RequestErasureInput",
    "required": true,
    "list": false
  },
  "decideErasure": {
    "type": "DecideErasureInput",
    "required": true,
    "list": false
  },
  "proposePilot": {
    "type": "ProposePilotInput",
    "required": true,
    "list": false
  },
  "reviseSuccessCriteria": {
    "type": "ReviseSuccessCriteriaInput",
    "required": true,
    "list": false
  },
  "approvePilot": {
    "type": "ApprovePilotInput",
    "required": true,
    "list": false
  },
  "startPilot": {
    "type": "StartPilotInput",
    "required": true,
    "list": false
  },
  "recordPilotObservation": {
    "type": "RecordPilotObservationInput",
    "required": true,
    "list": false
  },
  "evaluatePilot": {
    "type": "EvaluatePilotInput",
    "required": true,
    "list": false
  },
  "makeResultVisible": {
    "type": "MakeResultVisibleInput",
    "required": true,
    "list": false
  },
  "scalePilot": {
    "type": "ScalePilotInput",
    "required": true,
    "list": false
  },
  "stopPilot": {
    "type": "StopPilotInput",
    "required": true,
    "list": false
  },
  "charterProgramme": {
    "type": "CharterProgrammeInput",
    "required": true,
    "list": false
  },
  "addSolution": {
    "type": "AddSolutionInput",
    "required": true,
    "list": false
  },
  "setAdoptionPolicy": {
    "type": "SetAdoptionPolicyInput",
    "required": true,
    "list": false
  },
  "pauseProgramme": {
    "type": "PauseProgrammeInput",
    "required": true,
    "list": false
  },
  "resumeProgramme": {
    "type": "ResumeProgrammeInput",
    "required": true,
    "list": false
  },
  "raiseEscalation": {
    "type": "RaiseEscalationInput",
    "required": true,
    "list": false
  },
  "answerEscalation": {
    "type": "AnswerEscalationInput",
    "required": true,
    "list": false
  },
  "closeProgramme": {
    "type": "CloseProgrammeInput",
    "required": true,
    "list": false
  },
  "enrolUnit": {
    "type": "EnrolUnitInput",
    "required": true,
    "list": false
  },
  "enrolUnits": {
    "type": "EnrolUnitsInput",
    "required": true,
    "list": false
  },
  "changeUnitDetails": {
    "type": "ChangeUnitDetailsInput",
    "required": true,
    "list": false
  },
  "expressInterest": {
    "type": "ExpressInterestInput",
    "required": true,
    "list": false
  },
  "withdrawInterest": {
    "type": "WithdrawInterestInput",
    "required": true,
    "list": false
  },
  "commitUnit": {
    "type": "CommitUnitInput",
    "required": true,
    "list": false
  },
  "confirmReadiness": {
    "type": "ConfirmReadinessInput",
    "required": true,
    "list": false
  },
  "recordGoLive": {
    "type": "RecordGoLiveInput",
    "required": true,
    "list": false
  },
  "reportUsage": {
    "type": "ReportUsageInput",
    "required": true,
    "list": false
  },
  "recordLapse": {
    "type": "RecordLapseInput",
    "required": true,
    "list": false
  },
  "readoptUnit": {
    "type": "ReadoptUnitInput",
    "required": true,
    "list": false
  },
  "declineUnit": {
    "type": "DeclineUnitInput",
    "required": true,
    "list": false
  },
  "mergeUnits": {
    "type": "MergeUnitsInput",
    "required": true,
    "list": false
  },
  "closeUnit": {
    "type": "CloseUnitInput",
    "required": true,
    "list": false
  },
  "planWave": {
    "type": "PlanWaveInput",
    "required": true,
    "list": false
  },
  "baselineWave": {
    "type": "BaselineWaveInput",
    "required": true,
    "list": false
  },
  "assignUnits": {
    "type": "AssignUnitsInput",
    "required": true,
    "list": false
  },
  "moveUnit": {
    "type": "MoveUnitInput",
    "required": true,
    "list": false
  },
  "renameWave": {
    "type": "RenameWaveInput",
    "required": true,
    "list": false
  },
  "rescheduleWave": {
    "type": "RescheduleWaveInput",
    "required": true,
    "list": false
  },
  "openWave": {
    "type": "OpenWaveInput",
    "required": true,
    "list": false
  },
  "pauseWave": {
    "type": "PauseWaveInput",
    "required": true,
    "list": false
  },
  "resumeWave": {
    "type": "ResumeWaveInput",
    "required": true,
    "list": false
  },
  "completeWave": {
    "type": "CompleteWaveInput",
    "required": true,
    "list": false
  },
  "cancelWave": {
    "type": "CancelWaveInput",
    "required": true,
    "list": false
  }
};

