import type { Log } from './log.js';
import { deletedRevision, isMetaStream, type LogEvent } from './log-event.js';

/** The server reads so many at once, looks through so many for a filter, and holds so many for a subscriber. */
export const pageEvents = 32;

export interface StreamPage {
  readonly events: readonly LogEvent[];
  /** Where to read on. */
  readonly next: bigint;
  readonly isEnd: boolean;
}

type StreamAnswer = StreamPage | 'missing' | 'deleted';

/** Looks whether a stream can be read, and from which revision on. */
const readable = (log: Log, stream: string): 'missing' | 'deleted' | { first: bigint; last: bigint } => {
  const last = log.indexed.last(stream);
  if (last === deletedRevision) return 'deleted';
  if (last < 0n || log.indexed.isSoftDeleted(stream)) return 'missing';
  // Of what is said about a stream only the last word counts.
  return { first: isMetaStream(stream) ? last : BigInt(log.indexed.truncatedBefore(stream)), last };
};

const between = (log: Log, stream: string, from: bigint, to: bigint): LogEvent[] =>
  log.indexed.of(stream).slice(Number(from), Number(to) + 1);

const lower = (a: bigint, b: bigint) => (a < b ? a : b);
const higher = (a: bigint, b: bigint) => (a > b ? a : b);

export const streamForwards = (log: Log, stream: string, from: bigint, count: number): StreamAnswer => {
  const found = readable(log, stream);
  if (typeof found === 'string') return found;
  const to = from + BigInt(count) - 1n;
  if (to < found.first) return { events: [], next: found.first, isEnd: false };
  if (from > found.last) return { events: [], next: found.last + 1n, isEnd: true };
  const events = between(log, stream, higher(from, found.first), lower(to, found.last));
  return { events, next: lower(to, found.last) + 1n, isEnd: to >= found.last };
};

export const streamBackwards = (log: Log, stream: string, from: bigint | 'end', count: number): StreamAnswer => {
  const found = readable(log, stream);
  if (typeof found === 'string') return found;
  const start = from === 'end' ? found.last : from;
  const to = higher(start - BigInt(count) + 1n, found.first);
  if (to > found.last) return { events: [], next: found.last, isEnd: false };
  const events = between(log, stream, to, lower(start, found.last)).reverse();
  return { events, next: to - 1n, isEnd: to <= found.first };
};

export interface AllPage {
  readonly events: readonly LogEvent[];
  /** Events that were looked at, whether the filter let them through or not. */
  readonly considered: number;
  /** Where to read on. */
  readonly next: number;
  readonly isEnd: boolean;
}

export interface AllLimits {
  readonly count: number;
  /** Events to look at, at most. */
  readonly window: number;
  readonly filter: (event: LogEvent) => boolean;
}

/** Somebody asks for a place in the log where no record begins. */
export class NoRecord extends Error {
  override readonly name = 'NoRecord';
}

/** Events at a position and after it. */
export const allForwards = (log: Log, from: number, { count, window, filter }: AllLimits): AllPage => {
  const last = log.events.at(-1)!.position;
  const events: LogEvent[] = [];
  let next = from;
  let considered = 0;
  if (from > last) return { events, considered, next, isEnd: true };
  let index = log.indexAt(from);
  if (index === undefined) throw new NoRecord();
  while (events.length < count && considered < window) {
    const event = log.events[index++];
    if (!event) return { events, considered, next, isEnd: true };
    considered++;
    next = event.end;
    if (filter(event)) events.push(event);
  }
  return { events, considered, next, isEnd: false };
};

/** Events before a position; `Infinity` is the end. */
export const allBackwards = (log: Log, from: number, { count, window, filter }: AllLimits): AllPage => {
  let index = from === Infinity || from === log.end ? log.events.length : log.indexAt(from);
  if (index === undefined) throw new NoRecord();
  const events: LogEvent[] = [];
  let next = from;
  let considered = 0;
  while (events.length < count && considered < window) {
    const event = log.events[--index];
    if (!event) return { events, considered, next, isEnd: true };
    considered++;
    next = event.position;
    if (filter(event)) events.push(event);
  }
  return { events, considered, next, isEnd: false };
};
