import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

export type Field = GraphQLField<unknown, unknown>;
/** The fields that lead from the query to a type. */
export type Path = readonly Field[];

/** Entries of a list that are asked for: enough that one of them has what we look for. */
const pageSize = 6;

/** The variable that stands for an argument; undefined when it may be left out. */
const valueFor = (field: Field, name: string, type: GraphQLInputType, withIds: boolean): string | undefined => {
  if (name === 'first') return String(pageSize);
  if (withIds && name !== 'id' && name.endsWith('Id')) return `$${name}`;
  if (!isNonNullType(type)) return undefined;
  if (['programmeId', 'solutionId', 'decisionId', 'eventId'].includes(name)) return `$${name}`;
  if (getNamedType(type).name === 'PointInTime') return '{ knownAt: "30" }';
  if (name === 'id') return `$${getNamedType(field.type).name}`;
  if (name === 'withinDays') return '3650';
  if (name === 'interval') return undefined;
  if (name === 'from') return '"1"';
  throw new Error(`the matrix does not know what to give ${field.name}(${name}:)`);
};

const call = (field: Field, withIds = false): string => {
  const values = field.args.flatMap(({ name, type }) => {
    const value = valueFor(field, name, type, withIds);
    return value === undefined ? [] : [`${name}: ${value}`];
  });
  return values.length === 0 ? field.name : `${field.name}(${values.join(', ')})`;
};

/** A field with as little beneath it as there must be; `withIds` gives it also the ids that it might do without. */
export const bare = (field: Field, withIds = false): string => {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return call(field, withIds);
  const isPage = isObjectType(type) && 'totalCount' in type.getFields();
  return `${call(field, withIds)} { ${isPage ? 'totalCount edges { __typename }' : '__typename'} }`;
};

const documentOf = (kind: string, name: string, body: string): string => {
  const variables = [...new Set([...body.matchAll(/\$(\w+)/g)].map(([, each]) => each!))];
  const declared = variables.length === 0 ? '' : `(${variables.map((each) => `$${each}: ID!`).join(', ')})`;
  return `${kind} ${name}${declared} { ${body} }`;
};

/** What is asked for at the end of a path. */
export interface Ask {
  readonly path: Path;
  readonly selections: readonly string[];
}

const bodyOf = ({ path, selections }: Ask): string =>
  path.reduceRight((inner, field) => `${call(field)} { ${inner} }`, selections.join(' '));

/** An operation that goes down a path and asks for these there. */
export const queryAt = (path: Path, selections: readonly string[]): string =>
  documentOf('query', '', bodyOf({ path, selections }));

/** Several in one operation, each under a name of its own (`a0`). None of them may begin with the query itself. */
export const queryOfAll = (asks: readonly Ask[]): string =>
  documentOf('query', '', asks.map((each, at) => `a${at}: ${bodyOf(each)}`).join(' '));

export const usesVariables = (query: string): boolean => query.includes('$');

/** Everything that an answer holds at the end of a path. */
export const instancesAt = (data: unknown, path: Path): readonly Readonly<Record<string, unknown>>[] =>
  path
    .reduce<readonly unknown[]>(
      (values, field) =>
        values.flatMap((value) => (value as Record<string, unknown> | null)?.[field.name] ?? []).flat(Infinity as 1),
      [data ?? {}],
    )
    .filter((value): value is Record<string, unknown> => typeof value === 'object' && value !== null);

export const objectTypes = (schema: GraphQLSchema): readonly GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__')) as never;

export const fieldsOf = (type: GraphQLObjectType): readonly Field[] => Object.values(type.getFields());

const scalarValues: Readonly<Record<string, unknown>> = {
  Date: '2018-01-15',
  Share: 0.5,
  Percent: 50,
  Count: 1,
  Boolean: true,
  Int: 1,
  Float: 1,
  Email: 'synthetic@example.org',
  ID: '00000000-0000-4000-8000-000000000002',
};

const valueOf = ({ name, type }: GraphQLInputField, given: Readonly<Record<string, unknown>>): unknown => {
  const value = given[name];
  if (value === undefined) return leastOf(type, given);
  return isListType(getNullableType(type)) ? [value].flat() : value;
};

/** The least that an input of this type must hold, and what is given: fields by their names, at any depth. */
export const leastOf = (type: GraphQLInputType, given: Readonly<Record<string, unknown>>): unknown => {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [leastOf(nullable.ofType, given)];
  if (isEnumType(nullable)) return nullable.getValues()[0]!.name;
  if (!isInputObjectType(nullable)) return scalarValues[getNamedType(nullable).name] ?? 'Synthetic';
  const fields = Object.values(nullable.getFields());
  const held = fields.filter(({ name, type: fieldType }) => isNonNullType(fieldType) || given[name] !== undefined);
  return Object.fromEntries(held.map((field) => [field.name, valueOf(field, given)]));
};
