import { createReadStream } from 'node:fs';

/** A line of a file, without its line break, and where it lies. */
export interface FileLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly bytes: number;
  /** It ends with a line break, as every line of a whole file does. */
  readonly ended: boolean;
}

const lineBreak = 0x0a;
/** Read at once: enough that a chunk costs little, little enough that the lines of one fit in memory beside each other. */
const chunkBytes = 1 << 18;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Not UTF-8: told as a text that no line is. */
const decoded = (bytes: Buffer): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    return '';
  }
};

/**
 * Goes through a file, some lines at a time, in the memory of a chunk or of its longest line. `onBytes` is given everything
 * that is read, in order.
 */
export async function* readLines(
  file: string,
  onBytes: (bytes: Buffer) => void = () => undefined,
): AsyncGenerator<readonly FileLine[], void, void> {
  let rest: Buffer = Buffer.alloc(0);
  let [number, offset] = [0, 0];
  const lineOf = (bytes: Buffer, ended: boolean): FileLine => {
    const line = { text: decoded(bytes), number: ++number, offset, bytes: bytes.length, ended };
    offset += bytes.length + 1;
    return line;
  };
  for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes })) {
    onBytes(chunk as Buffer);
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    const lines: FileLine[] = [];
    let start = 0;
    for (let end = bytes.indexOf(lineBreak); end >= 0; end = bytes.indexOf(lineBreak, start)) {
      lines.push(lineOf(bytes.subarray(start, end), true));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    yield lines;
  }
  if (rest.length > 0) yield [lineOf(rest, false)];
}
