import type { Decision, Event } from '#kernel';
import type { DecideErasureInput, ErasureDecision, RequestErasureInput } from '#schema';
import { type Book } from '../book.state.js';
import { personMeant } from '../champion/champion.state.js';
import { decider } from '../decider.js';
import { ErasureRefused, ErasureRequested, PersonalDataErased, PersonalDataRestricted } from './person.events.js';
import type { Person } from './person.state.js';
import { refuse } from './person.words.js';

/** The person whom the command is about: known to the book, and not erased. */
const withPerson = (book: Book, id: string, decide: (person: Person) => Decision): Decision => {
  const person = book.persons.get(personMeant(book.champions, id));
  if (!person) return refuse('PERSON_UNKNOWN', {}, 'personId');
  if (person.status === 'ERASED') return refuse('PERSON_ERASED', {}, 'personId');
  return decide(person);
};

const requestErasure = decider<RequestErasureInput>(({ personId: id }, book, { newId }) =>
  withPerson(book, id, ({ id: personId, openRequestId }) =>
    openRequestId
      ? refuse('ERASURE_REQUESTED_ALREADY', {}, 'personId')
      : [ErasureRequested({ personId, requestId: newId() })],
  ),
);

type Decided = { readonly personId: string; readonly requestId: string; readonly ground: string };
const outcomes: Readonly<Record<ErasureDecision, (decided: Decided) => Event>> = {
  ERASE: PersonalDataErased,
  RESTRICT: PersonalDataRestricted,
  REFUSE: ErasureRefused,
};

const decideErasure = decider<DecideErasureInput>(({ personId: id, decision, ground }, book) =>
  withPerson(book, id, ({ id: personId, openRequestId: requestId, status }) => {
    if (!requestId) return refuse('ERASURE_NOT_REQUESTED', {}, 'personId');
    if (decision === 'RESTRICT' && status === 'RESTRICTED') return refuse('PERSON_RESTRICTED_ALREADY', {}, 'decision');
    return [outcomes[decision]({ personId, requestId, ground })];
  }),
);

export const personCommands = { requestErasure, decideErasure };
