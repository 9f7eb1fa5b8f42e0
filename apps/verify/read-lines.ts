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
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Not UTF-8: told as a text that no line is. */
const decoded = (bytes: Buffer): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    return '';
  }
};

/** Goes through a file line by line, in the memory of its longest line. */
export async function* readLines(file: string): AsyncGenerator<FileLine, void, void> {
  let rest: Buffer = Buffer.alloc(0);
  let [number, offset] = [0, 0];
  const lineOf = (bytes: Buffer, ended: boolean): FileLine => {
    const line = { text: decoded(bytes), number: ++number, offset, bytes: bytes.length, ended };
    offset += bytes.length + 1;
    return line;
  };
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = bytes.indexOf(lineBreak); end >= 0; end = bytes.indexOf(lineBreak, start)) {
      yield lineOf(bytes.subarray(start, end), true);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield lineOf(rest, false);
}
