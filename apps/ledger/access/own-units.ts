import { type GraphQLInputType, getNamedType, isInputObjectType, isListType, isNonNullType } from 'graphql';

/** Every value of an input that names a unit to record for. */
export type UnitsIn = (input: unknown) => readonly string[];

const isListOf = (type: GraphQLInputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

const each = (value: unknown, list: boolean): readonly unknown[] => {
  if (value === undefined || value === null) return [];
  return list ? [value].flat() : [value];
};

/** Finds `unitId` in an input type and in those within it. Undefined when there is none. Inputs do not hold themselves. */
export const unitsIn = (type: GraphQLInputType): UnitsIn | undefined => {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return undefined;
  const finders = Object.values(named.getFields()).flatMap(({ name, type: fieldType }): UnitsIn[] => {
    const list = isListOf(fieldType);
    const valuesIn = (input: unknown) => each((input as Record<string, unknown>)[name], list);
    if (name === 'unitId') return [(input) => valuesIn(input) as readonly string[]];
    const within = unitsIn(fieldType);
    return within ? [(input) => valuesIn(input).flatMap(within)] : [];
  });
  return finders.length === 0 ? undefined : (input) => finders.flatMap((find) => find(input));
};
