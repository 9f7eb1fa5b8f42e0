import { type ConnectionArguments, ConnectionArgumentError, pageOf } from './connection-arguments.js';
import type { Connection } from './connection.js';

/** Unpadded, so that it stands in a URL as it is. */
const cursorOf = (key: string): string => Buffer.from(key).toString('base64url');

/**
 * One page of a list that is at hand as a whole, in the order that it has. `keyOf` names an entry apart from all others,
 * also when more of them come later.
 * @throws ConnectionArgumentError, to be shown to whoever asked.
 */
export const connectionOf = <Node>(
  nodes: readonly Node[],
  args: ConnectionArguments,
  keyOf: (node: Node) => string,
): Connection<Node> => {
  const { size, backwards } = pageOf(args);
  const edges = nodes.map((node) => ({ cursor: cursorOf(keyOf(node)), node }));
  const placeOf = (argument: 'after' | 'before', otherwise: number): number => {
    const cursor = args[argument];
    if (cursor === null || cursor === undefined) return otherwise;
    const place = edges.findIndex((edge) => edge.cursor === cursor);
    if (place < 0) throw new ConnectionArgumentError('CURSOR_INVALID', argument, { argument });
    return place;
  };
  const low = placeOf('after', -1) + 1;
  const high = Math.max(low, placeOf('before', edges.length));
  const from = backwards ? Math.max(low, high - size) : low;
  const to = backwards ? high : Math.min(high, low + size);
  const page = edges.slice(from, to);
  return {
    edges: page,
    pageInfo: {
      hasNextPage: to < edges.length,
      hasPreviousPage: from > 0,
      startCursor: page[0]?.cursor ?? null,
      endCursor: page.at(-1)?.cursor ?? null,
    },
    totalCount: () => Promise.resolve(edges.length),
  };
};
