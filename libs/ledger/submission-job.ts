import { type EventStore, appendBytesMax } from '#event-store';
import {
  type Context,
  type Event,
  type Instant,
  type LocalDate,
  type Recorded,
  type Refusal,
  isRefusal,
  streamOf,
} from '#kernel';
import { isVaultError } from '#privacy';
import type { FoldedBook, WrittenCommand } from './folded-book.js';
import { newIdsOf } from './ids.js';
import type { Outcome, RecordContent, Submission } from './ledger.js';
import { refuseInLedger } from './ledger.words.js';
import type { Job, Step, WhyNotWritten } from './turn-queue.js';
import { type WritingParts, sealEvents, writeLines } from './write-lines.js';

/** Bytes of evidence that one command may write, over all of its lines. */
const groundsBytesMax = 4_194_304;

export interface SubmissionParts<State> extends WritingParts<State> {
  readonly store: EventStore;
  readonly now: () => Date;
  readonly dayOf: (instant: Instant) => LocalDate;
}

/** A submission with everything settled that does not depend on the book. */
export interface Prepared {
  readonly submission: Submission;
  readonly programmeId: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  /** Of the payload; undefined when the command id was made here. */
  readonly digest: string | undefined;
  readonly record: RecordContent;
}

interface Answering {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (fault: unknown) => void;
}

const refusedBy = (book: FoldedBook<unknown>, { submission, programmeId }: Prepared): Refusal | undefined => {
  if (submission.programmeId !== undefined && book.revision < 0n)
    return refuseInLedger('PROGRAMME_UNKNOWN', { programmeId }, 'programmeId');
  const expected = submission.record?.expectedRevision;
  if (expected === undefined || expected === book.revision) return undefined;
  const actual = book.revision < 0n ? undefined : String(book.revision);
  return refuseInLedger('REVISION_CONFLICT', { expected: String(expected), actual }, 'record.expectedRevision');
};

/** The first outcome of a command, as the book has kept it. */
const firstOutcome = async <State>(
  { store, catalogue }: SubmissionParts<State>,
  programmeId: string,
  { firstRevision, lastRevision }: WrittenCommand,
): Promise<Outcome> => {
  const events: Recorded[] = [];
  const max = Number(lastRevision - firstRevision) + 1;
  for await (const stored of store.read(streamOf(programmeId), { from: firstRevision, max }))
    events.push(catalogue.decode(stored));
  const { position, revision } = events.at(-1)!;
  return { accepted: true, programmeId, position, revision, events, repeated: true };
};

/** A command's turn at its book. */
export const submissionJob = <State>(
  parts: SubmissionParts<State>,
  prepared: Prepared,
  { resolve, reject }: Answering,
): Job<State> => {
  const { submission, programmeId, commandId, correlationId, causationId, digest, record } = prepared;

  const answer = (book: FoldedBook<State>, settle: () => void): Step<State> => ({
    events: [],
    bytes: 0,
    after: book,
    settle,
  });
  const refuse = (book: FoldedBook<State>, refusals: readonly Refusal[]): Step<State> =>
    answer(book, () => resolve({ accepted: false, refusals }));

  const repeat = (book: FoldedBook<State>, first: WrittenCommand): Step<State> =>
    first.digest === digest
      ? answer(book, () => void firstOutcome(parts, programmeId, first).then(resolve, reject))
      : refuse(book, [refuseInLedger('COMMAND_ID_REUSED', { commandId }, 'record.commandId')]);

  const contextOn = (book: FoldedBook<State>): Context => {
    const clock = parts.now().toISOString();
    // A machine's clock may be set back; the book's never is.
    const now = clock > book.lastRecordedAt ? clock : book.lastRecordedAt;
    const today = parts.dayOf(now);
    const occurredOn = record.occurredOn ?? today;
    return { actor: submission.actor, programmeId, now, today, occurredOn, newId: newIdsOf(commandId) };
  };

  const write = (book: FoldedBook<State>, events: readonly Event[], { now, occurredOn }: Context): Step<State> => {
    const common = {
      programmeId,
      recordedAt: now,
      actor: submission.actor,
      commandId,
      ...(digest === undefined ? {} : { commandDigest: digest }),
      correlationId,
      ...(causationId === undefined ? {} : { causationId }),
      evidence: record.evidence ?? [],
      ...(record.legalBasis === undefined ? {} : { legalBasis: record.legalBasis }),
    };
    const { lines, ...written } = writeLines(parts, book, events, common, occurredOn);
    const settle = (positions: readonly bigint[]) => {
      const recorded = lines.map((line, index) => ({ position: positions[index]!, ...line }));
      const { position, revision } = recorded.at(-1)!;
      resolve({ accepted: true, programmeId, position, revision, events: recorded, repeated: false });
    };
    return { settle, ...written };
  };

  const refuseErased = (book: FoldedBook<State>, error: unknown): Step<State> => {
    if (isVaultError(error, 'PERSON_ERASED')) return refuse(book, [refuseInLedger('PERSON_ERASED', {})]);
    throw error;
  };

  const decide = (book: FoldedBook<State>): Step<State> | Promise<Step<State>> => {
    const first = book.commands.get(commandId);
    if (first) return repeat(book, first);
    const refusal = refusedBy(book, prepared);
    if (refusal) return refuse(book, [refusal]);
    const context = contextOn(book);
    const decision = parts.model.decide(submission.command, submission.input, book.state, context);
    const refusals = decision.filter(isRefusal);
    if (refusals.length > 0) return refuse(book, refusals);
    // The grounds stand on every line: many of them on many lines would fill the disk by one small command.
    if (Buffer.byteLength(JSON.stringify(record.evidence ?? [])) * decision.length > groundsBytesMax)
      return refuse(book, [refuseInLedger('COMMAND_TOO_LARGE', { kilobytesMax: groundsBytesMax / 1024 })]);
    const sealed = sealEvents(parts, commandId, decision as readonly Event[]);
    if (!(sealed instanceof Promise)) return write(book, sealed, context);
    return sealed.then(
      (events) => write(book, events, context),
      (error: unknown) => refuseErased(book, error),
    );
  };

  const reasons: Record<WhyNotWritten, () => Refusal> = {
    CONFLICT: () => refuseInLedger('CONFLICT', {}),
    COMMAND_ID_REUSED: () => refuseInLedger('COMMAND_ID_REUSED', { commandId }, 'record.commandId'),
    COMMAND_TOO_LARGE: () => refuseInLedger('COMMAND_TOO_LARGE', { kilobytesMax: appendBytesMax / 1024 }),
  };

  return { decide, reject, refuse: (why) => resolve({ accepted: false, refusals: [reasons[why]()] }) };
};
