import { hash } from 'node:crypto';

/** An event as it is stored: its data and metadata as the JSON text that the store holds. */
export interface SealedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** Of an event as a store gives it. */
interface ParsedContent {
  readonly data: unknown;
  readonly metadata: unknown;
}

const quoted = (text: string): string => JSON.stringify(text);
const digest = (text: string): string => hash('sha256', text);

/**
 * What a leaf of the tree holds of an event: its place in its book, its id and type, and SHA-256 (hex) of the UTF-8 text of
 * its data and of its metadata. Canonical JSON (RFC 8785: the names are sorted, and the values are strings). No position:
 * a ledger that moves to an engine with other positions keeps its root. No content: a proof tells nobody what it is about.
 */
export const leafEnvelope = ({ stream, revision, id, type, data, metadata }: SealedEvent): string =>
  `{"data":"${digest(data)}","id":${quoted(id)},"metadata":"${digest(metadata)}","revision":"${revision}","stream":${quoted(stream)},"type":${quoted(type)}}`;

/** What an event holds, as the text that stores keep of it: what `JSON.stringify` makes. */
export const textsOf = ({ data, metadata }: ParsedContent): Pick<SealedEvent, 'data' | 'metadata'> => ({
  data: JSON.stringify(data),
  metadata: JSON.stringify(metadata),
});

/** The envelope of an event as a store gives it: parsed. */
export const leafEnvelopeOf = ({
  stream,
  revision,
  id,
  type,
  ...content
}: Omit<SealedEvent, keyof ParsedContent> & ParsedContent): string =>
  leafEnvelope({ stream, revision, id, type, ...textsOf(content) });
