import code from '@eventstore/db-client/generated/code_pb.js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import rpcStatus from '@eventstore/db-client/generated/status_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';

/** The services and messages of EventStoreDB, as its client's package carries them. */
export const { StreamsService } = streamsService;
export const { GossipService } = gossipService;
export const { ServerFeaturesService } = featuresService;
export const { ClusterInfo, EndPoint, MemberInfo } = gossip;
export const { SupportedMethod, SupportedMethods } = features;
export const { Code } = code;
export const { Status: RpcStatus } = rpcStatus;
export const { AppendReq, AppendResp, BatchAppendReq, BatchAppendResp, DeleteResp, ReadReq, ReadResp, TombstoneResp } =
  streams;
export const { AllStreamPosition, Empty, StreamIdentifier, UUID } = shared;
export const { AccessDenied, BadRequest, MaximumAppendSizeExceeded, StreamDeleted, Timeout, WrongExpectedVersion } =
  shared;

export type AppendReq = InstanceType<typeof AppendReq>;
export type AppendResp = InstanceType<typeof AppendResp>;
export type BatchAppendReq = InstanceType<typeof BatchAppendReq>;
export type BatchAppendResp = InstanceType<typeof BatchAppendResp>;
export type ReadReq = InstanceType<typeof ReadReq>;
export type ReadOptions = InstanceType<typeof ReadReq.Options>;
export type ReadResp = InstanceType<typeof ReadResp>;
export type RpcStatus = InstanceType<typeof RpcStatus>;
export type UUID = InstanceType<typeof UUID>;
export type StreamIdentifier = InstanceType<typeof StreamIdentifier>;

export const streamNamed = (name: string): StreamIdentifier =>
  new StreamIdentifier().setStreamName(Buffer.from(name, 'utf8'));

export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const uuidPattern = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const dashed = (digits: string) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const hex = (bits: string) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');

/** @throws Error when it is not one: the server calls that a bad request */
export const uuidText = (uuid: UUID | undefined): string => {
  const structured = uuid?.getStructured();
  if (structured) return dashed(hex(structured.getMostSignificantBits()) + hex(structured.getLeastSignificantBits()));
  const text = uuid?.getString() ?? '';
  if (!uuidPattern.test(text)) throw new Error(`'${text}' is not a UUID`);
  return dashed(text.toLowerCase().replaceAll('-', ''));
};

const signed = (digits: string) => String(BigInt.asIntN(64, BigInt(`0x${digits}`)));

/** A UUID as text, or as two numbers: whoever reads says which. */
export const uuidOf = (text: string, isStructured = false): UUID => {
  if (!isStructured) return new UUID().setString(text);
  const digits = text.replaceAll('-', '');
  const structured = new UUID.Structured();
  structured.setMostSignificantBits(signed(digits.slice(0, 16))).setLeastSignificantBits(signed(digits.slice(16)));
  return new UUID().setStructured(structured);
};
