import { type Recorded, daysBetween } from '#kernel';
import { type Connection, pageOf } from '#read-models';
import type { QueryHistoryArgs } from '#schema';
import type { Reading } from '../reading.js';
import { describe } from '../say.js';
import { lineCursor, linesBetween } from './line-page.js';

/** A page of a programme's book, in the order in which it was written. */
export const readHistory = async (
  reading: Reading,
  args: QueryHistoryArgs & { programmeId: string },
): Promise<Connection<Recorded>> => {
  const page = pageOf(args);
  const size = BigInt(page.size);
  const { count, low, high } = await linesBetween(reading, args);
  const from = page.backwards ? (high - size > low ? high - size : low) : low;
  const to = page.backwards ? high : low + size < high ? low + size : high;
  const lines = to > from ? await reading.lines(args.programmeId, from, Number(to - from)) : [];
  return {
    edges: lines.map((node, at) => ({ node, cursor: lineCursor(from + BigInt(at)) })),
    pageInfo: {
      hasNextPage: to < count,
      hasPreviousPage: from > 0n,
      startCursor: lines.length > 0 ? lineCursor(from) : null,
      endCursor: lines.length > 0 ? lineCursor(to - 1n) : null,
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
