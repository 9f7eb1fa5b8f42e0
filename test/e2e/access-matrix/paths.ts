import {
  type GraphQLField,
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
const pageSize = 50;

/** The variable that stands for an argument; undefined when it may be left out. */
const valueFor = (field: Field, name: string, type: GraphQLInputType): string | undefined => {
  if (name === 'first') return String(pageSize);
  if (!isNonNullType(type)) return undefined;
  if (name === 'programmeId' || name === 'solutionId') return `$${name}`;
  if (name === 'id') return `$${getNamedType(field.type).name}`;
  if (name === 'withinDays') return '3650';
  if (name === 'interval') return undefined;
  throw new Error(`the matrix does not know what to give ${field.name}(${name}:)`);
};

const call = (field: Field): string => {
  const values = field.args.flatMap(({ name, type }) => {
    const value = valueFor(field, name, type);
    return value === undefined ? [] : [`${name}: ${value}`];
  });
  return values.length === 0 ? field.name : `${field.name}(${values.join(', ')})`;
};

/** A field with as little beneath it as there must be. */
export const bare = (field: Field): string => {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return call(field);
  const isPage = isObjectType(type) && 'totalCount' in type.getFields();
  return `${call(field)} { ${isPage ? 'totalCount edges { __typename }' : '__typename'} }`;
};

/** An operation that goes down a path and asks for these there. */
export const queryAt = (path: Path, selections: readonly string[]): string => {
  const body = path.reduceRight((inner, field) => `${call(field)} { ${inner} }`, selections.join(' '));
  const variables = [...new Set([...body.matchAll(/\$(\w+)/g)].map(([, name]) => name!))];
  const declared = variables.length === 0 ? '' : `(${variables.map((name) => `$${name}: ID!`).join(', ')})`;
  return `query ${declared} { ${body} }`;
};

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

/** The least that an input of this type must hold. `given` replaces fields by their names, at any depth. */
export const leastOf = (type: GraphQLInputType, given: Readonly<Record<string, unknown>>): unknown => {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [leastOf(nullable.ofType, given)];
  if (isEnumType(nullable)) return nullable.getValues()[0]!.name;
  if (!isInputObjectType(nullable)) return scalarValues[getNamedType(nullable).name] ?? 'Synthetic';
  const needed = Object.values(nullable.getFields()).filter((field) => isNonNullType(field.type));
  return Object.fromEntries(needed.map((field) => [field.name, given[field.name] ?? leastOf(field.type, given)]));
};
