import { randomUUID } from 'node:crypto';
import type { Appended, EventStore, ExpectedRevision, NewEvent } from '../port.js';

/** An engine under test: a ledger that may hold events already, and that nobody else writes to during a test. */
export interface OpenedEngine {
  readonly store: EventStore;
  /** Closes the store and opens another one on the same ledger. */
  reopen(): Promise<EventStore>;
  /** Opens a store beside the first one on the same ledger, as another process would. Whoever asks for it closes it. */
  another(): Promise<EventStore>;
  dispose(): Promise<void>;
}

export type OpenEngine = () => Promise<OpenedEngine>;
/** The engine of the test that runs. */
export type CurrentEngine = () => OpenedEngine;

export const newStream = (): string => `programme-${randomUUID()}`;

export const newEvent = (data: unknown = { text: 'synthetic' }, about: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'SomethingHappened',
  data,
  metadata: { version: 1, evidence: [] },
  ...about,
});

/** Events that carry their number, from 0. */
export const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => newEvent({ n }));

export const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};

export const numbersOf = (events: readonly NewEvent[]): number[] => events.map(({ data }) => (data as { n: number }).n);

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** One append for each event, all under way at once, each expecting the revision that the one before will leave. */
export const pipeline = (store: EventStore, stream: string, events: readonly NewEvent[]): Promise<Appended>[] =>
  events.map((event, index) => {
    const expected: ExpectedRevision = index === 0 ? 'no_stream' : BigInt(index - 1);
    return store.append(stream, expected, [event]);
  });
