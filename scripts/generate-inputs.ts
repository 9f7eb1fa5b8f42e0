/** Generates schema/generated/inputs.ts from schema/*.graphql: what commands and queries take, as types and as data. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  buildSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

const folder = new URL('../../schema/', import.meta.url).pathname;

export const readSdl = (): string =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');

const numbers = new Set(['Int', 'Float', 'Share', 'Percent', 'Count']);
const scalarType = (name: string): string => {
  if (numbers.has(name)) return 'number';
  if (name === 'Boolean') return 'boolean';
  return name === 'Position' ? 'bigint' : 'string';
};

const typeOf = (type: GraphQLInputType): string => {
  if (isNonNullType(type)) return typeOf(type.ofType);
  if (isListType(type)) return `readonly ${typeOf(type.ofType)}[]`;
  return isEnumType(type) || isInputObjectType(type) ? type.name : scalarType(type.name);
};

const member = (name: string, type: GraphQLInputType): string =>
  isNonNullType(type) ? `  readonly ${name}: ${typeOf(type)};` : `  readonly ${name}?: ${typeOf(type)} | undefined;`;

const members = (fields: readonly { name: string; type: GraphQLInputType }[]): string =>
  fields.map(({ name, type }) => member(name, type)).join('\n');

const enumOf = (type: GraphQLEnumType): string =>
  `export type ${type.name} =\n${type
    .getValues()
    .map(({ name }) => `  | '${name}'`)
    .join('\n')};`;

const shapeOf = (type: GraphQLInputType): object => {
  const required = isNonNullType(type);
  const nullable = required ? type.ofType : type;
  const list = isListType(nullable);
  const item = list ? nullable.ofType : nullable;
  const named = (isNonNullType(item) ? item.ofType : item) as { name: string };
  return { type: named.name, required, list };
};

const shapes = (inputs: readonly GraphQLInputObjectType[]): object =>
  Object.fromEntries(
    inputs.map((input) => [
      input.name,
      Object.fromEntries(Object.values(input.getFields()).map(({ name, type }) => [name, shapeOf(type)])),
    ]),
  );

const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1);

const argumentTypes = (schema: GraphQLSchema): string[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__') && type.name !== 'Mutation')
    .flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields())
            .filter((field) => field.args.length > 0)
            .map((field) => `export interface ${type.name}${capital(field.name)}Args {\n${members(field.args)}\n}`)
        : [],
    );

const mutations = (schema: GraphQLSchema): object =>
  Object.fromEntries(
    Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => [
      field.name,
      shapeOf(field.args.find((arg) => arg.name === 'input')!.type),
    ]),
  );

export const generateInputs = (sdl: string): string => {
  const schema = buildSchema(sdl);
  const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
  const inputs = types.filter(isInputObjectType);
  const enums = types.filter(isEnumType);
  const values = Object.fromEntries(enums.map((type) => [type.name, type.getValues().map(({ name }) => name)]));
  return [
    '// Generated from schema/*.graphql by `npm run generate`. Do not edit.',
    ...enums.map(enumOf),
    ...inputs.map((input) => `export interface ${input.name} {\n${members(Object.values(input.getFields()))}\n}`),
    ...argumentTypes(schema),
    `/** A field of an input: its type by name, whether it must be there, whether it is a list of these. */
export interface FieldShape {
  readonly type: string;
  readonly required: boolean;
  readonly list: boolean;
}`,
    `export const inputShapes: Readonly<Record<string, Readonly<Record<string, FieldShape>>>> = ${JSON.stringify(shapes(inputs), null, 2)};`,
    `export const enumValues: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(values, null, 2)};`,
    `/** The input type of each mutation. */
export const mutationInputs: Readonly<Record<string, FieldShape>> = ${JSON.stringify(mutations(schema), null, 2)};`,
    '',
  ].join('\n\n');
};

if (import.meta.url === `file://${process.argv[1]}`) {
  writeFileSync(join(folder, 'generated/inputs.ts'), generateInputs(readSdl()));
}
