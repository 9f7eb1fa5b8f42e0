import { type Entities, type Line, unreachable } from '#kernel';
import type { PersonEvent } from './person.events.js';

/** A person whose data the book holds, sealed: a champion, an owner, a motivated leader. */
export interface Person {
  readonly id: string;
  readonly status: 'KEPT' | 'ERASED' | 'RESTRICTED';
  /** The request that waits for a decision. */
  readonly openRequestId?: string | undefined;
}

export type Persons = Entities<Person>;

export const evolvePersons = (persons: Persons, line: Line<PersonEvent>): Persons => {
  const { personId: id } = line.data;
  const person = persons.get(id) ?? { id, status: 'KEPT' as const };
  switch (line.type) {
    case 'ErasureRequested':
      return persons.set(id, { ...person, openRequestId: line.data.requestId });
    case 'PersonalDataErased':
      return persons.set(id, { ...person, status: 'ERASED', openRequestId: undefined });
    case 'PersonalDataRestricted':
      return persons.set(id, { ...person, status: 'RESTRICTED', openRequestId: undefined });
    case 'ErasureRefused':
      return persons.set(id, { ...person, openRequestId: undefined });
    default:
      return unreachable(line);
  }
};
