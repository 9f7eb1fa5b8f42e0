import { type Entities, type Line, type LocalDate, none } from '#kernel';

/** One line's place on the world's clock. */
export interface Entry {
  readonly eventId: string;
  readonly eventType: string;
  readonly revision: bigint;
  readonly occurredOn: LocalDate;
}

/** When what happened to each subject, in the order of the book. Corrections of dates are already applied. */
export interface Timeline {
  readonly bySubject: Entities<readonly Entry[]>;
  readonly subjectOf: Entities<string>;
}

export const emptyTimeline: Timeline = { bySubject: none(), subjectOf: none() };

export const enter = (
  timeline: Timeline,
  line: Pick<Line, 'id' | 'type' | 'revision' | 'occurredOn'>,
  subject: string,
): Timeline => {
  const { id: eventId, type: eventType, revision, occurredOn } = line;
  const entries = timeline.bySubject.get(subject) ?? [];
  return {
    bySubject: timeline.bySubject.set(subject, [...entries, { eventId, eventType, revision, occurredOn }]),
    subjectOf: timeline.subjectOf.set(eventId, subject),
  };
};

/** The day on which a subject begins; undefined when the book does not know it. */
export const beginningOf = (timeline: Timeline, subject: string): LocalDate | undefined =>
  timeline.bySubject.get(subject)?.[0]?.occurredOn;

/** The last day on which something happened to a subject. */
export const lastDayOf = (timeline: Timeline, subject: string): LocalDate | undefined =>
  timeline.bySubject.get(subject)?.at(-1)?.occurredOn;

/** A line with those before and after it in the life of its subject. */
export const neighbours = (
  timeline: Timeline,
  eventId: string,
): { entry: Entry; before: Entry | undefined; after: Entry | undefined; subject: string } | undefined => {
  const subject = timeline.subjectOf.get(eventId);
  if (subject === undefined) return undefined;
  const entries = timeline.bySubject.get(subject)!;
  const at = entries.findIndex((entry) => entry.eventId === eventId);
  return { entry: entries[at]!, before: entries[at - 1], after: entries[at + 1], subject };
};

export const moveEntry = (timeline: Timeline, eventId: string, occurredOn: LocalDate): Timeline => {
  const subject = timeline.subjectOf.get(eventId);
  if (subject === undefined) return timeline;
  const entries = timeline.bySubject.get(subject)!;
  const moved = entries.map((entry) => (entry.eventId === eventId ? { ...entry, occurredOn } : entry));
  return { ...timeline, bySubject: timeline.bySubject.set(subject, moved) };
};
