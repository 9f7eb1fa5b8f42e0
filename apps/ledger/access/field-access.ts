import { type GraphQLObjectType, type GraphQLSchema, getDirectiveValues, isObjectType } from 'graphql';
import type { Role } from '#kernel';
import { tokenRoles } from './token.js';

/** Roles that may ask for a field, by `Type.field`. */
export type FieldAccess = ReadonlyMap<string, ReadonlySet<Role>>;

/** What the SDL says beside a type or a field; undefined when it says nothing. */
const rolesAt = (schema: GraphQLSchema, node: Parameters<typeof getDirectiveValues>[1] | null | undefined) => {
  const declared = node && getDirectiveValues(schema.getDirective('access')!, node)?.['roles'];
  return declared as readonly string[] | undefined;
};

const declaredAt = (schema: GraphQLSchema, type: GraphQLObjectType): readonly string[] | undefined =>
  [type.astNode, ...type.extensionASTNodes].map((node) => rolesAt(schema, node)).find((roles) => roles !== undefined);

/**
 * Reads `@access` of every field: what stands beside it, or else beside its type.
 * @throws when a field has neither: a new field is seen by nobody before somebody has thought about it
 */
export const readFieldAccess = (schema: GraphQLSchema): FieldAccess => {
  const access = new Map<string, ReadonlySet<Role>>();
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  for (const type of types as GraphQLObjectType[]) {
    const ofType = declaredAt(schema, type);
    for (const field of Object.values(type.getFields())) {
      const roles = rolesAt(schema, field.astNode) ?? ofType;
      if (!roles)
        throw new Error(`schema/*.graphql does not say who may ask for ${type.name}.${field.name}: add @access`);
      access.set(`${type.name}.${field.name}`, new Set(roles.map((role) => role.toLowerCase() as Role)));
    }
  }
  return access;
};

/** Nothing needs to be checked where every role may ask. */
export const isOpenToAll = (roles: ReadonlySet<Role>): boolean => tokenRoles.every((role) => roles.has(role));
