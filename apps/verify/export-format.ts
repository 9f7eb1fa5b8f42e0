import type { StoredEvent } from '#kernel';
import { textsOf } from '#proof/check';
import { exportNames } from './export-names.js';

export const exportFormat = 'wavebook-export';
export const exportVersion = 1;

/** A file of lines: the book of a programme, or what the ledger tells of itself. */
export interface BookFile {
  /** Path in the export, with `/`. */
  readonly file: string;
  readonly stream: string;
  readonly lines: number;
}

/** What an export says of itself, in `manifest.json`. Nothing is believed of it that the checkpoint does not bear out. */
export interface ExportManifest {
  readonly format: typeof exportFormat;
  readonly version: typeof exportVersion;
  /** The Wavebook that made it. */
  readonly wavebook: string;
  /** UTC, ISO 8601. */
  readonly madeAt: string;
  /** Names the log; the first line of the checkpoint. */
  readonly origin: string;
  /** Leaves of the tree that the checkpoint stands for, as a decimal string. */
  readonly size: string;
  /** Root of that tree, base64. */
  readonly rootHash: string;
  /** Whether every line that is sealed is in it: the tree can then be made anew of it alone. */
  readonly whole: boolean;
  readonly books: readonly BookFile[];
}

/** An event with its place in the tree, and the way from it to the root. */
export interface ExportedLine {
  readonly event: StoredEvent;
  readonly leafIndex: bigint;
  /** The hashes beside the way, the nearest first, in base64 with commas between them. */
  readonly inclusion: string;
}

/** How one key handed over to the next: a line that both say stands at the end of a checkpoint. */
export interface KeyChange {
  /** The checkpoint, signed by the old key and by the new one. */
  readonly note: string;
  /** Of the line, as in the tree. */
  readonly leafEnvelope: string;
  /** Of the line; its SHA-256 stands in the envelope. */
  readonly data: string;
  /** From the leaf to the root of the checkpoint, in base64. */
  readonly hashes: readonly string[];
}

export const bookFileOf = (stream: string): string => `${exportNames.books}/${stream}.jsonl`;

interface Told {
  readonly version?: unknown;
  readonly recordedAt?: unknown;
  readonly occurredOn?: unknown;
}

/** The file of the JSON Schema of an event's data. */
export const schemaNameOf = ({ type, metadata }: Pick<StoredEvent, 'type' | 'metadata'>): string => {
  const { version } = metadata as Told;
  return `${type}.v${typeof version === 'number' ? version : 1}.json`;
};

/** Attributes as JSON, without its brackets; those that are undefined are left out. */
const attributes = (named: Readonly<Record<string, string | undefined>>): string => JSON.stringify(named).slice(1, -1);

/**
 * A line of a book as CloudEvents 1.0 in JSON. Its attributes stand in this order, `data` is the last, and nothing lies
 * between them: so the text of `data`, over which its SHA-256 goes, can be cut out of the line, and a line can be held
 * against the one that is made of it anew. `metadata` is JSON in a string, since attributes of an envelope are no objects.
 * `texts` are those of the event.
 */
export const lineText = (
  { event, leafIndex, inclusion }: ExportedLine,
  origin: string,
  texts = textsOf(event),
): string => {
  const { recordedAt, occurredOn } = event.metadata as Told;
  const around = attributes({
    specversion: '1.0',
    id: event.id,
    source: origin,
    type: event.type,
    subject: event.stream,
    time: typeof recordedAt === 'string' ? recordedAt : undefined,
    occurredon: typeof occurredOn === 'string' ? occurredOn : undefined,
    datacontenttype: 'application/json',
    dataschema: `${exportNames.schemas}/${schemaNameOf(event)}`,
    revision: String(event.revision),
    position: String(event.position),
    leafindex: String(leafIndex),
  });
  // What makes up most of a line is put in as it is: in base64 nothing has to be escaped.
  return `{${around},"inclusion":"${inclusion}","metadata":${JSON.stringify(texts.metadata)},"data":${texts.data}}`;
};

const whole = /^(0|[1-9]\d{0,18})$/;

/** Takes a text attribute that a line must have. */
const textIn = (line: Readonly<Record<string, unknown>>, name: string, form?: RegExp): string => {
  const value = line[name];
  if (typeof value !== 'string') throw new Error(`\`${name}\` is missing or no text`);
  if (form && !form.test(value)) throw new Error(`\`${name}\` is “${value.slice(0, 40)}”, which is not of its form`);
  return value;
};

/** What a line holds. @throws Error that says what is wrong with its form */
export const parseLine = (text: string): ExportedLine => {
  const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
  if (typeof line !== 'object' || line === null) throw new Error('it is no JSON object');
  if (line['data'] === undefined) throw new Error('`data` is missing');
  const inclusion = textIn(line, 'inclusion');
  return {
    event: {
      id: textIn(line, 'id'),
      type: textIn(line, 'type'),
      stream: textIn(line, 'subject'),
      revision: BigInt(textIn(line, 'revision', whole)),
      position: BigInt(textIn(line, 'position', whole)),
      metadata: JSON.parse(textIn(line, 'metadata')) as unknown,
      data: line['data'],
    },
    leafIndex: BigInt(textIn(line, 'leafindex', whole)),
    inclusion,
  };
};
