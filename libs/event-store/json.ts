/** Deeper than any event of ours, and well below where JSON parsers give up. */
const depthMax = 200;

/** A place in a value that JSON cannot carry: keys from the root, and what stands there. */
export interface JsonFlaw {
  readonly path: readonly (string | number)[];
  readonly found: string;
}

const flaw = (found: string): JsonFlaw => ({ path: [], found });
const within = (key: string | number, inner: JsonFlaw): JsonFlaw => ({ ...inner, path: [key, ...inner.path] });

/** An object literal or one without prototype, of any realm: its prototype, if any, is the root of its chain. */
const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const kindOf = (value: object): string => {
  const name = (value.constructor as { name?: string } | undefined)?.name;
  return name ? `an instance of ${name}` : 'an object that is not plain';
};

const flawInMembers = (value: object, ancestors: object[]): JsonFlaw | undefined => {
  if (Object.getOwnPropertySymbols(value).length > 0) return flaw('an object with a symbol for a key');
  for (const [key, member] of Object.entries(value)) {
    // A field that is there without a value means the same as one that is not there, and JSON leaves it out.
    const found = member === undefined ? undefined : flawIn(member, ancestors);
    if (found) return within(key, found);
  }
  return undefined;
};

const flawInItems = (items: readonly unknown[], ancestors: object[]): JsonFlaw | undefined => {
  for (let index = 0; index < items.length; index++) {
    const found = flawIn(items[index], ancestors);
    if (found) return within(index, found);
  }
  return undefined;
};

const flawInObject = (value: object, ancestors: object[]): JsonFlaw | undefined => {
  if (ancestors.includes(value)) return flaw('a reference to an object that holds it');
  if (ancestors.length >= depthMax) return flaw(`something more than ${depthMax} levels deep`);
  const isList = Array.isArray(value);
  if (!isList && !isPlain(value)) return flaw(kindOf(value));
  ancestors.push(value);
  const found = isList ? flawInItems(value, ancestors) : flawInMembers(value, ancestors);
  ancestors.pop();
  return found;
};

/**
 * What keeps a value from being read back from JSON as it was written: BigInt, NaN, dates, maps, functions, cycles…
 * `undefined` is such a flaw as the value itself and inside a list.
 */
export const flawIn = (value: unknown, ancestors: object[] = []): JsonFlaw | undefined => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : flaw(String(value));
    case 'object':
      return value === null ? undefined : flawInObject(value, ancestors);
    case 'undefined':
      return flaw('undefined');
    default:
      return flaw(`a ${typeof value}`);
  }
};

/** `events[0].data`, `['items', 2, 'at']` → `events[0].data.items[2].at` */
export const pathText = (root: string, path: JsonFlaw['path']): string =>
  path.reduce<string>((text, key) => text + (typeof key === 'number' ? `[${key}]` : `.${key}`), root);
