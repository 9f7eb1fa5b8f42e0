import { type Event, type EventDefinition, isSealed } from '#kernel';
import { type Vault, aadOf } from '#privacy';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** A personal value in the data of an event, and the object that it stands in. */
export interface PersonalField {
  readonly path: string;
  readonly clear: unknown;
  readonly beside: Fields;
}

/** The personal value at a path; undefined where the event has none. */
const findAt = (data: unknown, path: string): PersonalField | undefined => {
  const keys = path.split('.');
  const last = keys.pop()!;
  let beside = data;
  for (const key of keys) {
    if (!isFields(beside)) throw new Error(`${path} should lie in fields, one of them personal`);
    beside = beside[key];
    if (beside === undefined || beside === null) return undefined;
  }
  if (!isFields(beside)) throw new Error(`${path} should lie in fields, one of them personal`);
  const clear = beside[last];
  return clear === undefined || clear === null ? undefined : { path, clear, beside };
};

/** Puts a value in the place of the one at a path; the objects on the way are copied. */
const putAt = (data: Fields, [key, ...rest]: readonly string[], value: unknown): Fields => ({
  ...data,
  [key!]: rest.length === 0 ? value : putAt(data[key!] as Fields, rest, value),
});

const sealField = async (
  vault: Pick<Vault, 'seal'>,
  { type }: Event,
  eventId: string,
  { path, clear, beside: { personId } }: PersonalField,
) => {
  if (typeof clear !== 'string') throw new Error(`${path} of ${type} must come to the ledger in clear text`);
  if (typeof personId !== 'string') throw new Error(`${path} of ${type} is personal, and no personId stands beside it`);
  return { path, sealed: await vault.seal(personId, clear, aadOf(eventId, path)) };
};

/** The personal fields that an event has, in clear. */
export const personalFieldsOf = ({ data }: Event, { personalPaths }: EventDefinition): readonly PersonalField[] =>
  personalPaths.map((path) => findAt(data, path)).filter((field) => field !== undefined);

/**
 * The event with its personal fields sealed, each under the key of the person whose `personId` stands beside it. All of
 * them are given to the vault in one turn. A personal value whose person is not named is a fault, and so is one that comes
 * sealed already: it was sealed for another event and would open nowhere. @throws VaultError PERSON_ERASED
 */
export const sealPersonal = async (
  vault: Pick<Vault, 'seal'>,
  event: Event,
  eventId: string,
  fields: readonly PersonalField[],
): Promise<Event> => {
  const all = await Promise.all(fields.map((field) => sealField(vault, event, eventId, field)));
  const data = all.reduce((at, { path, sealed }) => putAt(at, path.split('.'), sealed), event.data as Fields);
  return { ...event, data };
};

const valueAt = (data: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), data);

/** The last look before the append: clear text in a personal field never gets past here. */
export const assertSealed = (type: string, data: unknown, definition: EventDefinition): void => {
  for (const path of definition.personalPaths) {
    const value = valueAt(data, path);
    if (value !== undefined && value !== null && !isSealed(value)) throw new Error(`${path} of ${type} was not sealed`);
  }
};
