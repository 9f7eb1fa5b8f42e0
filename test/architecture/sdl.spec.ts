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

/** What is shown from a row or counted from rows; what is a part of it is opened with it. */
const figures = [
  'Adoption',
  'AdoptionByWave',
  'AdoptionCurve',
  'AdoptionCurvePoint',
  'ChampionCoverage',
  'Contagion',
  'ContagionResult',
];
const moreFigures = [
  'LapsedUnit',
  'PilotObservation',
  'PrecededInterest',
  'SolutionProgress',
  'UnassignedInterest',
  'UnitChampions',
];

describe('the SDL', () => {
  it('lets every thing and every figure be opened down to its lines', () => {
    const implementing = (name: string) =>
      Object.values(buildSchema(readSdl()).getTypeMap())
        .filter((type) => isObjectType(type) && type.getInterfaces().some((each) => each.name === name))
        .map(({ name: type }) => type);
    expect(implementing('Evidenced')).toEqual(
      expect.arrayContaining([...implementing('Node'), ...figures, ...moreFigures]),
    );
  });

  it('describes everything that it names', () => {
    const types = Object.values(buildSchema(readSdl()).getTypeMap()).filter(
      (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
    );
    const named = types.flatMap((type) => [[type.name, type] as const, ...partsOf(type)]);
    expect(named.filter(([, { description }]) => !description).map(([name]) => name)).toEqual([]);
  });
});
