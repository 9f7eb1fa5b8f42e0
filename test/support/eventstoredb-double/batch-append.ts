import type { ServerDuplexStream } from '@grpc/grpc-js';
import { type Answer, type AppendingParts, carryOut, proposedEventOf } from './appending.js';
import type { ProposedEvent } from './log-event.js';
import {
  AllStreamPosition,
  type BatchAppendReq,
  BatchAppendResp,
  Empty,
  nameOf,
  type RpcStatus,
  streamNamed,
  type UUID,
  uuidText,
} from './protocol.js';
import { appendBytesMax, type CallFailure } from './refusal.js';
import {
  accessDeniedStatus,
  badRequestStatus,
  notReadyStatus,
  streamDeletedStatus,
  timeoutStatus,
  tooLargeStatus,
  wrongExpectedVersionStatus,
} from './status.js';
import type { Expected } from './writer.js';

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;
type Options = NonNullable<ReturnType<BatchAppendReq['getOptions']>>;

/** An append that comes in several messages. */
interface Begun {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: ProposedEvent[];
  bytes: number;
}

const expectedOf = (options: Options): Expected => {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt(options.getStreamPosition());
};

const isOver = (options: Options): boolean => {
  const deadline = options.getDeadline();
  return deadline !== undefined && deadline.toDate().getTime() <= Date.now();
};

const successOf = ({ revision, position }: Extract<Answer, { kind: 'written' }>) => {
  const success = new BatchAppendResp.Success();
  if (revision < 0n) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(revision));
  const place = new AllStreamPosition().setCommitPosition(String(position)).setPreparePosition(String(position));
  return success.setPosition(place);
};

const statusOf = (answer: Exclude<Answer, { kind: 'written' }>, { stream, expected }: Begun): RpcStatus => {
  switch (answer.kind) {
    case 'conflict':
      return wrongExpectedVersionStatus(expected, answer.current);
    case 'deleted':
      return streamDeletedStatus(stream);
    case 'timed out':
      return timeoutStatus();
  }
};

/** One long call that carries many appends. A bad one fails alone: its answer says why. */
export const batchAppend =
  (parts: AppendingParts, refusalOf: (call: Call) => CallFailure | undefined) =>
  (call: Call): void => {
    const { faults, connections } = parts;
    connections.hold(call);
    const begun = new Map<string, Begun>();
    let pending = 0;
    let isClosing = false;
    const answer = (id: UUID, stream: string, result: RpcStatus | ReturnType<typeof successOf>) => {
      const response = new BatchAppendResp().setCorrelationId(id).setStreamIdentifier(streamNamed(stream));
      if (result instanceof BatchAppendResp.Success) response.setSuccess(result);
      else response.setError(result);
      call.write(response);
      if (faults.find('duplicate acknowledgement')) call.write(response);
    };

    const begin = (id: UUID, options: Options): void => {
      const stream = nameOf(options.getStreamIdentifier());
      if (faults.find('refuse')) return answer(id, stream, accessDeniedStatus());
      if (isOver(options)) return answer(id, stream, timeoutStatus());
      begun.set(uuidText(id), { stream, expected: expectedOf(options), events: [], bytes: 0 });
    };

    const finish = async (id: UUID, append: Begun): Promise<void> => {
      if (append.stream === '') throw new Error("Should be non-empty. (Parameter 'eventStreamId')");
      if (faults.find('not ready')) return answer(id, append.stream, notReadyStatus());
      pending++;
      const outcome = await carryOut(parts, call, append);
      answer(id, append.stream, outcome.kind === 'written' ? successOf(outcome) : statusOf(outcome, append));
      if (--pending === 0 && isClosing) call.end();
    };

    const take = (request: BatchAppendReq): Promise<void> | undefined => {
      const id = request.getCorrelationId()!;
      const options = request.getOptions();
      if (options) begin(id, options);
      const append = begun.get(uuidText(id));
      if (!append) return undefined;
      const events = request.getProposedMessagesList().map(proposedEventOf);
      append.events.push(...events);
      append.bytes += events.reduce((sum, { data }) => sum + data.length, 0);
      if (append.bytes > appendBytesMax) {
        begun.delete(uuidText(id));
        answer(id, append.stream, tooLargeStatus());
        return undefined;
      }
      if (!request.getIsFinal()) return undefined;
      begun.delete(uuidText(id));
      return finish(id, append);
    };

    const refuse = (request: BatchAppendReq, error: unknown) => {
      const stream = nameOf(request.getOptions()?.getStreamIdentifier());
      answer(request.getCorrelationId()!, stream, badRequestStatus((error as Error).message));
    };

    call.on('data', (request: BatchAppendReq) => {
      const refusal = refusalOf(call);
      if (refusal) return call.emit('error', refusal);
      try {
        take(request)?.catch((error: unknown) => refuse(request, error));
      } catch (error) {
        refuse(request, error);
      }
      return undefined;
    });
    call.on('end', () => {
      isClosing = true;
      if (pending === 0) call.end();
    });
  };
