import { describe, expect, it } from '@jest/globals';
import {
  type GraphQLNamedType,
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { readSdl } from '../../scripts/generate-inputs.js';

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** Every mutation takes `input` and `record`; their types tell what they are. */
const isSaidByItsType = (type: GraphQLNamedType, { name }: Described) =>
  type.name === 'Mutation' && (name === 'input' || name === 'record');

const partsOf = (type: GraphQLNamedType): readonly (readonly [string, Described])[] => {
  if (isEnumType(type)) return type.getValues().map((value) => [`${type.name}.${value.name}`, value]);
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    [`${type.name}.${field.name}`, field] as const,
    ...field.args
      .filter((argument) => !isSaidByItsType(type, argument))
      .map((argument) => [`${type.name}.${field.name}(${argument.name}:)`, argument] as const),
  ]);
};

describe('the SDL', () => {
  it('describes everything that it names', () => {
    const types = Object.values(buildSchema(readSdl()).getTypeMap()).filter(
      (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
    );
    const named = types.flatMap((type) => [[type.name, type] as const, ...partsOf(type)]);
    expect(named.filter(([, { description }]) => !description).map(([name]) => name)).toEqual([]);
  });
});
