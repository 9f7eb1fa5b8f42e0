import {
  type Expression,
  type ExpressionBuilder,
  type OrderByItemBuilder,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import { type ConnectionArguments, pageOf } from './connection-arguments.js';
import { type Direction, type OrderValue, decodeCursor, encodeCursor } from './cursor.js';

export type { ConnectionArguments } from './connection-arguments.js';

/** Columns that a list is ordered by, first the most significant: `[['dueBy', 'asc'], ['title', 'asc']]`. */
export type Order<Column extends string = string> = readonly (readonly [column: Column, direction: Direction])[];

/** A Relay connection. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Counts when it is called; GraphQL calls it when the field is asked for. */
  readonly totalCount: () => Promise<number>;
}

// The columns are checked where `connection` is called; inside they are names.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Names = ExpressionBuilder<any, any>;
type Ordered = readonly (readonly [column: string, direction: Direction])[];

const reversed = (direction: Direction): Direction => (direction === 'asc' ? 'desc' : 'asc');
const unqualified = (column: string) => column.slice(column.lastIndexOf('.') + 1);

/** Rows beyond a value, in a direction. Null is the last of all values, on every engine. */
const beyond = (eb: Names, column: string, direction: Direction, value: OrderValue): Expression<SqlBool> => {
  if (direction === 'asc')
    return value === null ? sql<SqlBool>`1 = 0` : eb.or([eb(column, '>', value), eb(column, 'is', null)]);
  return value === null ? eb(column, 'is not', null) : eb(column, '<', value);
};

const at = (eb: Names, column: string, value: OrderValue): Expression<SqlBool> =>
  value === null ? eb(column, 'is', null) : eb(column, '=', value);

/** Rows beyond a place: beyond in one column, and at the place in all columns before it. The key, last, is never null. */
const beyondPlace = (eb: Names, order: Ordered, values: readonly OrderValue[]): Expression<SqlBool> =>
  eb.or(
    order.map(([column, direction], index) =>
      eb.and([
        ...order.slice(0, index).map(([before], i) => at(eb, before, values[i]!)),
        index < order.length - 1
          ? beyond(eb, column, direction, values[index]!)
          : eb(column, direction === 'asc' ? '>' : '<', values[index]!),
      ]),
    ),
  );

const directed = (direction: Direction) => (ob: OrderByItemBuilder) =>
  direction === 'asc' ? ob.asc().nullsLast() : ob.desc().nullsFirst();

const flipped = (order: Ordered): Ordered => order.map(([column, direction]) => [column, reversed(direction)]);

/** A list's order, the key last, and its name in cursors. */
interface List {
  readonly order: Ordered;
  readonly name: string;
}

const nameOf = (order: Ordered) => order.map(([column, direction]) => `${unqualified(column)} ${direction}`).join(',');

const cursorOf = ({ order, name }: List, node: unknown): string => {
  const row = node as Readonly<Record<string, OrderValue | undefined>>;
  const values = order.map(([column]) => row[unqualified(column)] ?? null);
  return encodeCursor(name, { values: values.slice(0, -1), key: values.at(-1) as string });
};

const boundary = ({ name }: List, cursor: string | null | undefined, argument: string): OrderValue[] | undefined => {
  if (cursor === null || cursor === undefined) return undefined;
  const { values, key } = decodeCursor(name, cursor, argument);
  return [...values, key];
};

/**
 * One page of a list, found by the values of its last row rather than by counting (so that it costs the same on every
 * page, and rows that come or go do not shift it). The query selects `key` and the ordered columns under their own
 * names, and has no order, limit, group or distinct of its own; columns may be qualified (`wave.name`). Null comes
 * last in ascending order and first in descending order; equal rows are ordered by key.
 * @throws ConnectionArgumentError, to be shown to whoever asked.
 */
export const connection = async <DB, TB extends keyof DB, Node>(
  query: SelectQueryBuilder<DB, TB, Node>,
  args: ConnectionArguments,
  { orderBy, key = 'key' }: { readonly orderBy: Order; readonly key?: string },
): Promise<Connection<Node>> => {
  const { size, backwards } = pageOf(args);
  const list: List = { order: [...orderBy, [key, 'asc']], name: nameOf(orderBy) };
  const after = boundary(list, args.after, 'after');
  const before = boundary(list, args.before, 'before');

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  let page = query as SelectQueryBuilder<any, any, Node>;
  if (after) page = page.where((eb) => beyondPlace(eb, list.order, after));
  if (before) page = page.where((eb) => beyondPlace(eb, flipped(list.order), before));
  for (const [column, direction] of backwards ? flipped(list.order) : list.order)
    page = page.orderBy(column, directed(direction));
  // One more than was asked for tells whether there are more.
  const found = await page.limit(size + 1).execute();
  const more = found.length > size;
  const nodes = found.slice(0, size);
  if (backwards) nodes.reverse();

  const edges = nodes.map((node) => ({ cursor: cursorOf(list, node), node }));
  const pageInfo = backwards
    ? { hasNextPage: before !== undefined, hasPreviousPage: more }
    : { hasNextPage: more, hasPreviousPage: after !== undefined };
  return { edges, pageInfo: { ...pageInfo, ...endsOf(edges) }, totalCount: () => countOf(query) };
};

const endsOf = (edges: readonly { readonly cursor: string }[]) => ({
  startCursor: edges[0]?.cursor ?? null,
  endCursor: edges.at(-1)?.cursor ?? null,
});

const countOf = async <DB, TB extends keyof DB, Node>(query: SelectQueryBuilder<DB, TB, Node>): Promise<number> => {
  const counted = query.clearSelect().select((eb) => eb.fn.countAll().as('count'));
  const { count } = (await counted.executeTakeFirstOrThrow()) as { count: string | number | bigint };
  return Number(count);
};
