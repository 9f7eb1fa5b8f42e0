import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Appended, type EventStore, type NewEvent, appendBytesMax, isEventStoreError } from '#event-store';
import { type Catalogue, streamOf } from '#kernel';
import { type FoldedBook, readOn } from './folded-book.js';
import type { Model } from './ledger.js';
import { pause } from './pause.js';

/** What a job wants done: events to append, or none when there is only an answer to give. */
export interface Step<State> {
  readonly events: readonly NewEvent[];
  readonly bytes: number;
  /** The book after the events. */
  readonly after: FoldedBook<State>;
  /** Gives the answer. Called once everything that it rests on is durable, with the position of each event. */
  readonly settle: (positions: readonly bigint[]) => void;
}

export type WhyNotWritten = 'CONFLICT' | 'COMMAND_ID_REUSED' | 'COMMAND_TOO_LARGE';

/** One caller's turn at a book. It may be decided several times and is answered once. */
export interface Job<State> {
  /**
   * What to do on this book; a promise where something has to be sealed first. May throw or reject: then the caller gets
   * the fault. What comes of a promise is dropped when the book has turned out to be another one meanwhile.
   */
  decide(book: FoldedBook<State>): Step<State> | Promise<Step<State>>;
  refuse(why: WhyNotWritten): void;
  reject(fault: unknown): void;
}

interface Turn<State> {
  readonly job: Job<State>;
  /** How often others wrote first. */
  conflicts: number;
  /** The store knows an id of its events already, with other content. */
  clashed: boolean;
}

interface Decided<State> {
  readonly turn: Turn<State>;
  readonly step: Step<State>;
}

/** A turn whose step is being made. */
interface Deciding<State> {
  readonly turn: Turn<State>;
  /** Resolves when its step has been taken, or is not wanted any more. */
  readonly over: Promise<void>;
}

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
  /** Waiting while the book is read, or while the one before them is decided. */
  private arrived: Turn<State>[] = [];
  /** Stands between those decided and those arrived. */
  private deciding: Deciding<State> | undefined;
  /** In the order of the book; the first of them may be in flight. */
  private decided: Decided<State>[] = [];
  /** The book after all that is decided; undefined while it is read. */
  private ahead: FoldedBook<State> | undefined;
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
    if (durable.revision >= 0n) this.ahead = durable;
  }

  add(job: Job<State>): void {
    this.arrived.push({ job, conflicts: 0, clashed: false });
    this.decideArrived();
  }

  /** Works until everybody is answered. Never rejects: faults go to the callers. */
  async run(): Promise<void> {
    try {
      let proven = await this.begin();
      for (;;) {
        proven -= this.answer(proven);
        const [first] = this.decided;
        if (first) proven = first.step.events.length > 0 ? await this.writeNext() : await this.lookAgain();
        else if (this.deciding) await this.deciding.over;
        else break;
      }
      this.onIdle(this.durable);
    } catch (fault) {
      const turns = this.takeAllTurns();
      this.onIdle();
      for (const { job } of turns) job.reject(fault);
    }
  }

  private async begin(): Promise<number> {
    if (!this.ahead) return this.catchUp();
    // Those who come in the same turn of the event loop go out together.
    await nextTurn();
    return 0;
  }

  /** Reads the book on, and decides those who waited for it. Returns how many of them had come before it was read. */
  private async catchUp(): Promise<number> {
    const waiting = this.arrived.length;
    this.decideAllOn(await this.readOn());
    return waiting;
  }

  /** Whether the book is still as it was when those who wait for an answer were decided; if not, all are decided again. */
  private async lookAgain(): Promise<number> {
    const waiting = this.decided.length;
    const book = await this.readOn();
    if (book.revision !== this.durable.revision) this.decideAllOn(book);
    return waiting;
  }

  /** Goes on from a book that was read: whatever was decided before counts no more. */
  private decideAllOn(book: FoldedBook<State>): void {
    this.arrived = this.takeAllTurns();
    this.durable = this.ahead = book;
    this.decideArrived();
  }

  /** All who wait for an answer, in the order in which they came; nothing of them is decided from then on. */
  private takeAllTurns(): Turn<State>[] {
    const turns = this.decided.map(({ turn }) => turn);
    if (this.deciding) turns.push(this.deciding.turn);
    turns.push(...this.arrived);
    this.deciding = undefined;
    this.decided = [];
    this.arrived = [];
    return turns;
  }

  private readOn(): Promise<FoldedBook<State>> {
    this.hasRead = true;
    return this.persistently(() => readOn(this.parts, this.programmeId, this.durable));
  }

  /** Decides those who wait, each on what the one before it leaves, as far as that is known. */
  private decideArrived(): void {
    while (this.ahead && !this.deciding && this.arrived.length > 0) {
      const turn = this.arrived.shift()!;
      const step = this.stepOf(turn.job, this.ahead);
      if (step instanceof Promise) this.awaitStep(turn, step);
      else this.take(turn, step);
    }
  }

  private take(turn: Turn<State>, step: Step<State>): void {
    this.ahead = step.after;
    this.decided.push({ turn, step });
  }

  private awaitStep(turn: Turn<State>, made: Promise<Step<State>>): void {
    const over = made.then((step) => {
      // The book that it was decided on is gone: its turn stands among those who are decided again.
      if (this.deciding !== deciding) return;
      this.deciding = undefined;
      this.take(turn, step);
      this.decideArrived();
    });
    const deciding: Deciding<State> = { turn, over };
    this.deciding = deciding;
  }

  private stepOf(job: Job<State>, book: FoldedBook<State>): Step<State> | Promise<Step<State>> {
    const failed = (fault: unknown): Step<State> => ({
      events: [],
      bytes: 0,
      after: book,
      settle: () => job.reject(fault),
    });
    try {
      const step = job.decide(book);
      return step instanceof Promise ? step.catch(failed) : step;
    } catch (fault) {
      return failed(fault);
    }
  }

  /** Answers those at the front that write nothing, among the first so many. Returns how many they were. */
  private answer(proven: number): number {
    const writing = this.decided.findIndex(({ step }) => step.events.length > 0);
    const count = Math.min(proven, writing < 0 ? this.decided.length : writing);
    for (const { step } of this.decided.splice(0, count)) step.settle([]);
    return count;
  }

  /** Writes the first ones. Returns how many of those behind them had come before that. */
  private async writeNext(): Promise<number> {
    const batch = this.nextBatch();
    const behind = this.decided.length - batch.length;
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
    let bytes = this.decided[0]!.step.bytes;
    const end = this.decided.findIndex(({ step }, index) => {
      if (index === 0) return false;
      bytes += step.bytes;
      return this.alone > 0 || bytes > appendBytesMax;
    });
    return this.decided.slice(0, end < 0 ? this.decided.length : end);
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
    this.decided.splice(0, batch.length);
    let first = 0;
    for (const { step } of batch) step.settle(positions.slice(first, (first += step.events.length)));
  }

  /** Everything that was decided is to be decided again, save those who have had their chances. */
  private goBack(batch: readonly Decided<State>[], error: unknown): void {
    const writers = batch.filter(({ step }) => step.events.length > 0).map(({ turn }) => turn);
    const refused = this.refusedFor(error, writers);
    this.ahead = undefined;
    this.arrived = this.takeAllTurns().filter((turn) => !refused.has(turn));
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
