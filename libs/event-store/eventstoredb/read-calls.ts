import type { ClientReadableStream } from '@grpc/grpc-js';
import { beginning, type Position } from '../port.js';
import type { Connection } from './connection.js';
import { Silence } from './faults.js';
import { Empty, ReadReq, type ReadResp, streamNamed } from './protocol.js';
import { type Recorded, recordedOf } from './recorded.js';

const { Options } = ReadReq;

/** Where a read begins. */
export type Start = 'start' | 'end' | bigint;

/** Where to begin to find all that follows a position. */
export const startAfter = (position: Position): Start => (position <= beginning ? 'start' : position);

const optionsWith = (count: number | 'subscription') => {
  const options = new Options();
  const uuids = new Options.UUIDOption();
  uuids.setString(new Empty());
  options.setUuidOption(uuids).setNoFilter(new Empty());
  if (count === 'subscription') options.setSubscription(new Options.SubscriptionOptions());
  else options.setCount(String(count));
  return options;
};

const requestOf = (options: InstanceType<typeof Options>) => {
  const request = new ReadReq();
  request.setOptions(options);
  return request;
};

/** Events of one stream, from a revision on, that one included. */
export const streamRead = (stream: string, from: Start, backwards: boolean, count: number): ReadReq => {
  const place = new Options.StreamOptions();
  place.setStreamIdentifier(streamNamed(stream));
  if (from === 'start') place.setStart(new Empty());
  else if (from === 'end') place.setEnd(new Empty());
  else place.setRevision(String(from));
  const options = optionsWith(count).setStream(place);
  return requestOf(
    options.setReadDirection(backwards ? Options.ReadDirection.BACKWARDS : Options.ReadDirection.FORWARDS),
  );
};

const placeInAll = (from: Start) => {
  const place = new Options.AllOptions();
  if (from === 'start') place.setStart(new Empty());
  else if (from === 'end') place.setEnd(new Empty());
  else {
    const position = new Options.Position();
    position.setCommitPosition(String(from)).setPreparePosition(String(from));
    place.setPosition(position);
  }
  return place;
};

const filterOn = (streams: string) => {
  const expression = new Options.FilterOptions.Expression();
  expression.setRegex(streams);
  const filter = new Options.FilterOptions();
  return filter.setStreamIdentifier(expression).setCount(new Empty()).setCheckpointintervalmultiplier(1);
};

interface AllRead {
  readonly from: Start;
  readonly count: number | 'subscription';
  readonly backwards?: boolean;
  /** Regular expression that the names of the streams match; all of the server's events when absent. */
  readonly streams?: string | undefined;
}

/** Events of all streams: forwards from a position on, that one included; a subscription without it. */
export const allRead = ({ from, count, backwards = false, streams }: AllRead): ReadReq => {
  const options = optionsWith(count).setAll(placeInAll(from));
  if (streams !== undefined) {
    options.clearNoFilter();
    options.setFilter(filterOn(streams));
  }
  return requestOf(
    options.setReadDirection(backwards ? Options.ReadDirection.BACKWARDS : Options.ReadDirection.FORWARDS),
  );
};

export interface Answer {
  readonly events: readonly Recorded[];
  /** There is no such stream. */
  readonly isMissing: boolean;
  /** Stopped before everything was read. */
  readonly isPart: boolean;
}

interface Limits {
  readonly eventsMax: number;
  readonly charactersMax: number;
  /** For how long the server may say nothing. */
  readonly silenceMs: number;
}

const collect = (call: ClientReadableStream<ReadResp>, limits: Limits): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const events: Recorded[] = [];
    let isMissing = false;
    let characters = 0;
    const timer = setTimeout(() => fail(new Silence(limits.silenceMs)), limits.silenceMs);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
      // Left alone the call would stay open and go on receiving.
      call.cancel();
    };
    const fail = (error: Error) => end(() => reject(error));
    const done = (isPart: boolean) => end(() => resolve({ events, isMissing, isPart }));
    call.on('data', (response: ReadResp) => {
      timer.refresh();
      if (response.hasStreamNotFound()) isMissing = true;
      const event = response.getEvent()?.getEvent();
      if (!event || events.length >= limits.eventsMax) return;
      const recorded = recordedOf(event);
      events.push(recorded);
      characters += recorded.data.length + recorded.custom.length;
      // The server looks on for one more than was asked for: that may be far away, so that nobody waits for it.
      if (events.length === limits.eventsMax || characters > limits.charactersMax) done(true);
    });
    call.on('end', () => done(false));
    call.on('error', fail);
  });

/** Carries out a read. Rejects when the server does not answer, or answers with a fault. */
export const readOnce = (connection: Connection, request: ReadReq, limits: Limits): Promise<Answer> =>
  connection.read(request, (call) => collect(call, limits));
