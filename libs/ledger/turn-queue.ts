import type { NewEvent } from '#event-store';
import type { FoldedBook } from './folded-book.js';

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

export interface Turn<State> {
  readonly job: Job<State>;
  /** How often others wrote first. */
  conflicts: number;
  /** The store knows an id of its events already, with other content. */
  clashed: boolean;
}

export interface Decided<State> {
  readonly turn: Turn<State>;
  readonly step: Step<State>;
}

/** A turn whose step is being made. */
interface Deciding<State> {
  readonly turn: Turn<State>;
  /** Resolves when its step has been taken, or is not wanted any more. */
  readonly over: Promise<void>;
}

/**
 * Those who wait for an answer of one book, in the order in which they came. They are decided one at a time, each on the
 * book that the one before it leaves: while something of one of them is sealed, those behind it wait.
 */
export class TurnQueue<State> {
  #decided: Decided<State>[] = [];
  /** Stands between those decided and those arrived. */
  #deciding: Deciding<State> | undefined;
  #arrived: Turn<State>[] = [];
  /** The book after all that is decided; undefined while nobody knows it. */
  #ahead: FoldedBook<State> | undefined;

  /** The first of them, with what is to be done. */
  get decided(): readonly Decided<State>[] {
    return this.#decided;
  }

  /** All of them, decided or not. */
  get length(): number {
    return this.#decided.length + (this.#deciding ? 1 : 0) + this.#arrived.length;
  }

  /** Whether there is a book to decide them on. */
  get isDeciding(): boolean {
    return this.#ahead !== undefined;
  }

  /** Resolves when the one in hand is decided; undefined when there is none. */
  get deciding(): Promise<void> | undefined {
    return this.#deciding?.over;
  }

  add(job: Job<State>): void {
    this.#arrived.push({ job, conflicts: 0, clashed: false });
    this.#decideArrived();
  }

  /** Decides all of them, those already decided too, on this book. */
  decideOn(book: FoldedBook<State>): void {
    this.standStill();
    this.#ahead = book;
    this.#decideArrived();
  }

  /** Decides nobody until there is another book; whatever was decided counts no more. Returns all who are left. */
  standStill(without: ReadonlySet<Turn<State>> = new Set()): readonly Turn<State>[] {
    const turns = this.#decided.map(({ turn }) => turn);
    if (this.#deciding) turns.push(this.#deciding.turn);
    this.#arrived = [...turns, ...this.#arrived].filter((turn) => !without.has(turn));
    this.#decided = [];
    this.#deciding = this.#ahead = undefined;
    return this.#arrived;
  }

  /** Takes those at the front out, who are decided. */
  takeFirst(count: number): readonly Decided<State>[] {
    return this.#decided.splice(0, count);
  }

  #decideArrived(): void {
    while (this.#ahead && !this.#deciding && this.#arrived.length > 0) {
      const turn = this.#arrived.shift()!;
      const step = this.#stepOf(turn.job, this.#ahead);
      if (step instanceof Promise) this.#awaitStep(turn, step);
      else this.#take(turn, step);
    }
  }

  #take(turn: Turn<State>, step: Step<State>): void {
    this.#ahead = step.after;
    this.#decided.push({ turn, step });
  }

  #awaitStep(turn: Turn<State>, made: Promise<Step<State>>): void {
    const over = made.then((step) => {
      // The book that it was decided on is gone: its turn stands among those who are decided again.
      if (this.#deciding !== deciding) return;
      this.#deciding = undefined;
      this.#take(turn, step);
      this.#decideArrived();
    });
    const deciding: Deciding<State> = { turn, over };
    this.#deciding = deciding;
  }

  #stepOf(job: Job<State>, book: FoldedBook<State>): Step<State> | Promise<Step<State>> {
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
}
