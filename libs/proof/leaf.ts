import { createHash } from 'node:crypto';

/** An event as it is stored: its data and metadata as the JSON text that the store holds. */
export interface SealedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * What a leaf of the tree holds of an event: its place in its book, its id and type, and SHA-256 (hex) of the UTF-8 text of
 * its data and of its metadata. Canonical JSON (RFC 8785: the names are sorted, and the values are strings). No position:
 * a ledger that moves to an engine with other positions keeps its root. No content: a proof tells nobody what it is about.
 */
export const leafEnvelope = ({ stream, revision, id, type, data, metadata }: SealedEvent): string =>
  JSON.stringify({ data: digest(data), id, metadata: digest(metadata), revision: String(revision), stream, type });

/** The envelope of an event as a store gives it: parsed. Stores keep the text that `JSON.stringify` makes of it. */
export const leafEnvelopeOf = ({
  data,
  metadata,
  ...event
}: Omit<SealedEvent, 'data' | 'metadata'> & { readonly data: unknown; readonly metadata: unknown }): string =>
  leafEnvelope({ ...event, data: JSON.stringify(data), metadata: JSON.stringify(metadata) });
