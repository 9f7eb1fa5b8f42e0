import type { Book } from '#book';
import type { Evidence, LocalDate, Refusal } from '#kernel';
import type { Titles } from './columns.js';

/** What an import would do with one line of the file. */
export type Fate = 'new' | 'changed' | 'unchanged' | 'bad';

/** One thing that a line changes, by the name of its column. */
export interface Change {
  readonly column: string;
  readonly from: string | number | undefined;
  readonly to: string | number;
}

export interface PlannedLine {
  readonly line: number;
  /** The thing that the line is about, as its owner calls it. */
  readonly what: string;
  readonly fate: Fate;
  /** What is wrong with it, each with the name of its column as `field`; empty unless it is bad. */
  readonly problems: readonly Refusal[];
  /** Empty unless it is changed. */
  readonly changes: readonly Change[];
}

/** A command that an import gives, and the lines of the file that it carries out. */
export interface PlannedStep {
  readonly command: string;
  readonly lines: readonly PlannedLine[];
  /** The command's input for some of its lines, by their place in `lines`. */
  readonly inputOf: (kept: readonly number[]) => unknown;
  /** The list in the input that has one entry for each line; refusals name it as `units.3.name`. */
  readonly list?: string;
  /** The column that a field came from, by the field's name (`externalIds`, `evidence.title`), where it has another one. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly occurredOn?: LocalDate | undefined;
  /** Derived from the line's own key, so that a second run finds what the first one wrote. */
  readonly commandId?: string;
  readonly evidence?: readonly Evidence[];
  /** What a refusal means for one of the lines in words of the file, where the domain's own do not help. */
  readonly inWordsOfFile?: (refusal: Refusal, at: number) => Refusal | undefined;
}

export interface Plan {
  /** Lines that need no command: they are in the book already, or cannot be read. */
  readonly settled: readonly PlannedLine[];
  readonly steps: readonly PlannedStep[];
  readonly titles: Titles;
  /** Headings of columns that were left out. */
  readonly ignored: readonly string[];
}

/** What a kind of import is given to plan with. */
export interface Ground {
  readonly book: Book;
  readonly programmeId: string;
  readonly ignoreUnknown: boolean;
}

export const plannedLine = (line: number, what: string, fate: Exclude<Fate, 'bad' | 'changed'>): PlannedLine => ({
  line,
  what,
  fate,
  problems: [],
  changes: [],
});

export const changedLine = (line: number, what: string, changes: readonly Change[]): PlannedLine => ({
  line,
  what,
  fate: 'changed',
  problems: [],
  changes,
});

export const badLine = (line: number, what: string, ...problems: readonly Refusal[]): PlannedLine => ({
  line,
  what,
  fate: 'bad',
  problems,
  changes: [],
});

/** Lists of at most `size`, in order. */
export const inChunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

/** Items by a key, in the order in which the keys first came. */
export const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
};
