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
}

export const emptyTimeline: Timeline = { bySubject: none(), subjectOf: none() };

/** The timeline with one more line. */
export const enter = (
  timeline: Timeline,
  line: Pick<Line, 'id' | 'type' | 'revision' | 'occurredOn' | 'data'>,
  definition: EventDefinition,
): Timeline => {
  const { id: eventId, type: eventType, revision, occurredOn, data } = line;
  const { byClock } = definition;
  const entry: Entry = { eventId, eventType, revision, occurredOn, about: definition.about(data), byClock };
  const subject = definition.subject(data);
  return {
    bySubject: timeline.bySubject.set(subject, [...(timeline.bySubject.get(subject) ?? []), entry]),
    subjectOf: timeline.subjectOf.set(eventId, subject),
  };
};

/** The day on which a subject begins; undefined when the book does not know it. */
export const beginningOf = (timeline: Timeline, subject: string): LocalDate | undefined =>
  timeline.bySubject.get(subject)?.[0]?.occurredOn;

/** The last day on which something happened to a subject; what the clock wrote is not counted. */
export const lastDayOf = (timeline: Timeline, subject: string): LocalDate | undefined =>
  timeline.bySubject.get(subject)?.findLast(({ byClock }) => !byClock)?.occurredOn;

/** A line with those before and after it in the life of its subject, leaving out what the clock wrote. */
export const neighbours = (
  timeline: Timeline,
  eventId: string,
): { entry: Entry; before: Entry | undefined; after: Entry | undefined; subject: string } | undefined => {
  const subject = timeline.subjectOf.get(eventId);
  if (subject === undefined) return undefined;
  const entries = timeline.bySubject.get(subject)!;
  const at = entries.findIndex((entry) => entry.eventId === eventId);
  const told = ({ byClock }: Entry) => !byClock;
  const before = entries.slice(0, at).findLast(told);
  return { entry: entries[at]!, before, after: entries.slice(at + 1).find(told), subject };
};

/** The first day on which the book tells of a subject in lines about other things; of the whole book for the programme. */
export const firstToldOf = (timeline: Timeline, subject: string, programmeId: string): LocalDate | undefined => {
  const tells = ({ about }: Entry) => subject === programmeId || about.includes(subject);
  const others = [...timeline.bySubject].filter(([other]) => other !== subject);
  return others
    .flatMap(([, entries]) => entries.filter(tells).map(({ occurredOn }) => occurredOn))
    .reduce<LocalDate | undefined>((first, day) => (first === undefined || day < first ? day : first), undefined);
};

/** The timeline with one line on another day, as a correction has it. An unknown line changes nothing. */
export const moveEntry = (timeline: Timeline, eventId: string, occurredOn: LocalDate): Timeline => {
  const subject = timeline.subjectOf.get(eventId);
  if (subject === undefined) return timeline;
  const entries = timeline.bySubject.get(subject)!;
  const moved = entries.map((entry) => (entry.eventId === eventId ? { ...entry, occurredOn } : entry));
  return { ...timeline, bySubject: timeline.bySubject.set(subject, moved) };
};
