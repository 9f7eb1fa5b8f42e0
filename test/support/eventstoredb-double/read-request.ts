import { nameOf, type ReadOptions, ReadReq } from './protocol.js';
import type { LogEvent } from './log-event.js';
import { pageEvents } from './page.js';
import { invalidArgument, unknown } from './refusal.js';

const { Options } = ReadReq;
type FilterOptions = InstanceType<typeof Options.FilterOptions>;
type Expression = InstanceType<typeof Options.FilterOptions.Expression>;

/** Where a read of all streams begins; one that says `end` twice is the greatest number. */
export type AllStart = 'start' | 'end' | number;
export type StreamStart = 'start' | 'end' | bigint;

export interface Filter {
  readonly matches: (event: LogEvent) => boolean;
  /** Events to look through at once. */
  readonly window: number;
  /** A subscriber is told how far the server is after so many events that it has looked at. */
  readonly checkpointEvents: number;
}

/** What is asked for, in the words of the double. */
export interface ReadRequest {
  readonly stream: string | undefined;
  readonly streamStart: StreamStart;
  readonly allStart: AllStart;
  readonly backwards: boolean;
  /** Events to read; undefined for a subscription. */
  readonly count: number | undefined;
  readonly filter: Filter | undefined;
  readonly hasStructuredIds: boolean;
}

const matcherOf = (expression: Expression): ((text: string) => boolean) => {
  const regex = expression.getRegex();
  if (regex === '') return (text) => expression.getPrefixList().some((prefix) => text.startsWith(prefix));
  try {
    const pattern = new RegExp(regex, 'u');
    return (text) => pattern.test(text);
  } catch {
    // The real server does not look at the expression either; what is wrong with it comes out as it comes.
    throw unknown('Exception was thrown by handler.');
  }
};

const filterOf = (options: FilterOptions): Filter => {
  const window = options.hasMax() ? options.getMax() : pageEvents;
  const byStream = options.getStreamIdentifier();
  const byType = options.getEventType();
  if (!byStream && !byType) throw invalidArgument('the filter filters nothing');
  if (options.getCheckpointintervalmultiplier() === 0) throw unknown('Exception was thrown by handler.');
  const matches = matcherOf((byStream ?? byType)!);
  return {
    matches: byStream ? ({ stream }) => matches(stream) : ({ type }) => matches(type),
    window,
    checkpointEvents: window * options.getCheckpointintervalmultiplier(),
  };
};

const streamStartOf = (options: ReadOptions): StreamStart => {
  const place = options.getStream();
  if (!place || place.hasStart()) return 'start';
  return place.hasEnd() ? 'end' : BigInt(place.getRevision());
};

const allStartOf = (options: ReadOptions): AllStart => {
  const place = options.getAll();
  if (!place || place.hasStart()) return 'start';
  return place.hasEnd() ? 'end' : Number(place.getPosition()?.getCommitPosition() ?? 0);
};

/** @throws CallFailure as the server fails such a call */
export const readRequestOf = (message: ReadReq): ReadRequest => {
  const options = message.getOptions();
  if (!options || (!options.hasStream() && !options.hasAll())) throw invalidArgument('nothing to read is named');
  const backwards = options.getReadDirection() === Options.ReadDirection.BACKWARDS;
  const filter = options.getFilter();
  const isSubscription = options.hasSubscription();
  if ((backwards && isSubscription) || (filter && options.hasStream()))
    throw invalidArgument('The combination of direction, count and filter is invalid.');
  const place = options.getStream();
  return {
    stream: place && nameOf(place.getStreamIdentifier()),
    streamStart: streamStartOf(options),
    allStart: allStartOf(options),
    backwards,
    count: isSubscription ? undefined : Number(options.getCount()),
    filter: filter && filterOf(filter),
    hasStructuredIds: !options.getUuidOption()?.hasString(),
  };
};
