import { type LocalDate, latest } from '#kernel';
import { OccurredOnCorrected } from './correction/correction.events.js';
import {
  DecisionRecordCorrected,
  DecisionRevoked,
  DecisionSuperseded,
  DecisionTaken,
  DecisionTookOver,
} from './decision/decision.events.js';
import { personEvents } from './person/person.events.js';
import { PilotApproved, PilotScaled, PilotStarted, PilotStopped } from './pilot/pilot.events.js';
import { ProgrammeClosed } from './programme/programme.events.js';
import { type Entry, type Timeline, beginningOf, firstDayOf, linesAbout } from './timeline.js';
import { UnitClosed, UnitWentLive, UnitsMerged } from './unit/unit.events.js';
import { WaveCancelled, WaveCompleted, WaveOpened } from './wave/wave.events.js';

/** What must have happened to a thing before a line may rest on it. For all other lines it is enough that it has begun. */
const groundsOf: Readonly<Record<string, readonly string[]>> = {
  [UnitWentLive.type]: [WaveOpened.type, PilotStarted.type],
  [WaveOpened.type]: [DecisionTaken.type],
  [PilotApproved.type]: [DecisionTaken.type],
  [PilotScaled.type]: [DecisionTaken.type],
  [DecisionSuperseded.type]: [DecisionTaken.type],
  [DecisionTookOver.type]: [DecisionTaken.type],
};

/** The day from which on a line of this kind may be about a thing; undefined when the book does not know the thing. */
export const groundedOn = (timeline: Timeline, subject: string, eventType: string): LocalDate | undefined => {
  const grounds = groundsOf[eventType];
  return (grounds && firstDayOf(timeline, subject, ...grounds)) ?? beginningOf(timeline, subject);
};

const endings: ReadonlySet<string> = new Set(
  [
    ProgrammeClosed,
    UnitClosed,
    WaveCompleted,
    WaveCancelled,
    PilotScaled,
    PilotStopped,
    DecisionRevoked,
    DecisionSuperseded,
  ].map(({ type }) => type),
);

/** The things that a line brings to an end. From then on nothing is told about them, save what happened before. */
export const endedBy = (
  { eventType, about }: Pick<Entry, 'eventType' | 'about'>,
  subject: string,
): readonly string[] => (eventType === UnitsMerged.type ? about : endings.has(eventType) ? [subject] : []);

/** The day on which a thing ended; undefined while it goes on. A unit may end in the life of the one that it merged into. */
export const endedOn = (timeline: Timeline, subject: string, programmeId: string): LocalDate | undefined => {
  const own = timeline.bySubject.get(subject)?.find(({ eventType }) => endings.has(eventType));
  if (own || subject === programmeId) return own?.occurredOn;
  for (const entry of linesAbout(timeline, subject, programmeId))
    if (entry.eventType === UnitsMerged.type) return entry.occurredOn;
  return undefined;
};

/** Lines about the record and about persons’ rights: they go on after the programme has ended. */
const aboutTheRecord: ReadonlySet<string> = new Set(
  [OccurredOnCorrected, DecisionRecordCorrected, ...personEvents].map(({ type }) => type),
);
export const outlivesProgramme = ({ eventType }: Pick<Entry, 'eventType'>): boolean => aboutTheRecord.has(eventType);

/** The last day on which others tell of a thing; before all days when none does. */
export const lastToldOn = (timeline: Timeline, subject: string, programmeId: string): LocalDate => {
  let last = '';
  for (const entry of linesAbout(timeline, subject, programmeId))
    if (!entry.byClock && !outlivesProgramme(entry)) last = latest(last, entry.occurredOn);
  return last;
};
