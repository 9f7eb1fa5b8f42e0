import { type Entities, type EventDefinition, type Line, type LocalDate, none } from '#kernel';

/** One line's place on the world's clock. */
export interface Entry {
  readonly eventId: string;
  readonly eventType: string;
  readonly revision: bigint;
  readonly occurredOn: LocalDate;
  /** Other subjects that had to exist before it. */
  readonly about: readonly string[];
  /** Written by the clock: it holds no other line of its subject to its day. */
  readonly byClock: boolean;
}

/** When what happened to each subject, in the order of the book. Corrections of dates are already applied. */
export interface Timeline {
  readonly bySubject: Entities<readonly Entry[]>;
  readonly subjectOf: Entities<string>;
  /**
   * The subjects in whose lives others tell of a subject. Not kept for solutions, of which nearly every line tells and
   * which never end.
   */
  readonly tellers: Entities<readonly string[]>;
}

export const emptyTimeline: Timeline = { bySubject: none(), subjectOf: none(), tellers: none() };

const isSolution = (entries: readonly Entry[] | undefined): boolean => entries?.[0]!.eventType === 'SolutionAdded';

const withTeller = ({ bySubject, tellers }: Timeline, about: readonly string[], teller: string): Timeline['tellers'] =>
  tellers.withMutations((all) => {
    for (const subject of about) {
      const known = all.get(subject);
      if (known?.includes(teller) || isSolution(bySubject.get(subject))) continue;
      all.set(subject, known ? [...known, teller] : [teller]);
    }
  });

/** The timeline with one more line. */
export const enter = (
  timeline: Timeline,
  line: Pick<Line, 'id' | 'type' | 'revision' | 'occurredOn' | 'data'>,
  definition: EventDefinition,
): Timeline => {
  const { id: eventId, type: eventType, revision, occurredOn, data } = line;
  const about = definition.about(data);
  const entry: Entry = { eventId, eventType, revision, occurredOn, about, byClock: definition.byClock };
  const subject = definition.subject(data);
  const before = timeline.bySubject.get(subject);
  return {
    bySubject: timeline.bySubject.set(subject, before ? [...before, entry] : [entry]),
    subjectOf: timeline.subjectOf.set(eventId, subject),
    tellers: withTeller(timeline, about, subject),
  };
};

/** The day on which a subject begins; undefined when the book does not know it. */
export const beginningOf = (timeline: Timeline, subject: string): LocalDate | undefined =>
  timeline.bySubject.get(subject)?.[0]!.occurredOn;

/** The first day on which one of these things happened to a subject; undefined when none did. */
export const firstDayOf = (timeline: Timeline, subject: string, ...types: readonly string[]): LocalDate | undefined =>
  timeline.bySubject.get(subject)?.find(({ eventType }) => types.includes(eventType))?.occurredOn;

/** The last day on which something happened to a subject; what the clock wrote is not counted. */
export const lastDayOf = (timeline: Timeline, subject: string): LocalDate | undefined =>
  timeline.bySubject.get(subject)?.findLast(({ byClock }) => !byClock)?.occurredOn;

/** A line with those before and after it in the life of its subject, leaving out what the clock wrote. */
export interface Place {
  readonly entry: Entry;
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
  readonly subject: string;
}

export const neighbours = (timeline: Timeline, eventId: string): Place | undefined => {
  const subject = timeline.subjectOf.get(eventId);
  if (subject === undefined) return undefined;
  const entries = timeline.bySubject.get(subject)!;
  const at = entries.findIndex((entry) => entry.eventId === eventId);
  const told = ({ byClock }: Entry) => !byClock;
  const before = entries.slice(0, at).findLast(told);
  return { entry: entries[at]!, before, after: entries.slice(at + 1).find(told), subject };
};

function* linesOfOthers({ bySubject }: Timeline, subject: string): Generator<Entry> {
  for (const [other, entries] of bySubject) if (other !== subject) yield* entries;
}

function* linesOfTellers({ bySubject, tellers }: Timeline, subject: string): Generator<Entry> {
  for (const teller of tellers.get(subject) ?? []) yield* bySubject.get(teller)!;
}

/**
 * The lines about a subject that stand in the lives of others, in no order; for the programme, all lines of its book. For
 * the programme and its solutions it looks through the whole book: it is for what is rare, such as endings and corrections.
 */
export function* linesAbout(timeline: Timeline, subject: string, programmeId: string): Generator<Entry> {
  const isProgramme = subject === programmeId;
  const everywhere = isProgramme || isSolution(timeline.bySubject.get(subject));
  const lines = everywhere ? linesOfOthers(timeline, subject) : linesOfTellers(timeline, subject);
  for (const entry of lines) if (isProgramme || entry.about.includes(subject)) yield entry;
}

/** The timeline with one line on another day, as a correction has it. An unknown line changes nothing. */
export const moveEntry = (timeline: Timeline, eventId: string, occurredOn: LocalDate): Timeline => {
  const subject = timeline.subjectOf.get(eventId);
  if (subject === undefined) return timeline;
  const entries = timeline.bySubject.get(subject)!;
  const moved = entries.map((entry) => (entry.eventId === eventId ? { ...entry, occurredOn } : entry));
  return { ...timeline, bySubject: timeline.bySubject.set(subject, moved) };
};
