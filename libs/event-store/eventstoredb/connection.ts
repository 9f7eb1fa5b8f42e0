import { EventStoreDBClient } from '@eventstore/db-client';
import type {
  CallOptions,
  Client as GrpcClient,
  ClientDuplexStream,
  ClientReadableStream,
  Metadata,
} from '@grpc/grpc-js';
import { EventStoreError } from '../port.js';
import { type BatchAppendReq, type BatchAppendResp, type ReadReq, type ReadResp, StreamsClient } from './protocol.js';

type BatchAppendCall = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
type ReadCall = ClientReadableStream<ReadResp>;

/**
 * What the client is asked for: it finds the server (connection string, gossip, TLS, credentials), connects again after
 * a fault, and turns to the leader. Its own appends, reads and subscriptions are not used: see docs/adr/0019. These members
 * are protected, so the version of the package is pinned.
 */
interface Inside {
  GRPCStreamCreator<Call>(
    client: typeof StreamsClient,
    name: string,
    create: (client: StreamsClient) => Call,
  ): () => Promise<Call>;
  callArguments(base: object, options: CallOptions): [Metadata, CallOptions];
  getChannel(): Promise<GrpcClient['getChannel'] extends () => infer Channel ? Channel : never>;
}

/** Many reads at once would fill the hundred calls that one connection carries; then calls hang without an error. */
const readsAtOnceMax = 64;

/** A connection to EventStoreDB, made when it is first needed and again when it was lost. */
export class Connection {
  readonly #client: Inside & Pick<EventStoreDBClient, 'dispose'>;
  #reads = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(url: string) {
    this.#client = clientOf(url) as unknown as Inside & Pick<EventStoreDBClient, 'dispose'>;
  }

  /** Opens the call that appends travel on. It has no deadline: its user keeps the time. */
  batchAppend(): Promise<BatchAppendCall> {
    return this.#open('append', (client, metadata, options) => client.batchAppend(metadata, options));
  }

  /** Opens a subscription. */
  subscribe(request: ReadReq): Promise<ReadCall> {
    return this.#open('subscribe', (client, metadata, options) => client.read(request, metadata, options));
  }

  /** Opens a read when it is its turn, and lets the next one begin when the work on it is done. */
  async read<Result>(request: ReadReq, work: (call: ReadCall) => Promise<Result>): Promise<Result> {
    if (this.#reads >= readsAtOnceMax) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#reads++;
    try {
      return await work(
        await this.#open('read', (client, metadata, options) => client.read(request, metadata, options)),
      );
    } finally {
      this.#reads--;
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    await this.#client.dispose();
    // Without a channel there is nothing to close, and a cluster that cannot be found shall not keep anybody here.
    await this.#client.getChannel().then(
      (channel) => channel.close(),
      () => undefined,
    );
  }

  #open<Call>(
    name: string,
    create: (client: StreamsClient, metadata: Metadata, options: CallOptions) => Call,
  ): Promise<Call> {
    return this.#client.GRPCStreamCreator(StreamsClient, name, (client) =>
      create(client, ...this.#client.callArguments({}, { deadline: Infinity })),
    )();
  }
}

const clientOf = (url: string): EventStoreDBClient => {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch (error) {
    // The address may hold a password, so that it is not repeated; what the client says of it may repeat it.
    throw new EventStoreError(
      'STORE_UNAVAILABLE',
      'the address of EventStoreDB cannot be used; it looks like esdb://user:password@host:2113?tls=true, or esdb+discover:// for a cluster',
      {},
      { cause: error },
    );
  }
};
