import type { LocalDate, Refusal } from '#kernel';
import type { CorrectOccurredOnInput } from '#schema';
import type { Book } from '../book.state.js';
import { refuseInBook } from '../book.words.js';
import { decider } from '../decider.js';
import { type Entry, type Place, moveEntry, neighbours } from '../timeline.js';
import { UnitClosed, UnitsMerged } from '../unit/unit.events.js';
import { type Adoption, adoptionsOf } from '../unit/unit.state.js';
import { wayOf } from '../unit/unit.timeline.js';
import { OccurredOnCorrected } from './correction.events.js';
import { refusedByOthers } from './correction.rules.js';
import { refuse } from './correction.words.js';

const refusedLine = ({ eventType, revision, byClock }: Entry): Refusal | undefined => {
  if (eventType === OccurredOnCorrected.type)
    return refuse('CORRECTION_OF_CORRECTION', { revision: Number(revision) }, 'eventId');
  // What the clock writes follows from other days. Those can be corrected.
  return byClock ? refuse('WRITTEN_BY_CLOCK', { revision: Number(revision) }, 'eventId') : undefined;
};

/** Within the life of its subject, a line stays between those before and after it. */
const refusedInOrder = ({ before, after }: Place, occurredOn: LocalDate): Refusal | undefined => {
  if (before && occurredOn < before.occurredOn)
    return refuse('CORRECTED_BEFORE_PREDECESSOR', { occurredOn, previousOn: before.occurredOn }, 'occurredOn');
  if (after && occurredOn > after.occurredOn)
    return refuse('CORRECTED_AFTER_SUCCESSOR', { occurredOn, nextOn: after.occurredOn }, 'occurredOn');
  return undefined;
};

/** The ways of units with solutions that a line is a step of, or that it brought together or ended. */
const waysThrough = (book: Book, { entry: { eventType, about }, subject }: Place): readonly Adoption[] => {
  const adoption = book.units.adoptions.get(subject);
  if (adoption) return [adoption];
  const ends = eventType === UnitsMerged.type || eventType === UnitClosed.type;
  return ends ? [subject, ...about].flatMap((unitId) => adoptionsOf(book, unitId)) : [];
};

/** No step is moved past the end of a unit or past a merger, and none of these past a step. */
const refusedOnItsWays = (place: Place, occurredOn: LocalDate, book: Book): Refusal | undefined => {
  for (const adoption of waysThrough(book, place)) {
    const way = wayOf(book, adoption);
    const at = way.findIndex(({ eventId }) => eventId === place.entry.eventId);
    const refused =
      at < 0 ? undefined : refusedInOrder({ ...place, before: way[at - 1], after: way[at + 1] }, occurredOn);
    if (refused) return refused;
  }
  return undefined;
};

const correctOccurredOn = decider<CorrectOccurredOnInput>(({ eventId, occurredOn, reason }, book, { today }) => {
  const place = neighbours(book.timeline, eventId);
  if (!place) return refuse('EVENT_UNKNOWN', {}, 'eventId');
  const { entry } = place;
  const refusedAsLine = refusedLine(entry);
  if (refusedAsLine) return refusedAsLine;
  if (occurredOn === entry.occurredOn) return refuse('OCCURRED_ON_UNCHANGED', { occurredOn }, 'occurredOn');
  if (occurredOn > today) return refuseInBook('OCCURRED_IN_FUTURE', { occurredOn }, 'occurredOn');
  const refused =
    refusedInOrder(place, occurredOn) ??
    refusedOnItsWays(place, occurredOn, book) ??
    refusedByOthers(place, occurredOn, { ...book, timeline: moveEntry(book.timeline, eventId, occurredOn) });
  if (refused) return refused;
  const { eventType, revision, occurredOn: previously } = entry;
  return [OccurredOnCorrected({ eventId, eventType, revision: Number(revision), previously, occurredOn, reason })];
});

export const correctionCommands = { correctOccurredOn };
