import { type Recorded, daysBetween, fromBase64 } from '#kernel';
import { type Connection, ConnectionArgumentError, pageOf } from '#read-models';
import type { QueryHistoryArgs } from '#schema';
import type { Reading } from '../reading.js';
import { describe } from '../say.js';

/** A cursor is the line's place among those that are told: its revision, unless a past leaves some of them out. */
const cursorOf = (place: bigint): string => btoa(`line:${place}`).replace(/=+$/, '');
const placeAt = (cursor: string, argument: 'after' | 'before'): bigint => {
  const [, place] = /^line:(\d{1,18})$/.exec(fromBase64(cursor)) ?? [];
  if (place === undefined) throw new ConnectionArgumentError('CURSOR_INVALID', argument, { argument });
  return BigInt(place);
};

const clamp = (value: bigint, low: bigint, high: bigint): bigint => (value < low ? low : value > high ? high : value);

/** A page of a programme's book, in the order in which it was written. */
export const readHistory = async (
  reading: Reading,
  args: QueryHistoryArgs & { programmeId: string },
): Promise<Connection<Recorded>> => {
  const page = pageOf(args);
  const size = BigInt(page.size);
  const count = await reading.lineCount(args.programmeId);
  const low = clamp(args.after ? placeAt(args.after, 'after') + 1n : 0n, 0n, count);
  const high = clamp(args.before ? placeAt(args.before, 'before') : count, low, count);
  const from = page.backwards ? clamp(high - size, low, high) : low;
  const to = page.backwards ? high : clamp(low + size, low, high);
  const lines = to > from ? await reading.lines(args.programmeId, from, Number(to - from)) : [];
  return {
    edges: lines.map((node, at) => ({ node, cursor: cursorOf(from + BigInt(at)) })),
    pageInfo: {
      hasNextPage: to < count,
      hasPreviousPage: from > 0n,
      startCursor: lines.length > 0 ? cursorOf(from) : null,
      endCursor: lines.length > 0 ? cursorOf(to - 1n) : null,
    },
    totalCount: () => Promise.resolve(Number(count)),
  };
};

const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The line in one sentence, with the names of the things that it is about. */
export const sentenceOf = async (reading: Reading, line: Recorded): Promise<string> => {
  const ids = [...new Set(JSON.stringify(line.data).match(idPattern) ?? [])];
  const rows = await Promise.all(ids.map((id) => reading.load('label', id)));
  const names = new Map(ids.map((id, at) => [id, rows[at]?.label]));
  return describe(line, reading.language, (id) => names.get(id));
};

/** Days between the world's clock and the ledger's: 0 for what was written down on the same day. */
export const recordedDaysLater = ({ dayOf }: Pick<Reading, 'dayOf'>, { occurredOn, recordedAt }: Recorded): number =>
  Math.max(0, daysBetween(occurredOn, dayOf(recordedAt)));
