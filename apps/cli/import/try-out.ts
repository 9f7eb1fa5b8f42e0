import { type Book, rehearse } from '#book';
import type { Actor, LocalDate, Refusal } from '#kernel';
import { v4 } from 'uuid';
import type { Plan, PlannedLine, PlannedStep } from './plan.js';

/** A command with the lines that survived trying it out, by their place in the step. */
export interface Sound {
  readonly step: PlannedStep;
  readonly kept: readonly number[];
}

export interface TriedOut {
  readonly sound: readonly Sound[];
  readonly dropped: readonly PlannedLine[];
}

export interface TrialContext {
  readonly actor: Actor;
  readonly programmeId: string;
  readonly today: LocalDate;
}

/** A refusal with the column that it is about as its field: `units.3.externalIds.0.value` is `externalId`. */
const byColumn = (refusal: Refusal, { list, columns = {} }: PlannedStep): Refusal => {
  const path = (refusal.field ?? '').split('.').filter((name) => !/^\d+$/.test(name));
  const names = path[0] === list || path[0] === 'record' ? path.slice(1) : path;
  const { field: _path, ...rest } = refusal;
  const [name] = names;
  return name === undefined || name === ''
    ? rest
    : { ...rest, field: columns[names.join('.')] ?? columns[name] ?? name };
};

/** A line with the rules that stand against it, in words of the file where there are any. */
export const refusedLine = (step: PlannedStep, at: number, refusals: readonly Refusal[]): PlannedLine => ({
  ...step.lines[at]!,
  fate: 'bad',
  changes: [],
  problems: refusals.map((refusal) => step.inWordsOfFile?.(refusal, at) ?? byColumn(refusal, step)),
});

/** Refusals by the place in the input's list that they name; none when one of them names no place. */
const byPlace = (refusals: readonly Refusal[], list: string | undefined): ReadonlyMap<number, Refusal[]> => {
  const found = new Map<number, Refusal[]>();
  for (const refusal of refusals) {
    const named = list && new RegExp(`^${list}\\.(\\d+)`).exec(refusal.field ?? '')?.[1];
    if (!named) return new Map();
    found.set(Number(named), [...(found.get(Number(named)) ?? []), refusal]);
  }
  return found;
};

/** Tries commands out, one on top of the other, and leaves out one bad line after the other until the rest is accepted. */
class Trial {
  readonly sound: Sound[] = [];
  readonly dropped: PlannedLine[] = [];
  readonly #now = new Date().toISOString();

  constructor(
    private book: Book,
    private readonly context: TrialContext,
  ) {}

  step(step: PlannedStep, lines = step.lines.map((_line, at) => at)): void {
    let kept: readonly number[] = lines;
    while (kept.length > 0) {
      const refusals = this.#refusalsOf(step, kept);
      if (refusals.length === 0) return void this.sound.push({ step, kept });
      const against = byPlace(refusals, step.list);
      // Which line is meant is not said: halve the command until it is one line alone.
      if (against.size === 0 && kept.length > 1) return this.#halves(step, kept);
      const wrong = against.size === 0 ? new Map([[0, refusals]]) : against;
      this.dropped.push(...[...wrong].map(([place, each]) => refusedLine(step, kept[place]!, each)));
      kept = kept.filter((_at, place) => !wrong.has(place));
    }
  }

  #halves(step: PlannedStep, kept: readonly number[]): void {
    const middle = Math.ceil(kept.length / 2);
    this.step(step, kept.slice(0, middle));
    this.step(step, kept.slice(middle));
  }

  #refusalsOf({ command, inputOf, occurredOn, evidence }: PlannedStep, kept: readonly number[]): readonly Refusal[] {
    const { actor, programmeId, today } = this.context;
    const context = { actor, programmeId, today, now: this.#now, newId: v4 };
    const record = { occurredOn, evidence };
    const tried = rehearse(this.book, { command, input: inputOf(kept), record }, context);
    this.book = tried.book;
    return tried.refusals;
  }
}

/** The lines of these are in the book: the ledger writes nothing when it is given them again. */
export const isInBook = ({ lines }: PlannedStep): boolean => lines.every(({ fate }) => fate === 'unchanged');

/** Tries a plan out on a book, without writing anything: what of it would be accepted, and which lines would not. */
export const tryOut = ({ steps }: Plan, book: Book, context: TrialContext): TriedOut => {
  const trial = new Trial(book, context);
  for (const step of steps)
    if (isInBook(step)) trial.sound.push({ step, kept: step.lines.map((_line, at) => at) });
    else trial.step(step);
  return trial;
};
