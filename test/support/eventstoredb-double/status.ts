import {
  AccessDenied,
  BadRequest,
  Code,
  Empty,
  MaximumAppendSizeExceeded,
  RpcStatus,
  StreamDeleted,
  streamNamed,
  Timeout,
  WrongExpectedVersion,
} from './protocol.js';
import { appendBytesMax } from './refusal.js';
import type { Expected } from './writer.js';

interface Message {
  serializeBinary(): Uint8Array;
}

/** An empty detail (field 3) on the wire: the class of it is in a package that the client keeps to itself. */
const emptyDetail = Uint8Array.of((3 << 3) | 2, 0);

/** What an answer to a batch append says when there is no success: a code of google.rpc, and a detail that has a type. */
const statusOf = (code: number, message: string, detail: Message, type: string): RpcStatus => {
  const status = RpcStatus.deserializeBinary(emptyDetail).setCode(code).setMessage(message);
  status.getDetails()!.pack(detail.serializeBinary(), type);
  return status;
};

const named = (code: number, name: string, detail: Message) =>
  statusOf(code, name, detail, `event_store.client.${name}`);

/** It comes without a code, and the client does not recognize it. */
export const notReadyStatus = () => statusOf(Code.OK, 'Server Is Not Ready', new Empty(), 'google.protobuf.Empty');
export const accessDeniedStatus = () => named(Code.PERMISSION_DENIED, 'AccessDenied', new AccessDenied());
export const timeoutStatus = () => named(Code.DEADLINE_EXCEEDED, 'Timeout', new Timeout());
export const badRequestStatus = (text: string) =>
  named(Code.INVALID_ARGUMENT, 'BadRequest', new BadRequest().setMessage(text));
export const streamDeletedStatus = (stream: string) =>
  named(Code.NOT_FOUND, 'StreamDeleted', new StreamDeleted().setStreamIdentifier(streamNamed(stream)));
export const tooLargeStatus = () =>
  named(
    Code.INVALID_ARGUMENT,
    'MaximumAppendSizeExceeded',
    new MaximumAppendSizeExceeded().setMaxappendsize(appendBytesMax),
  );

export const wrongExpectedVersionStatus = (expected: Expected, current: bigint): RpcStatus => {
  const detail = new WrongExpectedVersion();
  if (current < 0n) detail.setCurrentNoStream(new Empty());
  else detail.setCurrentStreamRevision(String(current));
  if (expected === 'any') detail.setExpectedAny(new Empty());
  else if (expected === 'no_stream') detail.setExpectedNoStream(new Empty());
  else if (expected === 'stream_exists') detail.setExpectedStreamExists(new Empty());
  else detail.setExpectedStreamPosition(String(expected));
  return named(Code.ALREADY_EXISTS, 'WrongExpectedVersion', detail);
};
