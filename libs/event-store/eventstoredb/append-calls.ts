import { randomUUID } from 'node:crypto';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { EncodedEvent } from '../encode-append.js';
import type { ExpectedRevision } from '../port.js';
import type { Connection } from './connection.js';
import { Silence } from './faults.js';
import { BatchAppendReq, type BatchAppendResp, Empty, UUID, streamNamed, uuidText } from './protocol.js';
import { contentId, customMetadata } from './recorded.js';

type Duplex = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;

export interface AppendRequest {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
}

interface Waiting {
  readonly resolve: (response: BatchAppendResp) => void;
  readonly reject: (error: Error) => void;
}

/** Far less than the server takes in one message; an append may travel in several. */
const messageBytesMax = 1_048_576;

const optionsOf = ({ stream, expectedRevision }: AppendRequest) => {
  const options = new BatchAppendReq.Options();
  options.setStreamIdentifier(streamNamed(stream));
  // No deadline goes along: it would be a time of day, and the server's clock may be another.
  if (expectedRevision === 'no_stream') options.setNoStream(new Empty());
  else options.setStreamPosition(String(expectedRevision));
  return options;
};

const messageOf = (event: EncodedEvent) => {
  const message = new BatchAppendReq.ProposedMessage();
  const id = new UUID();
  id.setString(contentId(event));
  message.setId(id);
  message.getMetadataMap().set('type', event.type).set('content-type', 'application/json');
  message.setData(Buffer.from(event.data, 'utf8'));
  message.setCustomMetadata(customMetadata(event));
  return message;
};

/** One append as the messages that it travels in. */
const requestsOf = (request: AppendRequest, correlationId: string): BatchAppendReq[] => {
  const begin = () => {
    const message = new BatchAppendReq();
    const id = new UUID();
    id.setString(correlationId);
    return message.setCorrelationId(id).setIsFinal(false);
  };
  let current = begin().setOptions(optionsOf(request));
  const requests = [current];
  let bytes = 0;
  for (const event of request.events) {
    const size = Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata);
    if (bytes > 0 && bytes + size > messageBytesMax) {
      requests.push((current = begin()));
      bytes = 0;
    }
    bytes += size;
    current.addProposedMessages(messageOf(event));
  }
  current.setIsFinal(true);
  return requests;
};

/** One call, and the appends that wait for an answer on it; when it fails, so do they, and no others. */
class AppendCall {
  readonly #waiting = new Map<string, Waiting>();
  /** What was asked before the call was open, in order. */
  #early: BatchAppendReq[] | undefined = [];
  #duplex: Duplex | undefined;
  #failure: Error | undefined;

  constructor(
    connection: Connection,
    private readonly onEnd: () => void,
  ) {
    connection.batchAppend().then(
      (duplex) => this.#opened(duplex),
      (error: Error) => this.#fail(error),
    );
  }

  send(request: AppendRequest, timeoutMs: number): Promise<BatchAppendResp> {
    const correlationId = randomUUID();
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        this.#waiting.delete(correlationId);
      };
      const waiting: Waiting = {
        resolve: (response) => {
          settle();
          resolve(response);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      // An answer that comes later finds nobody: what became of the append is found out by repeating it.
      const timer = setTimeout(() => waiting.reject(new Silence(timeoutMs)), timeoutMs);
      if (this.#failure) return waiting.reject(this.#failure);
      this.#waiting.set(correlationId, waiting);
      this.#write(requestsOf(request, correlationId));
    });
  }

  cancel(): void {
    this.#duplex?.cancel();
  }

  #write(requests: readonly BatchAppendReq[]): void {
    if (this.#early) this.#early.push(...requests);
    else for (const request of requests) this.#duplex!.write(request);
  }

  #opened(duplex: Duplex): void {
    this.#duplex = duplex;
    const early = this.#early!;
    this.#early = undefined;
    duplex.on('data', (response: BatchAppendResp) =>
      this.#waiting.get(uuidText(response.getCorrelationId()!))?.resolve(response),
    );
    duplex.on('error', (error) => this.#fail(error));
    duplex.on('end', () => this.#fail(new Error('the server ended the call')));
    this.#write(early);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.onEnd();
    for (const { reject } of [...this.#waiting.values()]) reject(error);
  }
}

/** Sends appends, all on one call, in the order in which they are asked for. A call that failed is followed by a new one. */
export class AppendCalls {
  #call: AppendCall | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly timeoutMs: number,
  ) {}

  /** The server's answer. Rejects when none came, or none within the time: then nobody knows what became of the append. */
  send(request: AppendRequest): Promise<BatchAppendResp> {
    this.#call ??= this.#open();
    return this.#call.send(request, this.timeoutMs);
  }

  close(): void {
    this.#call?.cancel();
  }

  #open(): AppendCall {
    const call: AppendCall = new AppendCall(this.connection, () => {
      if (this.#call === call) this.#call = undefined;
    });
    return call;
  }
}
