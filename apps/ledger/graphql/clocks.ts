import { type GraphQLObjectType, type GraphQLResolveInfo, getNamedType, isObjectType } from 'graphql';
import type { TableName } from '#book';
import { isRefusal, parseGlobalId, plainId } from '#kernel';
import { inScope } from '../access/scope.js';
import { knownAtFrom } from '../replay/known-at.js';
import { type Clocks, type Past, openPast } from '../replay/past.js';
import type { EdgeContext } from './context.js';
import { refused } from './errors.js';
import { openPastReading } from './reading.js';

type Arguments = Readonly<Record<string, unknown>>;

/** `Wave` lies in the table `wave`. */
export const tableOf = (type: string): TableName => (type[0]!.toLowerCase() + type.slice(1)) as TableName;

export const isNode = (type: unknown): type is GraphQLObjectType =>
  isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');

/** The clocks that were given; undefined when neither was. */
export const clocksOf = ({ asOf, knownAt }: Arguments): Clocks | undefined => {
  const isGiven = (value: unknown) => value !== undefined && value !== null;
  if (!isGiven(asOf) && !isGiven(knownAt)) return undefined;
  return {
    ...(isGiven(asOf) ? { asOf: asOf as string } : {}),
    ...(isGiven(knownAt) ? { knownAt: knownAtFrom(knownAt as string | number) } : {}),
  };
};

/** The programme in which something lies, by its id: as the read models have it now, since nothing leaves its book. */
const programmeOf = async (
  id: string,
  info: GraphQLResolveInfo,
  { reading }: EdgeContext,
): Promise<string | undefined> => {
  const global = parseGlobalId(id);
  const type = info.schema.getType(global?.type ?? getNamedType(info.returnType).name);
  const plain = global?.id ?? plainId(id);
  if (!isNode(type)) return undefined;
  return type.name === 'Programme' ? plain : (await reading.load(tableOf(type.name), plain))?.programmeId;
};

/** The books that a root field tells of: one that its arguments name, or else all that there are for the caller. */
const booksOf = async (args: Arguments, info: GraphQLResolveInfo, context: EdgeContext): Promise<readonly string[]> => {
  const { programmeId, id } = args;
  if (typeof programmeId === 'string') return [plainId(programmeId)];
  if (typeof id === 'string') {
    const found = await programmeOf(id, info, context);
    return found !== undefined && inScope(context.grant.programmes, found) ? [found] : [];
  }
  const { db, programmes } = context.reading;
  const all = await db.selectFrom('programme').select('key').orderBy('key').execute();
  return all.map(({ key }) => key).filter((key) => programmes?.has(key) ?? true);
};

/** From here on, what lies below a root field is looked up in a past. Gives the context in which it is. */
export const lookInto = (past: Past, context: EdgeContext, { path }: GraphQLResolveInfo): EdgeContext => {
  const { parts, actor, language, grant } = context;
  const who = { actor, language, programmes: grant.programmes };
  parts.metrics.replayed();
  const reading = openPastReading(parts, who, past, context.reading);
  const there: EdgeContext = { ...context, reading, freshReading: () => openPastReading(parts, who, past, reading) };
  context.pasts.set(path.key, there);
  return there;
};

/**
 * The context in which a root field of Query is answered: the one that there is or, where the field was asked for by
 * other clocks than now, one that reads the past. What lies below the field finds it by `contextAt`.
 * @throws GraphQLError BAD_USER_INPUT that names the clock
 */
export const atClocks = async (
  args: Arguments,
  context: EdgeContext,
  info: GraphQLResolveInfo,
): Promise<EdgeContext> => {
  const clocks = clocksOf(args);
  if (!clocks) return context;
  const { parts, language } = context;
  const past = await openPast(parts, clocks, await booksOf(args, info, context));
  if (isRefusal(past)) throw refused(past, language, 'BAD_USER_INPUT');
  return lookInto(past, context, info);
};

/** The context that holds at a place in the answer. */
export const contextAt = (path: GraphQLResolveInfo['path'], context: EdgeContext): EdgeContext => {
  let root = path;
  while (root.prev) root = root.prev;
  return context.pasts.get(root.key) ?? context;
};
