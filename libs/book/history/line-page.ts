import { type Recorded, fromBase64 } from '#kernel';
import { type Connection, type ConnectionArguments, ConnectionArgumentError, pageOf } from '#read-models';
import type { Reading } from '../reading.js';

/** Lines of a book that are looked through at a time. */
const pageLines = 1_000n;

/** A cursor is the line's place among those that are told: its revision, unless a past leaves some of them out. */
export const lineCursor = (place: bigint): string => btoa(`line:${place}`).replace(/=+$/, '');

const placeAt = (cursor: string, argument: 'after' | 'before'): bigint => {
  const [, place] = /^line:(\d{1,18})$/.exec(fromBase64(cursor)) ?? [];
  if (place === undefined) throw new ConnectionArgumentError('CURSOR_INVALID', argument, { argument });
  return BigInt(place);
};

const clamp = (value: bigint, low: bigint, high: bigint): bigint => (value < low ? low : value > high ? high : value);

export interface LinesOf extends ConnectionArguments {
  readonly programmeId: string;
}

/** The places, from `low` up to and without `high`, that lie between the cursors of a page. @throws ConnectionArgumentError */
export const linesBetween = async (reading: Reading, args: LinesOf) => {
  const count = await reading.lineCount(args.programmeId);
  const low = clamp(args.after ? placeAt(args.after, 'after') + 1n : 0n, 0n, count);
  const high = clamp(args.before ? placeAt(args.before, 'before') : count, low, count);
  return { count, low, high };
};

interface Found {
  readonly line: Recorded;
  readonly place: bigint;
}

interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

/** The lines of a book, some at a time; the last ones first when it goes backwards. */
async function* linesOf(reading: Reading, programmeId: string, { from, to }: Span, backwards = false) {
  for (let done = 0n; done < to - from; done += pageLines) {
    const start = backwards ? clamp(to - done - pageLines, from, to) : from + done;
    const end = backwards ? to - done : clamp(start + pageLines, from, to);
    const lines = await reading.lines(programmeId, start, Number(end - start));
    const found = lines.map((line, at): Found => ({ line, place: start + BigInt(at) }));
    yield* backwards ? found.toReversed() : found;
  }
}

/** Goes through a whole book, line by line. */
export async function* everyLine(reading: Reading, programmeId: string): AsyncGenerator<Recorded, void, void> {
  const to = await reading.lineCount(programmeId);
  for await (const { line } of linesOf(reading, programmeId, { from: 0n, to })) yield line;
}

/** A line by its id and revision. A past may leave lines out: then its place is not its revision, but never further on. */
export const findLine = async (
  reading: Reading,
  programmeId: string,
  { id, revision }: { readonly id: string; readonly revision: number },
): Promise<Recorded | undefined> => {
  const [there] = await reading.lines(programmeId, BigInt(revision), 1);
  if (there?.id === id) return there;
  const to = clamp(BigInt(revision), 0n, await reading.lineCount(programmeId));
  for await (const { line } of linesOf(reading, programmeId, { from: 0n, to }, true)) if (line.id === id) return line;
  return undefined;
};

const countOf = async (reading: Reading, programmeId: string, isWanted: (line: Recorded) => boolean) => {
  let count = 0;
  for await (const line of everyLine(reading, programmeId)) if (isWanted(line)) count++;
  return count;
};

/**
 * A page of those lines of a book that are wanted, in the order of the book. It goes through the book from its cursor on
 * until the page is full, so that the lists of an auditor cost the ledger nothing where nobody asks for them.
 * @throws ConnectionArgumentError
 */
export const linesWhere = async (
  reading: Reading,
  args: LinesOf,
  isWanted: (line: Recorded) => boolean,
): Promise<Connection<Recorded>> => {
  const { programmeId } = args;
  const { size, backwards } = pageOf(args);
  const { low, high } = await linesBetween(reading, args);
  const found: Found[] = [];
  for await (const each of linesOf(reading, programmeId, { from: low, to: high }, backwards)) {
    if (isWanted(each.line)) found.push(each);
    // One more than was asked for tells whether there are more.
    if (found.length > size) break;
  }
  const more = found.length > size;
  const page = backwards ? found.slice(0, size).toReversed() : found.slice(0, size);
  const edges = page.map(({ line, place }) => ({ node: line, cursor: lineCursor(place) }));
  const isGiven = (cursor: string | null | undefined) => cursor !== undefined && cursor !== null;
  const [hasNextPage, hasPreviousPage] = backwards ? [isGiven(args.before), more] : [more, isGiven(args.after)];
  return {
    edges,
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: () => countOf(reading, programmeId, isWanted),
  };
};
