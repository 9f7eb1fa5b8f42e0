import { setTimeout as delay } from 'node:timers/promises';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Connections } from './connections.js';
import type { Faults } from './fault.js';
import { FrameSender } from './frame-sender.js';
import type { Log } from './log.js';
import type { ReadReq, ReadResp } from './protocol.js';
import { type ReadRequest, readRequestOf } from './read-request.js';
import { allFrames, streamFrames } from './reads.js';
import { type CallFailure, failureOf } from './refusal.js';
import { allSubscription, streamSubscription } from './subscriptions.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;

interface ReadParts {
  readonly log: Log;
  readonly faults: Faults;
  readonly connections: Connections;
}

const framesOf = (log: Log, request: ReadRequest, ended: AbortSignal): AsyncGenerator<ReadResp, void, void> => {
  const { stream, count } = request;
  if (count === undefined)
    return stream === undefined
      ? allSubscription(log, request, ended)
      : streamSubscription(log, stream, request, ended);
  return stream === undefined ? allFrames(log, request) : streamFrames(log, stream, request);
};

/** Sends frames no faster than they are taken. */
const send = async ({ log, faults, connections }: ReadParts, call: Call, ended: AbortSignal): Promise<void> => {
  const request = readRequestOf(call.request);
  const kind = request.count === undefined ? 'subscription' : 'read';
  if (faults.isSilent(kind)) return new Promise(() => undefined);
  if (faults.delayMs(kind) > 0) await delay(faults.delayMs(kind), undefined, { signal: ended });
  const sender = new FrameSender(call, ended);
  for await (const frame of framesOf(log, request, ended)) {
    if (ended.aborted) return;
    if (faults.cuts(`in a ${kind}`)) return connections.cut(call);
    if (faults.isSilent(kind)) return new Promise(() => undefined);
    await sender.send(frame);
  }
};

/** A read, or a subscription: it is a read that does not end. */
export const readCall =
  (parts: ReadParts, refusalOf: (call: Call) => CallFailure | undefined) =>
  (call: Call): void => {
    const refusal = refusalOf(call);
    if (refusal) return void call.emit('error', refusal);
    parts.connections.hold(call);
    const ending = new AbortController();
    call.on('cancelled', () => ending.abort());
    send(parts, call, ending.signal).then(
      () => call.end(),
      (error: unknown) => {
        if (ending.signal.aborted) return;
        call.emit('error', failureOf(error));
      },
    );
  };
