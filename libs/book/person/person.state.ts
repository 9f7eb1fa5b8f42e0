import { type Entities, type EventDefinition, type Line, patch, unreachable } from '#kernel';
import type { PersonEvent } from './person.events.js';

/** A person whose data the book holds, sealed: a champion, an owner, a motivated leader. */
export interface Person {
  readonly id: string;
  readonly status: 'KEPT' | 'ERASED' | 'RESTRICTED';
  /** The request that waits for a decision. */
  readonly openRequestId?: string | undefined;
}

export type Persons = Entities<Person>;

const fieldAt = (data: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], data);

/** The persons whose data an event holds: the `personId` that stands beside each of its personal fields. */
export const personsIn = (
  { personalPaths }: Pick<EventDefinition, 'personalPaths'>,
  data: unknown,
): readonly string[] =>
  personalPaths
    .map((path) => fieldAt(data, [...path.split('.').slice(0, -1), 'personId']))
    .filter((personId) => typeof personId === 'string');

/** The persons, with those whom the book tells of for the first time. */
export const meet = (persons: Persons, ids: readonly string[]): Persons =>
  ids.reduce((known, id) => (known.has(id) ? known : known.set(id, { id, status: 'KEPT' })), persons);

export const evolvePersons = (persons: Persons, line: Line<PersonEvent>): Persons => {
  const set = (changes: Partial<Person>) => patch(persons, line.data.personId, changes);
  switch (line.type) {
    case 'ErasureRequested':
      return set({ openRequestId: line.data.requestId });
    case 'PersonalDataErased':
      return set({ status: 'ERASED', openRequestId: undefined });
    case 'PersonalDataRestricted':
      return set({ status: 'RESTRICTED', openRequestId: undefined });
    case 'ErasureRefused':
      return set({ openRequestId: undefined });
    default:
      return unreachable(line);
  }
};
