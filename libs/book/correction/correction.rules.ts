import { type LocalDate, type Refusal, latest } from '#kernel';
import type { Book } from '../book.state.js';
import { refuseInBook } from '../book.words.js';
import { NominationAccepted, NominationDeclined } from '../champion/champion.events.js';
import { refuse as refuseChampion } from '../champion/champion.words.js';
import { DecisionTaken, NonDecisionAcknowledged } from '../decision/decision.events.js';
import { refusedEffect, refusedReview } from '../decision/decision.rules.js';
import { refuse as refuseDecision } from '../decision/decision.words.js';
import { endedBy, endedOn, groundedOn, lastToldOn, outlivesProgramme } from '../endings.js';
import { PilotEvaluated } from '../pilot/pilot.events.js';
import { wasLearntBy } from '../pilot/pilot.state.js';
import { type Place, firstDayOf, linesAbout } from '../timeline.js';
import { milestonesOf } from '../unit/unit.timeline.js';
import { WaveCompleted, WaveOpened } from '../wave/wave.events.js';
import { type Wave } from '../wave/wave.state.js';
import { presentUnits } from '../wave/wave.units.js';
import { refuse as refuseWave } from '../wave/wave.words.js';
import { refuse } from './correction.words.js';

/** A rule on the book as it would be once the line stands on its new day. */
type Rule = (place: Place, occurredOn: LocalDate, moved: Book) => Refusal | undefined;

/** Nothing happens before the programme and the things that it is about have begun, as far as it rests on them. */
const refusedByGrounds: Rule = ({ entry }, occurredOn, { timeline, programme }) => {
  const others = [programme.id, ...entry.about];
  const beganOn = latest(...others.map((other) => groundedOn(timeline, other, entry.eventType)!));
  return occurredOn < beganOn
    ? refuseInBook('OCCURRED_BEFORE_ITS_SUBJECT', { occurredOn, beganOn }, 'occurredOn')
    : undefined;
};

/** What others tell of a thing rests on its beginning, its opening or its being decided: these are not moved past that. */
const refusedByWhatFollowed: Rule = ({ subject }, occurredOn, { timeline, programme }) => {
  let toldOn: LocalDate | undefined;
  for (const line of linesAbout(timeline, subject, programme.id)) {
    const early = line.occurredOn < groundedOn(timeline, subject, line.eventType)!;
    if (early && (toldOn === undefined || line.occurredOn < toldOn)) toldOn = line.occurredOn;
  }
  return toldOn === undefined
    ? undefined
    : refuse('CORRECTED_PAST_WHAT_FOLLOWED', { occurredOn, toldOn }, 'occurredOn');
};

/** Nothing happens to a thing after its end. */
const refusedByEndOfOthers: Rule = ({ entry }, occurredOn, { timeline, programme }) => {
  const things = outlivesProgramme(entry) ? entry.about : [programme.id, ...entry.about];
  for (const thing of things) {
    const nextOn = endedOn(timeline, thing, programme.id) ?? occurredOn;
    if (nextOn < occurredOn) return refuse('CORRECTED_AFTER_SUCCESSOR', { occurredOn, nextOn }, 'occurredOn');
  }
  return undefined;
};

/** Nothing ends before the last that is told of it. */
const refusedAsEnding: Rule = ({ entry, subject }, occurredOn, { timeline, programme }) => {
  for (const ended of endedBy(entry, subject)) {
    const toldOn = lastToldOn(timeline, ended, programme.id);
    if (occurredOn < toldOn) return refuseInBook('ENDED_BEFORE_LAST_LINE', { occurredOn, toldOn }, 'occurredOn');
  }
  return undefined;
};

/** Days that a decision's record names: it takes effect, is looked at again or falls due on them. */
const refusedByDecision: Rule = ({ entry: { eventType }, subject }, occurredOn, { decisions }) => {
  const decision = decisions.get(subject);
  if (!decision) return undefined;
  const { ref, dueBy, record } = decision;
  if (eventType === DecisionTaken.type)
    return (
      refusedEffect(record.EFFECTIVE_FROM, occurredOn, 'occurredOn') ??
      refusedReview(record.REVIEW_ON, occurredOn, 'occurredOn')
    );
  return eventType === NonDecisionAcknowledged.type && occurredOn <= dueBy
    ? refuseDecision('DECISION_NOT_OVERDUE', { decision: ref, dueBy }, 'occurredOn')
    : undefined;
};

/** A nomination is answered through its last day. */
const refusedByNomination: Rule = ({ entry: { eventType }, subject }, occurredOn, { champions }) => {
  if (eventType !== NominationAccepted.type && eventType !== NominationDeclined.type) return undefined;
  const { ref, expiresOn } = champions.get(subject)!;
  return occurredOn > expiresOn
    ? refuseChampion('NOMINATION_RAN_OUT', { champion: ref, expiresOn }, 'occurredOn')
    : undefined;
};

/** Was the wave opened on what a pilot had taught, and would that no longer be so? */
const lostItsPilot = (wave: Wave, { pilots, timeline }: Book): boolean => {
  const opened = timeline.bySubject.get(wave.id)!.find(({ eventType }) => eventType === WaveOpened.type);
  // With a decision to override, no pilot was needed.
  return opened?.about.length === 0 && !wasLearntBy({ pilots, timeline }, wave.solutionId, opened.occurredOn);
};

const refusedUnlearnt: Rule = ({ entry: { eventType }, subject }, _occurredOn, moved) => {
  const solutionId = moved.pilots.get(subject)?.solutionId;
  const rests = ({ id, solutionId: of }: Wave) =>
    (eventType === WaveOpened.type && id === subject) || (eventType === PilotEvaluated.type && of === solutionId);
  const wave = moved.waves.find((each) => rests(each) && lostItsPilot(each, moved));
  return wave && refuseWave('WAVE_WITHOUT_PILOT', { wave: wave.ref }, 'occurredOn');
};

/** A wave was completed when each of its units had gone live or said no; neither is moved past the other. */
const refusedByCompletion: Rule = ({ entry: { eventType }, subject }, occurredOn, moved) => {
  const { timeline, units, waves } = moved;
  const adoption = units.adoptions.get(subject);
  const reachedOn = (unitId: string, solutionId: string) => {
    const way = units.adoptions.get(`${unitId}/${solutionId}`);
    const { firstLiveOn, declinedOn } = way ? milestonesOf(timeline, way) : {};
    return firstLiveOn ?? declinedOn ?? '';
  };
  const completed = eventType === WaveCompleted.type ? waves.get(subject) : undefined;
  if (completed) {
    const { solutionId } = completed;
    const toldOn = latest('', ...presentUnits(completed, units).map(({ id }) => reachedOn(id, solutionId)));
    return occurredOn < toldOn
      ? refuseInBook('ENDED_BEFORE_LAST_LINE', { occurredOn, toldOn }, 'occurredOn')
      : undefined;
  }
  if (!adoption) return undefined;
  const { unitId, solutionId } = adoption;
  for (const waveId of moved.placements.get(unitId) ?? []) {
    const nextOn = waves.get(waveId)!.solutionId === solutionId && firstDayOf(timeline, waveId, WaveCompleted.type);
    if (nextOn && nextOn < reachedOn(unitId, solutionId))
      return refuse('CORRECTED_AFTER_SUCCESSOR', { occurredOn, nextOn }, 'occurredOn');
  }
  return undefined;
};

const rules: readonly Rule[] = [
  refusedByGrounds,
  refusedByWhatFollowed,
  refusedByEndOfOthers,
  refusedAsEnding,
  refusedByDecision,
  refusedByNomination,
  refusedUnlearnt,
  refusedByCompletion,
];

/** Why a line cannot stand on another day because of what other lines tell; `moved` is the book with it on that day. */
export const refusedByOthers: Rule = (place, occurredOn, moved) => {
  for (const rule of rules) {
    const refused = rule(place, occurredOn, moved);
    if (refused) return refused;
  }
  return undefined;
};
