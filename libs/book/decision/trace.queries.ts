import { type Recorded, plainId } from '#kernel';
import type { DecisionPhase, QueryDecisionTraceArgs } from '#schema';
import { type BookEvent, definitionOf } from '../book.state.js';
import { meantId } from '../cited.js';
import { everyLine } from '../history/line-page.js';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';

type Told = Recorded<BookEvent>;

export interface DecisionStep {
  readonly phase: DecisionPhase;
  readonly event: Told;
  /** The plain id of what the line is about. */
  readonly subjectId: string;
  /** The bodies that were asked, in the phase of consultation. */
  readonly consulted: readonly string[];
  readonly waiver: string | null;
}

export interface DecisionTrace {
  readonly decision: Tables['decision'];
  readonly steps: readonly DecisionStep[];
}

const phases: Readonly<Partial<Record<Told['type'], DecisionPhase>>> = {
  DecisionNeedIdentified: 'NEED',
  DecisionProposed: 'OPTIONS',
  DecisionDeferred: 'WAITING',
  DecisionBecameOverdue: 'WAITING',
  DecisionTaken: 'DECISION',
  DecisionRejected: 'DECISION',
  NonDecisionAcknowledged: 'DECISION',
  DecisionRecordCorrected: 'CORRECTION',
  OccurredOnCorrected: 'CORRECTION',
  DecisionReviewFellDue: 'REVIEW',
  DecisionReconfirmed: 'REVIEW',
  DecisionTookOver: 'EFFECT',
  DecisionSuperseded: 'END',
  DecisionRevoked: 'END',
};

/** Gathers the lines of a decision's life, and those that came of it, as the book goes by. */
class Trace {
  readonly steps: DecisionStep[] = [];
  /** Ids of its lines and of the commands that wrote them: what names one of them as its cause came of the decision. */
  readonly #causes = new Set<string>();
  readonly #lines = new Set<string>();

  constructor(private readonly decisionId: string) {}

  take(line: Told): void {
    const { subject, about } = definitionOf(line.type);
    const subjectId = subject(line.data);
    if (subjectId === this.decisionId) this.#own(line);
    else if (line.type === 'OccurredOnCorrected') this.#corrected(line);
    // The other end of a supersession stands in the life of the decision that was superseded, or that took over.
    else if (about(line.data).includes(this.decisionId) || this.#isCause(line)) this.#effect(line, subjectId);
  }

  #own(line: Told): void {
    this.#lines.add(line.id);
    this.#causes.add(line.id).add(line.commandId);
    if (line.type === 'DecisionTaken') this.#consultation(line);
    this.#step(phases[line.type] ?? 'EFFECT', line, this.decisionId);
  }

  #consultation(line: Extract<Told, { type: 'DecisionTaken' }>): void {
    const { consulted, involvementWaiver: waiver = null } = line.data;
    if (consulted.length > 0 || waiver !== null)
      this.steps.push({ phase: 'CONSULTATION', event: line, subjectId: this.decisionId, consulted, waiver });
  }

  #corrected(line: Extract<Told, { type: 'OccurredOnCorrected' }>): void {
    if (this.#lines.has(line.data.eventId)) this.#step('CORRECTION', line, this.decisionId);
  }

  #isCause({ causationId }: Told): boolean {
    return causationId !== undefined && this.#causes.has(causationId);
  }

  #effect(line: Told, subjectId: string): void {
    const isSupersession = line.type === 'DecisionSuperseded' || line.type === 'DecisionTookOver';
    // Told by the decision's own end of it already.
    if (!isSupersession) this.#step('EFFECT', line, subjectId);
  }

  #step(phase: DecisionPhase, event: Told, subjectId: string): void {
    this.steps.push({ phase, event, subjectId, consulted: [], waiver: null });
  }
}

/**
 * A decision from the need for it to what came of it, in the order of the book; undefined when the programme has no such
 * decision. What it set going are the lines that name it, and those that were caused by one of its own.
 */
export const traceDecision = async (
  reading: Reading,
  args: QueryDecisionTraceArgs,
): Promise<DecisionTrace | undefined> => {
  const programmeId = plainId(args.programmeId);
  const decision = await reading.load('decision', await meantId(reading, programmeId, args.decisionId));
  if (decision?.programmeId !== programmeId) return undefined;
  const trace = new Trace(decision.key);
  for await (const line of everyLine(reading, programmeId)) trace.take(line as Told);
  return { decision, steps: trace.steps };
};
