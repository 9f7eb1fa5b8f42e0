import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { DeleteResp, nameOf, type StreamIdentifier, TombstoneResp } from './protocol.js';
import { type CallFailure, streamDeleted, wrongExpectedVersion } from './refusal.js';
import type { Expected, Outcome, Writer } from './writer.js';

interface Options {
  getStreamIdentifier(): StreamIdentifier | undefined;
  hasRevision(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
  getRevision(): string;
}

type Call<Response> = ServerUnaryCall<{ getOptions(): Options | undefined }, Response>;

/** How the server counts what is no revision. */
const numbers = { any: -2n, no_stream: -1n, stream_exists: -4n } as const;
const numberOf = (expected: Expected) => (typeof expected === 'bigint' ? expected : numbers[expected]);

const expectedOf = (options: Options): Expected => {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return options.hasRevision() ? BigInt(options.getRevision()) : 'any';
};

const deletion =
  <Response>(
    carryOut: (stream: string, expected: Expected) => Promise<Outcome>,
    responseAt: (position: string) => Response,
    refusalOf: (call: Call<Response>) => CallFailure | undefined,
  ) =>
  (call: Call<Response>, done: sendUnaryData<Response>): void => {
    const refusal = refusalOf(call);
    if (refusal) return done(refusal);
    const options = call.request.getOptions()!;
    const stream = nameOf(options.getStreamIdentifier());
    const expected = expectedOf(options);
    void carryOut(stream, expected).then((outcome) => {
      if (outcome.kind === 'written') return done(null, responseAt(String(outcome.position)));
      if (outcome.kind === 'conflict')
        return done(wrongExpectedVersion('Delete', stream, numberOf(expected), outcome.current));
      return done(streamDeleted(stream));
    });
  };

type Refusal = (call: { getPeer(): string }) => CallFailure | undefined;

export const softDeletion = (writer: Writer, refusalOf: Refusal) =>
  deletion(
    (stream, expected) => writer.delete(stream, expected),
    (position) => {
      const place = new DeleteResp.Position().setCommitPosition(position).setPreparePosition(position);
      return new DeleteResp().setPosition(place);
    },
    refusalOf,
  );

export const tombstoning = (writer: Writer, refusalOf: Refusal) =>
  deletion(
    (stream, expected) => writer.tombstone(stream, expected),
    (position) => {
      const place = new TombstoneResp.Position().setCommitPosition(position).setPreparePosition(position);
      return new TombstoneResp().setPosition(place);
    },
    refusalOf,
  );
