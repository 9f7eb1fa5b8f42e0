import { type Refusal, dateIn } from '#kernel';
import { LRUCache } from 'lru-cache';
import { v4 } from 'uuid';
import { BookPipeline } from './book-pipeline.js';
import { type FoldedBook, unwritten } from './folded-book.js';
import { isUuid, programmeIdOf } from './ids.js';
import type { Ledger, LedgerParts, Model, Outcome, RecordContent, Submission, SubmittedRecord } from './ledger.js';
import { refuseInLedger } from './ledger.words.js';
import { payloadDigest } from './payload-digest.js';
import { type Prepared, type SubmissionParts, submissionJob } from './submission-job.js';
import type { Job } from './turn-queue.js';

const hotBooksDefault = 500;
const retryDelayMsDefault = 50;

const idFields = ['commandId', 'correlationId', 'causationId'] as const;

const invalidIds = (record: SubmittedRecord): Refusal[] =>
  idFields
    .filter((field) => record[field] !== undefined && !isUuid(record[field]))
    .map((field) => refuseInLedger('COMMAND_ID_INVALID', { value: record[field] }, `record.${field}`));

const idsOf = (record: SubmittedRecord) => {
  const commandId = (record.commandId ?? v4()).toLowerCase();
  const correlationId = (record.correlationId ?? commandId).toLowerCase();
  return { commandId, correlationId, causationId: record.causationId?.toLowerCase() };
};

const contentOf = ({ occurredOn, evidence, legalBasis }: SubmittedRecord): RecordContent => ({
  occurredOn,
  evidence,
  legalBasis,
});

const checkContent = <State>({ checkRecord }: Model<State>, content: RecordContent) => {
  const isEmpty = Object.values(content).every((value) => value === undefined);
  return isEmpty || !checkRecord ? { value: content } : checkRecord(content);
};

/** Settles what does not depend on the book, or finds what is wrong with it. */
const prepare = <State>(
  { model }: LedgerParts<State>,
  secret: Buffer,
  submission: Submission,
): Prepared | { readonly refusals: readonly Refusal[] } => {
  const { programmeId, command, input, record = {} } = submission;
  const invalid = invalidIds(record);
  if (invalid.length > 0) return { refusals: invalid };
  if (programmeId !== undefined && !isUuid(programmeId))
    return { refusals: [refuseInLedger('PROGRAMME_UNKNOWN', { programmeId }, 'programmeId')] };
  const content = contentOf(record);
  const checked = checkContent(model, content);
  if ('refusals' in checked) return checked;
  const ids = idsOf(record);
  return {
    submission,
    programmeId: programmeId?.toLowerCase() ?? programmeIdOf(ids.commandId),
    ...ids,
    // Nobody can ask again under an id that the caller has not chosen.
    digest: record.commandId === undefined ? undefined : payloadDigest(secret, { command, input, ...content }),
    record: checked.value,
  };
};

/** Opens the ledger on its store. Several may be open on the same store, in one process or in many. */
export const openLedger = async <State>(parts: LedgerParts<State>): Promise<Ledger<State>> => {
  const { store, catalogue, model, vault, now = () => new Date(), timeZone = 'Europe/Oslo' } = parts;
  const dayOf = dateIn(timeZone);
  const secret = await vault.secret('command-digest');
  const pipelineParts = { store, catalogue, model, retryDelayMs: parts.retryDelayMs ?? retryDelayMsDefault };
  const submissionParts: SubmissionParts<State> = { store, catalogue, model, vault, now, dayOf };

  /** Folded books at rest. Each is read on from its revision when it is next asked for. */
  const hot = new LRUCache<string, FoldedBook<State>>({ max: parts.hotBooksMax ?? hotBooksDefault });
  const active = new Map<string, { readonly pipeline: BookPipeline<State>; readonly idle: Promise<void> }>();
  let closed = false;

  const open = (programmeId: string): BookPipeline<State> => {
    const rest = (durable?: FoldedBook<State>) => {
      active.delete(programmeId);
      // A book that does not exist is not kept: asking for made-up ids shall not push real books out.
      if (durable && durable.revision >= 0n) hot.set(programmeId, durable);
      else hot.delete(programmeId);
    };
    return new BookPipeline(pipelineParts, programmeId, hot.get(programmeId) ?? unwritten(model), rest);
  };

  const enqueue = (programmeId: string, job: Job<State>): void => {
    if (closed) return job.reject(new Error('the ledger is closed'));
    const running = active.get(programmeId);
    if (running) return running.pipeline.add(job);
    const pipeline = open(programmeId);
    pipeline.add(job);
    active.set(programmeId, { pipeline, idle: pipeline.run() });
  };

  return {
    timeZone,
    today: () => dayOf(now()),
    dayOf,
    async submit(submission) {
      const prepared = prepare(parts, secret, submission);
      if ('refusals' in prepared) return { accepted: false, refusals: prepared.refusals };
      parts.onTaken?.(submission, prepared);
      return new Promise<Outcome>((resolve, reject) =>
        enqueue(prepared.programmeId, submissionJob(submissionParts, prepared, { resolve, reject })),
      );
    },
    book(programmeId) {
      return new Promise((resolve, reject) =>
        enqueue(programmeId, {
          decide: (book) => ({
            events: [],
            bytes: 0,
            after: book,
            settle: () => resolve(book.revision < 0n ? undefined : { state: book.state, revision: book.revision }),
          }),
          refuse: (why) => reject(new Error(`a look at ${programmeId} was refused: ${why}`)),
          reject,
        }),
      );
    },
    async close() {
      closed = true;
      await Promise.all([...active.values()].map(({ idle }) => idle));
    },
  };
};
