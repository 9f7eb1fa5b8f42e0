import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';

/**
 * The messages of EventStoreDB's gRPC protocol, as the client's package carries them. They are CommonJS without exports
 * that a bundler or Node could see, so that each comes as a whole.
 */
export const { StreamsClient } = streamsService;
export const { ReadReq, ReadResp, BatchAppendReq, BatchAppendResp } = streams;
export const { Empty, StreamIdentifier, UUID, WrongExpectedVersion, MaximumAppendSizeExceeded } = shared;

export type StreamsClient = InstanceType<typeof StreamsClient>;
export type ReadReq = InstanceType<typeof ReadReq>;
export type ReadResp = InstanceType<typeof ReadResp>;
export type RecordedEvent = InstanceType<typeof ReadResp.ReadEvent.RecordedEvent>;
export type BatchAppendReq = InstanceType<typeof BatchAppendReq>;
export type BatchAppendResp = InstanceType<typeof BatchAppendResp>;
export type UUID = InstanceType<typeof UUID>;

export const streamNamed = (name: string): InstanceType<typeof StreamIdentifier> => {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(name, 'utf8'));
  return identifier;
};

const hex = (bits: string): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');

/** A UUID as text in lower case; servers send it as text or as two numbers. */
export const uuidText = (uuid: UUID): string => {
  const structured = uuid.getStructured();
  if (!structured) return uuid.getString().toLowerCase();
  const digits = hex(structured.getMostSignificantBits()) + hex(structured.getLeastSignificantBits());
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
