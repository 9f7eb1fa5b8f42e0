/** A place in the order of the whole ledger. Ordered, opaque, not contiguous on every engine; a decimal string on the wire. */
export type Position = bigint;
/** A place in one stream, from 0, without gaps. */
export type Revision = bigint;

/** An event to append: its id makes the append repeatable, its data and metadata are JSON. */
export interface NewEvent {
  /** UUID in lower case, unique in the ledger. */
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

/** An event as the store holds it. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
}

/** What an append answers with, a repeated one the same as the first. */
export interface Appended {
  /** Revision of the last event of the append. */
  readonly revision: Revision;
  /** Position of the last event of the append. */
  readonly position: Position;
  /** Position of the first one, where all of them lie without a gap and the engine knows it. */
  readonly firstPosition?: Position;
}

/** Part of a subscription: events in the order of their positions. */
export interface Batch {
  readonly events: readonly StoredEvent[];
  /** Everything up to here has been delivered; resume with `after: position`. */
  readonly position: Position;
  /** Nothing more was stored when the batch was read: what follows is live. */
  readonly caughtUp: boolean;
}

export type ExpectedRevision = Revision | 'no_stream';

/** The head of an empty ledger; every event lies after it. */
export const beginning: Position = 0n;

/** Bytes of data (UTF-8 JSON, summed) that one append may carry: what EventStoreDB takes, so that a ledger can move there. */
export const appendBytesMax = 1_048_576;

/**
 * Keeps events: append-only streams in one order. Faults that a caller can tell apart are `EventStoreError` with a code.
 */
export interface EventStore {
  /**
   * Appends all of the events or none, durably: when the promise resolves they are on the disk. Events whose ids are
   * already stored at that place are not written again, and the first result is returned.
   * @throws EventStoreError WRONG_EXPECTED_REVISION: somebody else was faster; read on and decide again.
   *   EVENT_ID_REUSED: the same id with other content. APPEND_INVALID, APPEND_TOO_LARGE: mend the events.
   *   STORE_UNAVAILABLE: the outcome is unknown; repeat the same append.
   */
  append(stream: string, expectedRevision: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;

  /** Events of one stream; empty when there is no such stream. `from` is inclusive; backwards starts at the end. */
  read(
    stream: string,
    options?: { readonly from?: Revision; readonly backwards?: boolean; readonly max?: number },
  ): AsyncIterable<StoredEvent>;

  /** Events of all streams, in order, those after a position. */
  readAll(options?: { readonly after?: Position; readonly max?: number }): AsyncIterable<StoredEvent>;

  /** The event at a position, as the store gave it; undefined when there is none there. */
  readAt(position: Position): Promise<StoredEvent | undefined>;

  /**
   * All events after a position, then every new one, without loss or repetition, until `signal` aborts. The consumer
   * pulls: one that is slow holds at most one batch. Faults of the engine are retried inside.
   */
  subscribe(options: { readonly after?: Position; readonly signal: AbortSignal }): AsyncIterable<Batch>;

  /** Calls back soon after something was appended, by any process. Returns how to stop it. A hint: it may come twice. */
  onAppend(nudge: () => void): () => void;

  /** Position of the last event; `beginning` when there is none. */
  head(): Promise<Position>;

  close(): Promise<void>;
}

export type EventStoreErrorCode =
  | 'WRONG_EXPECTED_REVISION'
  | 'EVENT_ID_REUSED'
  | 'APPEND_INVALID'
  | 'APPEND_TOO_LARGE'
  | 'STORE_UNAVAILABLE'
  | 'STORE_FORBIDDEN'
  | 'STORE_FOREIGN'
  | 'STORE_NEWER'
  | 'STORE_DAMAGED'
  | 'STORE_CLOSED';

/** A named fault of an event store. `actualRevision` comes with WRONG_EXPECTED_REVISION, where it is known. */
export class EventStoreError extends Error {
  override readonly name = 'EventStoreError';
  constructor(
    readonly code: EventStoreErrorCode,
    message: string,
    readonly details: { readonly actualRevision?: Revision | 'no_stream' } = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${message}`, options);
  }
}

/** Tells a store's named fault, of one code or of any, from all other errors. */
export const isEventStoreError = (error: unknown, code?: EventStoreErrorCode): error is EventStoreError =>
  error instanceof EventStoreError && (code === undefined || error.code === code);
