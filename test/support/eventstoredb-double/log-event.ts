/** What somebody wants to append. */
export interface ProposedEvent {
  /** UUID in lower case. */
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/** An event in the server's log. */
export interface LogEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Where it begins in the log. Commit and prepare position are the same. */
  readonly position: number;
  /** Where the next record begins. */
  readonly end: number;
  /** Ticks of 100 nanoseconds since 1970. */
  readonly created: bigint;
}

/** The revision of a tombstone; there is none after it. */
export const deletedRevision = 2n ** 63n - 1n;
/** Before the first event of a stream. */
export const noRevision = -1n;

export const metaStreamOf = (stream: string): string => `$$${stream}`;
export const isMetaStream = (stream: string): boolean => stream.startsWith('$$');
export const isSystem = (name: string): boolean => name.startsWith('$');

/** Head, ids, times and lengths of a record; the length of its text and its bytes comes on top. */
const recordOverheadBytes = 97;
/** Of a record that holds no event, as an append of nothing leaves one, and the making of the log. */
export const emptyRecordBytes = 113;

export const recordBytes = (stream: string, { type, data, metadata }: ProposedEvent): number =>
  recordOverheadBytes + Buffer.byteLength(stream) + Buffer.byteLength(type) + data.length + metadata.length;

export const ticksNow = (): bigint => BigInt(Date.now()) * 10_000n;
