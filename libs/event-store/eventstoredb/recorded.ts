import { createHash } from 'node:crypto';
import type { EncodedEvent } from '../encode-append.js';
import { EventStoreError, type StoredEvent } from '../port.js';
import { type RecordedEvent, uuidText } from './protocol.js';

/**
 * The id under which EventStoreDB keeps an event: a UUID (version 8, RFC 9562) of all that it holds. EventStoreDB takes an append for a
 * repetition when the ids are the same, whatever else is in it. So the id must be another one when anything else is.
 */
export const contentId = ({ id, type, data, metadata }: EncodedEvent): string => {
  const bytes = createHash('sha256').update(`${id}\n${type}\n${data}\n`).update(metadata).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** An event's own id travels in its metadata, since EventStoreDB's field for it is taken. */
export const customMetadata = ({ id, metadata }: EncodedEvent): Buffer =>
  Buffer.from(`{"eventId":"${id}","metadata":${metadata}}`, 'utf8');

/** An event as the server sent it. */
export interface Recorded {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  /** The server's id of it. */
  readonly contentId: string;
  readonly type: string;
  /** JSON, as it is stored. */
  readonly data: string;
  readonly custom: string;
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');

export const recordedOf = (event: RecordedEvent): Recorded => ({
  stream: textOf(event.getStreamIdentifier()!.getStreamName_asU8()),
  revision: BigInt(event.getStreamRevision()),
  position: BigInt(event.getCommitPosition()),
  contentId: uuidText(event.getId()!),
  type: event.getMetadataMap().get('type') ?? '',
  data: textOf(event.getData_asU8()),
  custom: textOf(event.getCustomMetadata_asU8()),
});

interface Custom {
  readonly eventId: string;
  readonly metadata: unknown;
}

/** The id that the event was given; undefined when it was not Wavebook that wrote it. */
export const eventIdOf = ({ custom }: Recorded): string | undefined => {
  try {
    return (JSON.parse(custom) as Partial<Custom>).eventId;
  } catch {
    return undefined;
  }
};

/** @throws EventStoreError STORE_DAMAGED: somebody else wrote into a stream of the ledger */
export const storedOf = ({ stream, revision, position, type, data, custom }: Recorded): StoredEvent => {
  try {
    const { eventId, metadata } = JSON.parse(custom) as Custom;
    if (typeof eventId !== 'string') throw new TypeError('there is no eventId');
    return { id: eventId, type, data: JSON.parse(data) as unknown, metadata, stream, revision, position };
  } catch (cause) {
    throw new EventStoreError(
      'STORE_DAMAGED',
      `the event at position ${position}, ${stream}@${revision}, was not written by Wavebook; find out who writes into its streams`,
      {},
      { cause },
    );
  }
};
