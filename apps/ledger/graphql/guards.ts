import { GraphQLError, type GraphQLField, type GraphQLSchema, defaultFieldResolver } from 'graphql';
import { type Submitted, sayRefusal } from '#book';
import { type Role, plainId } from '#kernel';
import { ledgerRefusals, refuseInLedger } from '#ledger';
import { type FieldAccess, isOpenToAll } from '../access/field-access.js';
import { unitsIn } from '../access/own-units.js';
import { inScope, nowhere } from '../access/scope.js';
import type { EdgeContext } from './context.js';
import type { EdgeCode } from './edge.words.js';
import { refused, sayEdge } from './errors.js';

type EdgeField = GraphQLField<unknown, EdgeContext>;
type Arguments = Record<string, unknown>;

/** Always the code FORBIDDEN; the rule tells which. */
const forbidden = (rule: EdgeCode, { language, actor }: EdgeContext, roles?: ReadonlySet<Role>): GraphQLError => {
  const needed = roles && [...roles];
  const message = sayEdge(rule, language, { roles: needed?.join(', '), role: actor.role });
  const extensions = {
    code: 'FORBIDDEN',
    ...(needed ? { roles: needed.map((each) => each.toUpperCase()) } : { rule }),
  };
  return new GraphQLError(message, { extensions });
};

const guardRole = (field: EdgeField, roles: ReadonlySet<Role>): void => {
  const check = (context: EdgeContext): void => {
    if (!roles.has(context.actor.role)) throw forbidden('FORBIDDEN', context, roles);
  };
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    check(context);
    return resolve(source, args, context, info);
  };
  const { subscribe } = field;
  if (!subscribe) return;
  field.subscribe = (source, args, context, info) => {
    check(context);
    return subscribe(source, args, context, info);
  };
};

/** Puts a check before each field that not every role may ask for. The others cost nothing. */
export const guardRoles = (schema: GraphQLSchema, access: FieldAccess): void => {
  for (const [path, roles] of access) {
    const [type, name] = path.split('.') as [string, string];
    const fields = schema.getType(type) as unknown as { getFields(): Record<string, EdgeField> };
    if (!isOpenToAll(roles)) guardRole(fields.getFields()[name]!, roles);
  }
};

const isOutside = (programmeId: unknown, { grant }: EdgeContext): boolean =>
  typeof programmeId === 'string' && !inScope(grant.programmes, plainId(programmeId));

/** The arguments of a query; of a programme outside the scope it is asked as of one that nobody has opened. */
export const withinScope = (args: Arguments, context: EdgeContext): Arguments =>
  isOutside(args['programmeId'], context) ? { ...args, programmeId: nowhere } : args;

const unknownProgramme = (programmeId: string) => refuseInLedger('PROGRAMME_UNKNOWN', { programmeId }, 'programmeId');

/** A programme outside the scope cannot be followed, in the words that are used of one that is not there. */
export const checkFollowed = (args: Arguments, context: EdgeContext): void => {
  const { programmeId } = args;
  if (isOutside(programmeId, context)) throw refused(unknownProgramme(programmeId as string), context.language);
};

const notThere = (programmeId: string, { language }: EdgeContext): Submitted => {
  const refusal = unknownProgramme(plainId(programmeId));
  const message = sayRefusal(refusal, language, ledgerRefusals);
  const userErrors = [{ code: refusal.refused, message, field: 'programmeId' }];
  return { accepted: false, programmeId: null, position: null, events: [], userErrors };
};

/**
 * Holds what a mutation would write against what the caller's token is for. Gives the answer when the programme does not
 * exist for them, and undefined when they may go on.
 * @throws GraphQLError FORBIDDEN
 */
export type ScopeCheck = (input: Arguments, context: EdgeContext) => Submitted | undefined;

/** @throws when contributors may send the mutation and it does not say for which units */
export const scopeCheckOf = (field: EdgeField, roles: ReadonlySet<Role> | undefined): ScopeCheck => {
  const { type } = field.args.find(({ name }) => name === 'input')!;
  const units = unitsIn(type);
  if (roles?.has('contributor') && !units)
    throw new Error(`contributors may not send ${field.name}: its input names no unitId`);
  return (input, context) => {
    const { grant } = context;
    const { programmeId } = input;
    if (grant.programmes !== 'all' && typeof programmeId !== 'string') throw forbidden('PROGRAMMES_LIMITED', context);
    if (isOutside(programmeId, context)) return notThere(programmeId as string, context);
    const { units: own } = grant;
    if (own === 'all') return undefined;
    if (!units || !units(input).every((unitId) => own.has(plainId(unitId)))) throw forbidden('UNIT_NOT_YOURS', context);
    return undefined;
  };
};
