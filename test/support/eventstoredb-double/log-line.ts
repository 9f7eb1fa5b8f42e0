import type { LogEvent } from './log-event.js';

/** What one write left in the file. */
interface Line {
  readonly events: readonly LogEvent[];
  readonly end: number;
}

const encoded = ({ data, metadata, revision, created, ...rest }: LogEvent) => ({
  ...rest,
  revision: String(revision),
  created: String(created),
  data: data.toString('base64'),
  metadata: metadata.toString('base64'),
});

const decoded = ({ data, metadata, revision, created, ...rest }: ReturnType<typeof encoded>): LogEvent => ({
  ...rest,
  revision: BigInt(revision),
  created: BigInt(created),
  data: Buffer.from(data, 'base64'),
  metadata: Buffer.from(metadata, 'base64'),
});

export const lineOf = (events: readonly LogEvent[], end: number): string =>
  `${JSON.stringify({ events: events.map(encoded), end })}\n`;

/** The lines that are whole, and how many bytes they take. */
export const linesIn = (bytes: Buffer): { readonly lines: readonly Line[]; readonly bytes: number } => {
  const length = bytes.lastIndexOf('\n') + 1;
  const texts = bytes.subarray(0, length).toString('utf8').split('\n').slice(0, -1);
  const lines = texts.map((text) => {
    const { events, end } = JSON.parse(text) as { events: ReturnType<typeof encoded>[]; end: number };
    return { events: events.map(decoded), end };
  });
  return { lines, bytes: length };
};
