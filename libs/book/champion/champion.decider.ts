import { type Context, type Decision, type Refusal, addDays, isRefusal } from '#kernel';
import type {
  AcceptNominationInput,
  AllocateTimeInput,
  AppointChangeAgentInput,
  DeclineNominationInput,
  MoveChampionInput,
  NominateChampionInput,
  RecogniseChampionInput,
  RecordChampionLeftInput,
  RecordLeaveInput,
  RecordReturnInput,
} from '#schema';
import { type Book, nextRef } from '../book.state.js';
import { decider } from '../decider.js';
import { refuse as refusePerson } from '../person/person.words.js';
import { refusedSolution } from '../programme/programme.refusals.js';
import { activeUnit } from '../unit/unit.refusals.js';
import { remainingUnit } from '../unit/unit.state.js';
import {
  ChampionLeft,
  ChampionMoved,
  ChampionNominated,
  ChampionRecognised,
  ChampionReturned,
  ChampionWentOnLeave,
  ChangeAgentAppointed,
  NominationAccepted,
  NominationDeclined,
  TimeAllocated,
} from './champion.events.js';
import { type Champion, type ChampionStatus, isCurrent, personMeant } from './champion.state.js';
import { refuse } from './champion.words.js';

const answerDaysDefault = 30;
const answerDaysMax = 365;

const refusedUnit = ({ units }: Book, unitId: string, field: string): Refusal | undefined => {
  const unit = activeUnit(units, unitId, field);
  return isRefusal(unit) ? unit : undefined;
};

const isErased = ({ persons }: Book, personId: string): boolean => persons.get(personId)!.status === 'ERASED';

/** What the book holds already of a person at a unit, for the same thing. */
const currentAt = (book: Book, of: { personId: string; solutionId: string | undefined; unitId: string }) =>
  book.champions.find(
    (champion) =>
      isCurrent(champion) &&
      champion.personId === of.personId &&
      champion.solutionId === of.solutionId &&
      remainingUnit(book.units, champion.unitId).id === of.unitId,
  );

/** The rules for nominating somebody whom the book knows already. */
const refusedKnown = (book: Book, personId: string, input: NominateChampionInput): Refusal | undefined => {
  const person = book.persons.get(personId);
  if (!person) return refusePerson('PERSON_UNKNOWN', {}, 'person.personId');
  if (person.status === 'ERASED') return refusePerson('PERSON_ERASED', {}, 'person.personId');
  if (person.status === 'RESTRICTED') return refusePerson('PERSON_RESTRICTED', {}, 'person.personId');
  const already = currentAt(book, { personId, solutionId: input.solutionId, unitId: input.unitId });
  return already && refuse('NOMINATED_ALREADY', { champion: already.ref }, 'person.personId');
};

/** The person who is nominated, when the book knows them already. */
const knownPerson = ({ champions }: Book, { person: { personId } }: NominateChampionInput): string | undefined =>
  personId && personMeant(champions, personId);

const refusedNominee = (book: Book, input: NominateChampionInput): Refusal | undefined => {
  const known = knownPerson(book, input);
  if (known) return refusedKnown(book, known, input);
  return input.person.name ? undefined : refuse('NOMINEE_MISSING', {}, 'person.name');
};

const nominateChampion = decider<NominateChampionInput>((input, book, { occurredOn, newId }) => {
  const { unitId, solutionId, person, route, rationale, answerWithinDays: days = answerDaysDefault } = input;
  const refused =
    refusedUnit(book, unitId, 'unitId') ?? refusedSolution(book, solutionId) ?? refusedNominee(book, input);
  if (refused) return refused;
  if (days < 1 || days > answerDaysMax)
    return refuse('ANSWER_TIME_OUT_OF_RANGE', { days, max: answerDaysMax }, 'answerWithinDays');
  return [
    ChampionNominated({
      championId: newId(),
      ref: nextRef(book.champions, 'C'),
      unitId,
      solutionId,
      personId: knownPerson(book, input) ?? newId(),
      name: person.name,
      email: person.email,
      rationale,
      route,
      expiresOn: addDays(occurredOn, days),
    }),
  ];
});

/** In which states a command is possible, and what is said otherwise. */
/** An answer in time counts, also when the clock had not been told of it and wrote that the nomination ran out. */
const awaitingAnswer = { states: ['NOMINATED', 'EXPIRED'], refusal: 'CHAMPION_NOT_NOMINATED' } as const;
const active = { states: ['ACTIVE'], refusal: 'CHAMPION_NOT_ACTIVE' } as const;
const onLeave = { states: ['ON_LEAVE'], refusal: 'CHAMPION_NOT_ON_LEAVE' } as const;
const takingPart = { states: ['ACTIVE', 'ON_LEAVE'], refusal: 'CHAMPION_NOT_TAKING_PART' } as const;

type Rule = typeof awaitingAnswer | typeof active | typeof onLeave | typeof takingPart;
type DecideOn<Input> = (champion: Champion, input: Input, context: Context, book: Book) => Decision;

/** A command that changes only in which state a champion is counted: it is possible after an erasure, too. */
const counting = <Input extends { readonly championId: string }>(rule: Rule, decide: DecideOn<Input>) =>
  decider<Input>((input, book, context) => {
    const champion = book.champions.get(input.championId);
    if (!champion) return refuse('CHAMPION_UNKNOWN', {}, 'championId');
    const { ref, status } = champion;
    if (!(rule.states as readonly ChampionStatus[]).includes(status))
      return refuse(rule.refusal, { champion: ref, status }, 'championId');
    return decide(champion, input, context, book);
  });

/** A command that adds a chapter to what a person did: the person must still be in the book. */
const telling = <Input extends { readonly championId: string }>(rule: Rule, decide: DecideOn<Input>) =>
  counting<Input>(rule, (champion, input, context, book) =>
    isErased(book, champion.personId)
      ? refusePerson('PERSON_ERASED', {}, 'championId')
      : decide(champion, input, context, book),
  );

const ranOut = ({ ref, expiresOn }: Champion, { occurredOn }: Context): Refusal | undefined =>
  occurredOn > expiresOn ? refuse('NOMINATION_RAN_OUT', { champion: ref, expiresOn }, 'championId') : undefined;

/** Somebody whose nomination ran out may have been nominated again meanwhile: then it is that one which they answer. */
const refusedTwice = (champion: Champion, book: Book): Refusal | undefined => {
  const other = currentAt(book, { ...champion, unitId: remainingUnit(book.units, champion.unitId).id });
  return other && other.id !== champion.id
    ? refuse('NOMINATED_ALREADY', { champion: other.ref }, 'championId')
    : undefined;
};

const acceptNomination = telling<AcceptNominationInput>(
  awaitingAnswer,
  (champion, { championId }, context, book) =>
    ranOut(champion, context) ??
    refusedUnit(book, remainingUnit(book.units, champion.unitId).id, 'championId') ??
    refusedTwice(champion, book) ?? [NominationAccepted({ championId })],
);

const declineNomination = counting<DeclineNominationInput>(
  awaitingAnswer,
  (champion, { championId }, context) => ranOut(champion, context) ?? [NominationDeclined({ championId })],
);

const allocateTime = telling<AllocateTimeInput>(takingPart, (champion, { championId, percent }) => {
  if (percent <= 0) return refuse('TIME_NOT_POSITIVE', {}, 'percent');
  if (percent === champion.percent)
    return refuse('TIME_ALLOCATED_ALREADY', { champion: champion.ref, percent }, 'percent');
  return [TimeAllocated({ championId, percent })];
});

const appointChangeAgent = telling<AppointChangeAgentInput>(active, ({ ref, changeAgent }, { championId, mandate }) => {
  if (changeAgent) return refuse('CHANGE_AGENT_ALREADY', { champion: ref }, 'championId');
  return [ChangeAgentAppointed({ championId, mandate })];
});

const moveChampion = telling<MoveChampionInput>(takingPart, (champion, { championId, toUnitId }, _context, book) => {
  const refused = refusedUnit(book, toUnitId, 'toUnitId');
  if (refused) return refused;
  const from = remainingUnit(book.units, champion.unitId);
  if (toUnitId === from.id)
    return refuse('CHAMPION_AT_UNIT_ALREADY', { champion: champion.ref, unit: from.name }, 'toUnitId');
  const already = currentAt(book, { ...champion, unitId: toUnitId });
  if (already) return refuse('NOMINATED_ALREADY', { champion: already.ref }, 'toUnitId');
  return [ChampionMoved({ championId, fromUnitId: from.id, toUnitId })];
});

const recogniseChampion = telling<RecogniseChampionInput>(
  takingPart,
  ({ personId }, { championId, what }, _context, { persons }) =>
    persons.get(personId)!.status === 'RESTRICTED'
      ? refusePerson('PERSON_RESTRICTED', {}, 'championId')
      : [ChampionRecognised({ championId, personId, what })],
);

const recordLeave = counting<RecordLeaveInput>(active, (_champion, { championId, expectedReturn }, { occurredOn }) => {
  if (expectedReturn && expectedReturn <= occurredOn)
    return refuse('RETURN_NOT_AFTER_LEAVE', { expectedReturn, leaveOn: occurredOn }, 'expectedReturn');
  return [ChampionWentOnLeave({ championId, expectedReturn })];
});

const recordReturn = counting<RecordReturnInput>(onLeave, (_champion, { championId }) => [
  ChampionReturned({ championId }),
]);

const recordChampionLeft = counting<RecordChampionLeftInput>(takingPart, (_champion, { championId }) => [
  ChampionLeft({ championId }),
]);

export const championCommands = {
  nominateChampion,
  acceptNomination,
  declineNomination,
  allocateTime,
  appointChangeAgent,
  moveChampion,
  recogniseChampion,
  recordLeave,
  recordReturn,
  recordChampionLeft,
};
