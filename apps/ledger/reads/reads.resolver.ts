import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { fromBase64, globalId, plainId } from '#kernel';
import { type Connection, ConnectionArgumentError, pageOf } from '#read-models';
import type { QueryAccessLogArgs } from '#schema';
import type { EdgeContext } from '../graphql/context.js';
import type { ReadEntry, WantedReads } from './read-log.js';

const cursorOf = ({ id }: ReadEntry): string => btoa(`read:${id}`).replace(/=+$/, '');
const idAt = (cursor: string | null | undefined, argument: 'after' | 'before'): number | undefined => {
  if (cursor === null || cursor === undefined) return undefined;
  const [, id] = /^read:(\d{1,15})$/.exec(fromBase64(cursor)) ?? [];
  if (id === undefined) throw new ConnectionArgumentError('CURSOR_INVALID', argument, { argument });
  return Number(id);
};

/** A page of reads, the newest first. */
const listReads = async (
  { parts: { reads } }: EdgeContext,
  wanted: WantedReads,
  args: QueryAccessLogArgs,
): Promise<Connection<ReadEntry>> => {
  const { size, backwards } = pageOf(args);
  const [below, above] = [idAt(args.after, 'after'), idAt(args.before, 'before')];
  // One more than was asked for tells whether there are more.
  const found = await reads.list(wanted, { below, above, max: size + 1, oldestFirst: backwards });
  const entries = found.slice(0, size);
  if (backwards) entries.reverse();
  const edges = entries.map((node) => ({ node, cursor: cursorOf(node) }));
  const more = found.length > size;
  const [hasNextPage, hasPreviousPage] = backwards ? [above !== undefined, more] : [more, below !== undefined];
  const ends = { startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null };
  return { edges, pageInfo: { hasNextPage, hasPreviousPage, ...ends }, totalCount: () => reads.count(wanted) };
};

@Resolver('AccessLogEntry')
export class AccessLogResolver {
  @Query('accessLog')
  accessLog(@Args() args: QueryAccessLogArgs, @Context() context: EdgeContext) {
    const { programmeId, kind, actorId, from, to } = args;
    const wanted = {
      programmes: context.reading.programmes,
      programmeId: programmeId ? plainId(programmeId) : undefined,
      kind: kind ?? undefined,
      actorId: actorId ?? undefined,
      from: from ?? undefined,
      to: to ?? undefined,
    };
    return listReads(context, wanted, args);
  }

  @ResolveField('programmeId')
  programmeId(@Parent() { programmeId }: ReadEntry) {
    return programmeId === null ? null : globalId('Programme', programmeId);
  }

  @ResolveField('person')
  person(@Parent() { kind, subject }: ReadEntry, @Context() { reading }: EdgeContext) {
    return kind === 'PERSONAL_DATA' ? reading.load('person', subject) : null;
  }

  @ResolveField('proofOf')
  proofOf(@Parent() { kind, subject }: ReadEntry) {
    return kind === 'PROOF' ? subject : null;
  }
}

export const readsResolvers = [AccessLogResolver];
