import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Appended, type EventStore, appendBytesMax, isEventStoreError } from '#event-store';
import { type Catalogue, streamOf } from '#kernel';
import { type FoldedBook, readOn } from './folded-book.js';
import type { Model } from './ledger.js';
import { pause } from './pause.js';
import { type Decided, type Job, type Turn, TurnQueue } from './turn-queue.js';

export interface PipelineParts<State> {
  readonly store: EventStore;
  readonly catalogue: Catalogue;
  readonly model: Model<State>;
  readonly retryDelayMs: number;
}

/** Decided again this often after others wrote first; then the caller hears CONFLICT. */
const redecisionsMax = 3;
/** Attempts at reaching the store before the caller gets the fault. */
const attemptsMax = 6;

/**
 * One burst of work on one book, see docs/adr/0004-book-pipeline.md. Jobs are decided when they come, on the book that the
 * append in flight and those waiting behind it will leave. One append is in flight; what was decided meanwhile goes out
 * together in the next. An answer is given when everything before it is durable. When an append fails, all that was
 * decided from there on is decided again. They are decided one at a time, in the order in which they came: while personal
 * data of one of them is sealed, those behind it wait, and appends go on.
 *
 * A book that is at hand is not read before it is written to: the append itself tells whether somebody else wrote in it.
 * An answer that writes nothing has no such proof. It waits for an append before it, or for a look at the store.
 */
export class BookPipeline<State> {
  private readonly stream: string;
  /** The first of those decided may be in flight. */
  private readonly turns = new TurnQueue<State>();
  /** So many of the next ones go out by themselves: that is how a faulty command among many is found. */
  private alone = 0;
  /** Has read what others wrote, in this burst. */
  private hasRead = false;

  constructor(
    private readonly parts: PipelineParts<State>,
    private readonly programmeId: string,
    private durable: FoldedBook<State>,
    /** Called in the moment in which there is nothing left to do; without a book when it is in doubt. */
    private readonly onIdle: (durable?: FoldedBook<State>) => void,
  ) {
    this.stream = streamOf(programmeId);
    if (durable.revision >= 0n) this.turns.decideOn(durable);
  }

  add(job: Job<State>): void {
    this.turns.add(job);
  }

  /** Works until everybody is answered. Never rejects: faults go to the callers. */
  async run(): Promise<void> {
    try {
      let proven = await this.begin();
      for (;;) {
        proven -= this.answer(proven);
        const [first] = this.turns.decided;
        if (first) proven = first.step.events.length > 0 ? await this.writeNext() : await this.lookAgain();
        else if (this.turns.deciding) await this.turns.deciding;
        else break;
      }
      this.onIdle(this.durable);
    } catch (fault) {
      const turns = this.turns.standStill();
      this.onIdle();
      for (const { job } of turns) job.reject(fault);
    }
  }

  private async begin(): Promise<number> {
    if (!this.turns.isDeciding) return this.catchUp();
    // Those who come in the same turn of the event loop go out together.
    await nextTurn();
    return 0;
  }

  /** Reads the book on, and decides those who waited for it. Returns how many of them had come before it was read. */
  private async catchUp(): Promise<number> {
    const waiting = this.turns.length;
    this.durable = await this.readOn();
    this.turns.decideOn(this.durable);
    return waiting;
  }

  /** Whether the book is still as it was when those who wait for an answer were decided; if not, all are decided again. */
  private async lookAgain(): Promise<number> {
    const waiting = this.turns.length;
    const book = await this.readOn();
    if (book.revision === this.durable.revision) return waiting;
    this.durable = book;
    this.turns.decideOn(book);
    return waiting;
  }

  private readOn(): Promise<FoldedBook<State>> {
    this.hasRead = true;
    return this.persistently(() => readOn(this.parts, this.programmeId, this.durable));
  }

  /** Answers those at the front that write nothing, among the first so many. Returns how many they were. */
  private answer(proven: number): number {
    const { decided } = this.turns;
    const writing = decided.findIndex(({ step }) => step.events.length > 0);
    const count = Math.min(proven, writing < 0 ? decided.length : writing);
    for (const { step } of this.turns.takeFirst(count)) step.settle([]);
    return count;
  }

  /** Writes the first ones. Returns how many of those behind them had come before that. */
  private async writeNext(): Promise<number> {
    const batch = this.nextBatch();
    const behind = this.turns.length - batch.length;
    const events = batch.flatMap(({ step }) => step.events);
    const expected = this.durable.revision < 0n ? 'no_stream' : this.durable.revision;
    try {
      const appended = await this.persistently(() => this.parts.store.append(this.stream, expected, events));
      const positions = await this.persistently(() => this.positionsOf(events.length, appended));
      this.wrote(batch, positions);
      return behind;
    } catch (error) {
      this.goBack(batch, error);
      await pause(1, this.parts.retryDelayMs / 10);
      return this.catchUp();
    }
  }

  /** As many from the front as one append may carry, and at least one. */
  private nextBatch(): readonly Decided<State>[] {
    const { decided } = this.turns;
    let bytes = decided[0]!.step.bytes;
    const end = decided.findIndex(({ step }, index) => {
      if (index === 0) return false;
      bytes += step.bytes;
      return this.alone > 0 || bytes > appendBytesMax;
    });
    return decided.slice(0, end < 0 ? decided.length : end);
  }

  /** Positions may have gaps: where the store does not say that there are none, the lines tell. */
  private async positionsOf(
    count: number,
    { revision, position, firstPosition }: Appended,
  ): Promise<readonly bigint[]> {
    if (count === 1) return [position];
    if (firstPosition !== undefined) return Array.from({ length: count }, (_, index) => firstPosition + BigInt(index));
    const positions: bigint[] = [];
    const from = revision - BigInt(count - 1);
    for await (const stored of this.parts.store.read(this.stream, { from, max: count }))
      positions.push(stored.position);
    if (positions.length < count) throw new Error(`${this.stream} lacks lines that were appended up to ${revision}`);
    return positions;
  }

  private wrote(batch: readonly Decided<State>[], positions: readonly bigint[]): void {
    this.durable = batch.at(-1)!.step.after;
    this.alone = Math.max(0, this.alone - 1);
    this.turns.takeFirst(batch.length);
    let first = 0;
    for (const { step } of batch) step.settle(positions.slice(first, (first += step.events.length)));
  }

  /** Everything that was decided is to be decided again, save those who have had their chances. */
  private goBack(batch: readonly Decided<State>[], error: unknown): void {
    const writers = batch.filter(({ step }) => step.events.length > 0).map(({ turn }) => turn);
    const refused = this.refusedFor(error, writers);
    this.turns.standStill(refused);
  }

  /** Those who are answered, now that their append has failed. Throws what none of them can be blamed for. */
  private refusedFor(error: unknown, writers: readonly Turn<State>[]): ReadonlySet<Turn<State>> {
    if (isEventStoreError(error, 'WRONG_EXPECTED_REVISION')) return this.overtaken(writers);
    const blames = ['EVENT_ID_REUSED', 'APPEND_TOO_LARGE', 'APPEND_INVALID'] as const;
    const code = blames.find((each) => isEventStoreError(error, each));
    if (!code) throw error;
    if (writers.length > 1) {
      this.alone = writers.length;
      return new Set();
    }
    this.alone = 0;
    const turn = writers[0]!;
    // Perhaps this very command was written by another process a moment ago: the book will tell when it is read again.
    if (code === 'EVENT_ID_REUSED' && !turn.clashed) {
      turn.clashed = true;
      return new Set();
    }
    if (code === 'EVENT_ID_REUSED') turn.job.refuse('COMMAND_ID_REUSED');
    else if (code === 'APPEND_TOO_LARGE') turn.job.refuse('COMMAND_TOO_LARGE');
    else turn.job.reject(error);
    return new Set([turn]);
  }

  /** Those whom others have overtaken too often. */
  private overtaken(writers: readonly Turn<State>[]): ReadonlySet<Turn<State>> {
    // Who has not looked has not been overtaken: the book at hand was merely old.
    if (this.hasRead) for (const turn of writers) turn.conflicts++;
    const losers = writers.filter(({ conflicts }) => conflicts > redecisionsMax);
    for (const { job } of losers) job.refuse('CONFLICT');
    return new Set(losers);
  }

  /** Asks the store again while it cannot be reached. The same append may be repeated: the store knows it by its ids. */
  private async persistently<T>(ask: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask();
      } catch (error) {
        if (!isEventStoreError(error, 'STORE_UNAVAILABLE') || attempt === attemptsMax) throw error;
        await pause(attempt, this.parts.retryDelayMs);
      }
    }
  }
}
