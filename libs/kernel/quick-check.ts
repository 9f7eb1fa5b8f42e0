import type { z } from 'zod';

/** True only where a schema would take the value exactly as it stands; false says that the schema itself must be asked. */
export type QuickCheck = (value: unknown) => boolean;

// The parts of zod's definitions that are looked at: https://zod.dev/packages/core
interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly check?: string;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly coerce?: boolean;
  readonly fn?: (value: unknown) => unknown;
  readonly checks?: readonly { readonly _zod: { readonly def: Definition } }[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
}

const definitionOf = (schema: z.ZodType) => schema._zod.def as unknown as Definition;

const ask: QuickCheck = () => false;
const all = (checks: readonly QuickCheck[]): QuickCheck => {
  if (checks.includes(ask)) return ask;
  const [first, second, ...more] = checks;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  const rest = more.length === 0 ? second : all([second, ...more]);
  return (value) => first(value) && rest(value);
};

/** Formats that are nothing but their pattern; others check more than that. */
const patternFormats = new Set(['uuid', 'date', 'datetime', 'email', 'regex']);

const matching = ({ format, pattern }: Definition): QuickCheck => {
  if (format === undefined) return () => true;
  if (!patternFormats.has(format) || pattern === undefined || pattern.global || pattern.sticky) return ask;
  return (value) => pattern.test(value as string);
};

/** What is checked of a value whose type is right already. */
const restricting = (definition: Definition): QuickCheck => {
  const { check, minimum, maximum, value: limit, inclusive } = definition;
  const lengthOf = (value: unknown) => (value as { readonly length: number }).length;
  switch (check) {
    case 'min_length':
      return minimum === undefined ? ask : (value) => lengthOf(value) >= minimum;
    case 'max_length':
      return maximum === undefined ? ask : (value) => lengthOf(value) <= maximum;
    case 'greater_than':
      return typeof limit !== 'number'
        ? ask
        : (value) => (inclusive ? (value as number) >= limit : (value as number) > limit);
    case 'less_than':
      return typeof limit !== 'number'
        ? ask
        : (value) => (inclusive ? (value as number) <= limit : (value as number) < limit);
    case 'string_format':
      return matching(definition);
    case 'custom': {
      const { fn } = definition;
      return fn ? (value) => fn(value) === true : ask;
    }
    default:
      return ask;
  }
};

const list = (element: z.ZodType): QuickCheck => {
  const fits = quickCheckOf(element);
  return fits === ask ? ask : (value) => Array.isArray(value) && value.every(fits);
};

const fieldsOf = (value: object): number => {
  let fields = 0;
  for (const _name in value) fields++;
  return fields;
};

/** Only objects that take no other fields: of any other zod gives a copy that holds less. */
const strictObject = ({ shape = {}, catchall }: Definition): QuickCheck => {
  if (catchall === undefined || definitionOf(catchall).type !== 'never') return ask;
  const fields = Object.entries(shape).map(([name, schema]) => ({
    name,
    fits: quickCheckOf(schema),
    optional: definitionOf(schema).type === 'optional',
  }));
  if (fields.some(({ fits }) => fits === ask)) return ask;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    let known = 0;
    for (const { name, fits, optional } of fields) {
      const field = (value as Readonly<Record<string, unknown>>)[name];
      if (field === undefined) {
        if (!optional) return false;
      } else {
        if (!fits(field)) return false;
        known++;
      }
    }
    return known === fieldsOf(value);
  };
};

const typed = (definition: Definition): QuickCheck => {
  const { type, format, options = [], innerType, element } = definition;
  if (definition.coerce) return ask;
  switch (type) {
    case 'string':
      return all([(value) => typeof value === 'string', matching(definition)]);
    case 'number':
      if (format !== undefined && format !== 'safeint') return ask;
      return format === 'safeint' ? Number.isSafeInteger : Number.isFinite;
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'enum': {
      const entries = new Set<unknown>(Object.values(definition.entries ?? {}));
      return (value) => entries.has(value);
    }
    case 'literal': {
      const values = new Set(definition.values);
      return (value) => values.has(value);
    }
    case 'optional':
      return quickCheckOf(innerType!);
    case 'nullable': {
      const fits = quickCheckOf(innerType!);
      return fits === ask ? ask : (value) => value === null || fits(value);
    }
    case 'union': {
      const fits = options.map(quickCheckOf).filter((each) => each !== ask);
      return (value) => fits.some((each) => each(value));
    }
    case 'array':
      return list(element!);
    case 'object':
      return strictObject(definition);
    default:
      return ask;
  }
};

/**
 * A check that costs a tenth of a schema's own. Whatever it does not know well enough (a transformation, a kind
 * of schema it was not told of) it leaves to the schema, so that it can be slow but not wrong.
 */
export const quickCheckOf = (schema: z.ZodType): QuickCheck => {
  const definition = definitionOf(schema);
  return all([typed(definition), ...(definition.checks ?? []).map((each) => restricting(each._zod.def))]);
};
