import { setImmediate as nextTurn } from 'node:timers/promises';
import { encodeAppend } from '../encode-append.js';
import {
  type Appended,
  type Batch,
  beginning,
  EventStoreError,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type StoredEvent,
} from '../port.js';

const batchEventsMax = 1_000;
/** Positions have gaps, so that nobody comes to rely on there being none. */
const positionStep = 3n;

/**
 * A ledger in memory, that stores open on: the model that engines are held against, and an engine whose every moment
 * can be chosen. It keeps to the same contract suite as they do.
 */
export class MemoryLedger {
  readonly events: StoredEvent[] = [];
  readonly #byId = new Map<string, StoredEvent>();
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly nudges = new Set<() => void>();

  open(): EventStore {
    return new MemoryEventStore(this);
  }

  get head(): Position {
    return this.events.at(-1)?.position ?? beginning;
  }

  stream(name: string): readonly StoredEvent[] {
    return this.#streams.get(name) ?? [];
  }

  /** Writes, finds the first result of a repetition, or refuses. */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Appended {
    const first = expected === 'no_stream' ? 0n : expected + 1n;
    const length = BigInt(this.stream(stream).length);
    const known = events.map(({ id }) => this.#byId.get(id));
    if (first !== length || known.some(Boolean)) return this.#again(stream, first, events, known);
    for (const { id, type, data, metadata } of events) this.#write({ id, type, data, metadata, stream });
    for (const nudge of this.nudges) nudge();
    return { revision: length + BigInt(events.length) - 1n, position: this.head };
  }

  #write(event: NewEvent & { readonly stream: string }): void {
    const inStream = this.#streams.get(event.stream) ?? [];
    const stored = { ...event, revision: BigInt(inStream.length), position: this.head + positionStep };
    inStream.push(stored);
    this.#streams.set(event.stream, inStream);
    this.#byId.set(event.id, stored);
    this.events.push(stored);
  }

  #again(
    stream: string,
    first: bigint,
    events: readonly NewEvent[],
    known: readonly (StoredEvent | undefined)[],
  ): Appended {
    const contentOf = ({ type, data, metadata }: NewEvent) => JSON.stringify([type, data, metadata]);
    const isSame = (stored: StoredEvent, index: number) =>
      stored.stream === stream &&
      stored.revision === first + BigInt(index) &&
      contentOf(stored) === contentOf(events[index]!);
    if (known.some((stored, index) => stored && !isSame(stored, index)))
      throw new EventStoreError('EVENT_ID_REUSED', `an id of ${stream}@${first} is known already`);
    const last = known.at(-1);
    if (last && known.every(Boolean)) return { revision: last.revision, position: last.position };
    const actualRevision = this.stream(stream).at(-1)?.revision ?? 'no_stream';
    throw new EventStoreError('WRONG_EXPECTED_REVISION', `${stream} is at ${actualRevision}`, { actualRevision });
  }
}

class MemoryEventStore implements EventStore {
  readonly #closing = new AbortController();
  readonly #nudges = new Set<() => void>();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(private readonly ledger: MemoryLedger) {}

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    this.#assertOpen();
    const encoded = encodeAppend(stream, expected, events);
    const parsed = encoded.map(({ data, metadata, ...event }) => ({
      ...event,
      data: JSON.parse(data) as unknown,
      metadata: JSON.parse(metadata) as unknown,
    }));
    const appending = nextTurn().then(() => this.ledger.append(stream, expected, parsed));
    const done: Promise<unknown> = appending.catch(() => undefined).then(() => this.#underWay.delete(done));
    this.#underWay.add(done);
    return appending;
  }

  read(
    stream: string,
    { from, backwards = false, max = Infinity }: { from?: bigint; backwards?: boolean; max?: number } = {},
  ): AsyncIterable<StoredEvent> {
    return this.#events(() => {
      const wanted = this.ledger
        .stream(stream)
        .filter(({ revision }) => from === undefined || (backwards ? revision <= from : revision >= from));
      return (backwards ? wanted.toReversed() : wanted).slice(0, max);
    });
  }

  readAll({ after = beginning, max = Infinity }: { after?: Position; max?: number } = {}): AsyncIterable<StoredEvent> {
    return this.#events(() => this.#after(after).slice(0, max));
  }

  async readAt(position: Position): Promise<StoredEvent | undefined> {
    for await (const event of this.readAll({ after: position - 1n, max: 1 }))
      return event.position === position ? event : undefined;
    return undefined;
  }

  subscribe({ after = beginning, signal }: { after?: Position; signal: AbortSignal }): AsyncIterable<Batch> {
    this.#assertOpen();
    const left = new AbortController();
    const ended = AbortSignal.any([signal, this.#closing.signal, left.signal]);
    const batches = this.#batches(after, ended);
    const iterator = {
      next: () => batches.next(),
      return: () => {
        left.abort();
        return batches.return();
      },
    };
    return { [Symbol.asyncIterator]: () => iterator };
  }

  onAppend(nudge: () => void): () => void {
    this.#assertOpen();
    this.ledger.nudges.add(nudge);
    this.#nudges.add(nudge);
    return () => void this.ledger.nudges.delete(nudge);
  }

  async head(): Promise<Position> {
    this.#assertOpen();
    return this.ledger.head;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const nudge of this.#nudges) this.ledger.nudges.delete(nudge);
    await Promise.all(this.#underWay);
  }

  #assertOpen(): void {
    if (this.#closing.signal.aborted) throw new EventStoreError('STORE_CLOSED', 'the event store was closed');
  }

  /** What is there when the reading begins; it may begin more than once. */
  #events(find: () => readonly StoredEvent[]): AsyncIterable<StoredEvent> {
    const assertOpen = () => this.#assertOpen();
    return {
      async *[Symbol.asyncIterator]() {
        assertOpen();
        for (const event of find()) {
          assertOpen();
          yield event;
        }
      },
    };
  }

  #after(position: Position): readonly StoredEvent[] {
    return this.ledger.events.slice(this.ledger.events.findLastIndex((event) => event.position <= position) + 1);
  }

  async *#batches(after: Position, ended: AbortSignal): AsyncGenerator<Batch, void, void> {
    let position = after;
    let isFirst = true;
    while (!ended.aborted) {
      const rest = this.#after(position);
      const events = rest.slice(0, batchEventsMax);
      if (events.length > 0 || isFirst) {
        position = events.at(-1)?.position ?? position;
        yield { events, position, caughtUp: rest.length <= batchEventsMax };
      }
      isFirst = false;
      if (this.ledger.head <= position) await this.#untilNews(ended);
    }
  }

  #untilNews(ended: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.ledger.nudges.delete(wake);
        ended.removeEventListener('abort', wake);
        resolve();
      };
      if (ended.aborted) return resolve();
      this.ledger.nudges.add(wake);
      ended.addEventListener('abort', wake);
    });
  }
}
