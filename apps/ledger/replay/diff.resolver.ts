import { Args, Context, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { checkArgument, nodeOf } from '#book';
import { isRefusal, plainId } from '#kernel';
import { connectionOf } from '#read-models';
import type { PointInTime, QueryProgrammeDiffArgs } from '#schema';
import { clocksOf, lookInto } from '../graphql/clocks.js';
import type { EdgeContext } from '../graphql/context.js';
import { refused } from '../graphql/errors.js';
import { type Change, diffProgramme } from './diff.js';
import type { Clocks } from './past.js';

const checkedClocks = (
  name: 'from' | 'to',
  point: PointInTime | null | undefined,
  { language }: EdgeContext,
): Clocks => {
  for (const [clock, type] of [
    ['asOf', 'Date'],
    ['knownAt', 'KnownAt'],
  ] as const) {
    const value = point?.[clock];
    const checked = value === undefined || value === null ? undefined : checkArgument(type, value, `${name}.${clock}`);
    if (isRefusal(checked)) throw refused(checked, language, 'BAD_USER_INPUT');
  }
  return clocksOf({ ...point }) ?? {};
};

@Resolver('ProgrammeChange')
export class ProgrammeChangeResolver {
  @Query('programmeDiff')
  async programmeDiff(
    @Args() { programmeId, from, to, ...page }: QueryProgrammeDiffArgs,
    @Context() context: EdgeContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const moments = { from: checkedClocks('from', from, context), to: checkedClocks('to', to, context) };
    const diff = await diffProgramme(context.parts, plainId(programmeId), moments);
    if (isRefusal(diff)) throw refused(diff, context.language, 'BAD_USER_INPUT');
    lookInto(diff.to, context, info);
    return connectionOf(diff.changes, page, ({ type, key }) => `${type}/${key}`);
  }

  @ResolveField('entity')
  entity(@Parent() { row }: Change, @Context() { reading }: EdgeContext) {
    const { pilotId, waveId, unitId, key } = row;
    const ids = [key, pilotId, waveId, unitId].filter((id): id is string => typeof id === 'string');
    return firstOf(ids.map((id) => () => nodeOf(reading, id)));
  }
}

/** The first thing that is found. */
const firstOf = async (finds: readonly (() => Promise<object | null>)[]): Promise<object | null> => {
  for (const find of finds) {
    const found = await find();
    if (found) return found;
  }
  return null;
};

export const diffResolvers = [ProgrammeChangeResolver];
