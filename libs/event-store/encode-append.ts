import { flawIn, pathText } from './json.js';
import { appendBytesMax, EventStoreError, type ExpectedRevision, type NewEvent } from './port.js';

/** An event as text: exactly what is stored, and what a proof is made over. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const invalid = (message: string) => new EventStoreError('APPEND_INVALID', message);

/** Names must survive UTF-8, and those that begin with `$` belong to the engines themselves. */
const assertName = (name: unknown, at: string): void => {
  if (typeof name !== 'string' || name === '') throw invalid(`${at} is empty; give it a name`);
  if (!name.isWellFormed() || name.includes('\0')) throw invalid(`${at} holds NUL or half a surrogate pair`);
  if (name.startsWith('$')) throw invalid(`${at} begins with $, which is reserved for event stores`);
};

const assertExpected = (expected: unknown): void => {
  if (expected !== 'no_stream' && !(typeof expected === 'bigint' && expected >= 0n))
    throw invalid('expectedRevision is neither a revision (bigint from 0) nor no_stream');
};

const encodeJson = (value: unknown, at: string): string => {
  const flaw = flawIn(value);
  if (flaw) throw invalid(`${pathText(at, flaw.path)} is ${flaw.found}; events carry only what JSON can`);
  return JSON.stringify(value);
};

const encodeEvent = (event: NewEvent, at: string): EncodedEvent => {
  if (typeof event.id !== 'string' || !uuid.test(event.id)) throw invalid(`${at}.id is not a UUID in lower case`);
  assertName(event.type, `${at}.type`);
  return {
    id: event.id,
    type: event.type,
    data: encodeJson(event.data, `${at}.data`),
    metadata: encodeJson(event.metadata, `${at}.metadata`),
  };
};

const assertSize = (events: readonly EncodedEvent[]): void => {
  let dataBytes = 0;
  for (const [index, event] of events.entries()) {
    dataBytes += Buffer.byteLength(event.data);
    if (Buffer.byteLength(event.metadata) > appendBytesMax)
      throw new EventStoreError('APPEND_TOO_LARGE', `events[${index}].metadata is over ${appendBytesMax} bytes`);
  }
  if (dataBytes > appendBytesMax)
    throw new EventStoreError(
      'APPEND_TOO_LARGE',
      `the events carry ${dataBytes} bytes of data, an append takes ${appendBytesMax}; make several appends of them`,
    );
};

/**
 * What every engine refuses before it touches its storage, and the text that it stores.
 * @throws EventStoreError APPEND_INVALID (names the field and its path), APPEND_TOO_LARGE
 */
export const encodeAppend = (
  stream: string,
  expectedRevision: ExpectedRevision,
  events: readonly NewEvent[],
): EncodedEvent[] => {
  assertName(stream, 'stream');
  assertExpected(expectedRevision);
  if (!Array.isArray(events) || events.length === 0) throw invalid('events is empty; append at least one');
  const encoded = events.map((event: NewEvent, index) => encodeEvent(event, `events[${index}]`));
  if (new Set(encoded.map(({ id }) => id)).size < encoded.length) throw invalid('two of the events have the same id');
  assertSize(encoded);
  return encoded;
};
