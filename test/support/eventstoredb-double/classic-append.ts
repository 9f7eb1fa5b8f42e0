import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import { type Append, type Answer, type AppendingParts, carryOut, proposedEventOf } from './appending.js';
import type { ProposedEvent } from './log-event.js';
import { type AppendReq, AppendResp, Empty, nameOf } from './protocol.js';
import {
  appendBytesMax,
  type CallFailure,
  failureOf,
  maxAppendSizeExceeded,
  streamDeleted,
  timedOut,
  unknown,
} from './refusal.js';
import type { Expected } from './writer.js';

type Call = ServerReadableStream<AppendReq, AppendResp>;
type Options = NonNullable<ReturnType<AppendReq['getOptions']>>;

const expectedOf = (options: Options): Expected => {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt(options.getRevision());
};

const conflictOf = (expected: Expected, current: bigint): AppendResp => {
  const conflict = new AppendResp.WrongExpectedVersion();
  if (current < 0n) conflict.setCurrentNoStream(new Empty());
  else conflict.setCurrentRevision(String(current));
  if (expected === 'any') conflict.setExpectedAny(new Empty());
  else if (expected === 'no_stream') conflict.setExpectedNoStream(new Empty());
  else if (expected === 'stream_exists') conflict.setExpectedStreamExists(new Empty());
  else conflict.setExpectedRevision(String(expected));
  return new AppendResp().setWrongExpectedVersion(conflict);
};

const successOf = ({ revision, position }: Extract<Answer, { kind: 'written' }>): AppendResp => {
  const success = new AppendResp.Success();
  if (revision < 0n) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(revision));
  const place = new AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position));
  return new AppendResp().setSuccess(success.setPosition(place));
};

/** @throws CallFailure */
const collected = async (call: Call): Promise<Append> => {
  let options: Options | undefined;
  const events: ProposedEvent[] = [];
  let bytes = 0;
  for await (const request of call as AsyncIterable<AppendReq>) {
    const message = request.getProposedMessage();
    options ??= request.getOptions();
    if (!message) continue;
    const event = proposedEventOf(message);
    bytes += event.data.length;
    if (bytes > appendBytesMax) throw maxAppendSizeExceeded();
    events.push(event);
  }
  if (!options) throw unknown('Exception was thrown by handler.');
  return { stream: nameOf(options.getStreamIdentifier()), expected: expectedOf(options), events };
};

const carriedOut = async (parts: AppendingParts, call: Call): Promise<AppendResp> => {
  const append = await collected(call);
  const answer = await carryOut(parts, call, append);
  switch (answer.kind) {
    case 'written':
      return successOf(answer);
    case 'conflict':
      return conflictOf(append.expected, answer.current);
    case 'deleted':
      throw streamDeleted(append.stream);
    case 'timed out':
      throw timedOut('Prepare phase timeout.');
  }
};

/** One append in a call of its own, as it is sent when the credentials come with it. */
export const classicAppend =
  (parts: AppendingParts, refusalOf: (call: Call) => CallFailure | undefined) =>
  (call: Call, done: sendUnaryData<AppendResp>): void => {
    const refusal = refusalOf(call);
    if (refusal) return done(refusal);
    carriedOut(parts, call).then(
      (response) => done(null, response),
      (error: unknown) => done(failureOf(error)),
    );
  };
