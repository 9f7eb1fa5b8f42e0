import type { CommandBus } from '@nestjs/cqrs';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  defaultFieldResolver,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import type { ConnectionArguments } from '#read-models';
import { checkArgument, evidenceOf } from '#book';
import { globalId, isRefusal, parseGlobalId } from '#kernel';
import { type FieldAccess, readFieldAccess } from '../access/field-access.js';
import { atClocks, contextAt, isNode, tableOf } from './clocks.js';
import type { EdgeContext } from './context.js';
import { edgeError, refused } from './errors.js';
import { checkFollowed, guardRoles, scopeCheckOf, withinScope } from './guards.js';
import { defineScalar } from './scalars.js';
import { submitCommand } from './submit.js';

type EdgeField = GraphQLField<unknown, EdgeContext>;

/** How long a query waits for the position that it asks for. */
const minPositionWaitMsMax = 5_000;

/** Gives null too for what the caller may not see: that it is there would be told by its type alone. */
const nodeByGlobalId = async (
  id: string,
  schema: GraphQLSchema,
  access: FieldAccess,
  { reading, actor }: EdgeContext,
): Promise<object | null> => {
  const found = parseGlobalId(id);
  if (!found || !isNode(schema.getType(found.type)) || !access.get(`${found.type}.id`)?.has(actor.role)) return null;
  const row = await reading.load(tableOf(found.type), found.id);
  return row ? { ...row, __typename: found.type } : null;
};

const waitForPosition = async (position: bigint, { parts, language }: EdgeContext): Promise<void> => {
  // A position that is not written yet may never be: that is told at once.
  const known = position <= (await parts.store.head());
  if (known && (await parts.readModels.waitFor(position, { timeoutMs: minPositionWaitMsMax }))) return;
  throw edgeError('READ_MODEL_BEHIND', language, { position });
};

const checkArguments = (
  declared: readonly GraphQLArgument[],
  given: Record<string, unknown>,
  { language }: EdgeContext,
) => {
  for (const { name, type } of declared) {
    const value = given[name];
    const scalar = getNamedType(type);
    if (value === undefined || value === null || isSpecifiedScalarType(scalar)) continue;
    for (const each of Array.isArray(value) ? value : [value]) {
      const checked = checkArgument(scalar.name, each, name);
      if (isRefusal(checked)) throw refused(checked, language, 'BAD_USER_INPUT');
    }
  }
};

/** Before a query is answered its arguments are checked, and the read models have come as far as the caller asks. */
const guardQuery = (field: EdgeField): void => {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = async (source, args: Record<string, unknown>, context, info) => {
    checkArguments(field.args, args, context);
    if (typeof args['minPosition'] === 'bigint') await waitForPosition(args['minPosition'], context);
    const scoped = withinScope(args, context);
    return resolve(source, scoped, await atClocks(scoped, context, info), info);
  };
};

/** Below a root field that was asked for by other clocks everything is resolved as of them. */
const guardClocks = (field: EdgeField): void => {
  const { resolve } = field;
  if (!resolve) return;
  field.resolve = (source, args, context, info) =>
    resolve(source, args, context.pasts.size === 0 ? context : contextAt(info.path, context), info);
};

const wireMutation = (field: EdgeField, bus: CommandBus, access: FieldAccess): void => {
  const outOfScope = scopeCheckOf(field, access.get(`Mutation.${field.name}`));
  field.resolve = (_source, args: { readonly input: Record<string, unknown> }, context) =>
    outOfScope(args.input, context) ?? submitCommand(field.name, args, bus, context);
};

const wireNode = (type: GraphQLObjectType): void => {
  const { id } = type.getFields();
  if (id && !id.resolve) id.resolve = (row: { readonly key: string }) => globalId(type.name, row.key);
};

/** Whatever was made from lines can be opened down to them. */
const wireEvidence = (type: GraphQLObjectType): void => {
  if (!type.getInterfaces().some(({ name }) => name === 'Evidenced')) return;
  const field = type.getFields()['evidence'] as EdgeField;
  field.resolve = (value, args: ConnectionArguments, { reading }) =>
    evidenceOf(reading, { type: type.name, value }, args);
};

const fieldsOf = (type: GraphQLObjectType<unknown, EdgeContext> | null | undefined): EdgeField[] =>
  Object.values(type?.getFields() ?? {});

const isRootType = (schema: GraphQLSchema, type: GraphQLObjectType): boolean =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type);

/** Where the values of a subscription come from, by its name. */
export type Sources = Readonly<
  Record<string, (args: never, context: EdgeContext) => Promise<AsyncGenerator<unknown, void, void>>>
>;

const wireSubscription = (field: EdgeField, sources: Sources): void => {
  const source = sources[field.name];
  if (!source) throw new Error(`the subscription ${field.name} has no source`);
  field.subscribe = (_source, args: Record<string, unknown>, context) => {
    checkArguments(field.args, args, context);
    checkFollowed(args, context);
    return source(args as never, context);
  };
  field.resolve = (value) => value;
};

/**
 * What holds for every slice is wired here once: each mutation is its command, each `Node` has its global id and is
 * found by it, each query waits for its `minPosition`. A slice brings its own fields alone.
 */
export const edgeSchema = (schema: GraphQLSchema, sources: Sources, bus: CommandBus): GraphQLSchema => {
  const access = readFieldAccess(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !isRootType(schema, type)) {
      wireEvidence(type);
      fieldsOf(type).forEach(guardClocks);
    }
    if (isScalarType(type)) defineScalar(type);
    if (isInterfaceType(type) && type.name === 'Node')
      type.resolveType = (row: { __typename: string }) => row.__typename;
    if (isNode(type)) wireNode(type);
  }
  for (const field of fieldsOf(schema.getMutationType())) wireMutation(field, bus, access);
  const node = schema.getQueryType()!.getFields()['node']!;
  node.resolve = (_source, { id }: { id: string }, context: EdgeContext) => nodeByGlobalId(id, schema, access, context);
  fieldsOf(schema.getQueryType()).forEach(guardQuery);
  for (const field of fieldsOf(schema.getSubscriptionType())) wireSubscription(field, sources);
  guardRoles(schema, access);
  return schema;
};
