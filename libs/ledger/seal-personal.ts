import { type Event, type EventDefinition, isSealed } from '#kernel';
import { type Vault, aadOf } from '#privacy';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Puts `seal(value, owner)` in the place of the value at a path; the objects on the way are copied. */
const sealAt = (data: Fields, keys: readonly string[], seal: (clear: unknown, beside: Fields) => unknown): Fields => {
  const [key, ...rest] = keys as [string, ...string[]];
  const value = data[key];
  if (value === undefined || value === null) return data;
  if (rest.length === 0) return { ...data, [key]: seal(value, data) };
  if (!isFields(value)) throw new Error(`${key} should hold fields, one of them personal`);
  return { ...data, [key]: sealAt(value, rest, seal) };
};

/**
 * The data of an event with every personal field sealed under the key of the person whose `personId` stands beside it.
 * A personal value whose person is not named is a fault, and so is one that comes sealed already: it was sealed for
 * another event and would open nowhere. @throws VaultError PERSON_ERASED
 */
export const sealPersonal = (vault: Vault, event: Event, eventId: string, definition: EventDefinition): unknown =>
  definition.personalPaths.reduce<unknown>((data, path) => {
    if (!isFields(data)) throw new Error(`${event.type} has no fields`);
    return sealAt(data, path.split('.'), (clear, { personId }) => {
      if (typeof clear !== 'string') throw new Error(`${path} of ${event.type} must come to the ledger in clear text`);
      if (typeof personId !== 'string')
        throw new Error(`${path} of ${event.type} is personal, and no personId stands beside it`);
      return vault.seal(personId, clear, aadOf(eventId, path));
    });
  }, event.data);

const valueAt = (data: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), data);

/** The last look before the append: clear text in a personal field never gets past here. */
export const assertSealed = (type: string, data: unknown, definition: EventDefinition): void => {
  for (const path of definition.personalPaths) {
    const value = valueAt(data, path);
    if (value !== undefined && value !== null && !isSealed(value)) throw new Error(`${path} of ${type} was not sealed`);
  }
};
