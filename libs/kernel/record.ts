import { Map as Persistent } from 'immutable';

/**
 * Entities of a book by id, immutable: every version stays valid, so that the pipeline can go back to an earlier one
 * when an append fails. Persistent (structure is shared), so that a new version costs O(log n).
 */
export type Entities<T> = Persistent<string, T>;
/** No entities: what a book starts with. */
export const none = <T>(): Entities<T> => Persistent<string, T>();

/** The entities with one changed. That it is not there is a fault of the ledger: no decider lets it happen. */
export const patch = <T extends object>(entities: Entities<T>, id: string, changes: Partial<T>): Entities<T> => {
  const entity = entities.get(id);
  if (entity === undefined) throw new Error(`the book tells of ${id} before it begins`);
  return entities.set(id, { ...entity, ...changes });
};
