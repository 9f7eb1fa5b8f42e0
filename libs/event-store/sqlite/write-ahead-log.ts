import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Sizes, in bytes, of https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const headerBytes = 32;
const frameHeaderBytes = 24;
const magicLittleEndian = 0x377f0682;
const magicBigEndian = 0x377f0683;

type Sum = readonly [number, number];

/** What a write-ahead log holds, read as SQLite reads it after a crash. */
export interface LogExamined {
  /** Frames up to the last whole transaction: what SQLite takes. The rest is ignored without a word. */
  readonly framesTaken: number;
  /**
   * Ends of transactions of the same log after the first frame that is broken. A commit is synced before the next one is
   * begun: a crash leaves one such end at most. More of them were acknowledged, and cannot be read any more.
   */
  readonly commitsBeyond: number;
}

const nothing: LogExamined = { framesTaken: 0, commitsBeyond: 0 };

const sumOver = (words: Uint32Array, from: number, to: number, [first, second]: Sum): Sum => {
  let [a, b] = [first, second];
  for (let at = from; at < to; at += 2) {
    a = (a + words[at]! + b) >>> 0;
    b = (b + words[at + 1]! + a) >>> 0;
  }
  return [a, b];
};

/** The log as words in the order of bytes that its checksums are made in. */
const wordsOf = (log: Buffer, littleEndian: boolean): Uint32Array => {
  const bytes = new Uint8Array(log.length - (log.length % 4));
  bytes.set(log.subarray(0, bytes.length));
  const isNative = (new Uint8Array(Uint32Array.of(1).buffer)[0] === 1) === littleEndian;
  if (!isNative) Buffer.from(bytes.buffer).swap32();
  return new Uint32Array(bytes.buffer);
};

class Log {
  readonly frameCount: number;
  readonly #words: Uint32Array;
  readonly #frameBytes: number;

  constructor(private readonly log: Buffer) {
    this.#words = wordsOf(log, log.readUInt32BE(0) !== magicBigEndian);
    this.#frameBytes = frameHeaderBytes + this.#pageBytes();
    this.frameCount = Math.floor((log.length - headerBytes) / this.#frameBytes);
  }

  /** Checksum to go on from; undefined when the header itself is broken. */
  headerSum(): Sum | undefined {
    if (![magicLittleEndian, magicBigEndian].includes(this.log.readUInt32BE(0))) return undefined;
    const sum = sumOver(this.#words, 0, 6, [0, 0]);
    return this.#isAt(24, sum) ? sum : undefined;
  }

  /** Checksum after a frame; undefined when the frame does not follow on what came before. */
  frameSum(frame: number, salt: Buffer, before: Sum): Sum | undefined {
    const at = this.#at(frame);
    if (!this.saltOf(frame).equals(salt) || this.log.readUInt32BE(at) === 0) return undefined;
    const head = sumOver(this.#words, at / 4, at / 4 + 2, before);
    const sum = sumOver(this.#words, (at + frameHeaderBytes) / 4, (at + this.#frameBytes) / 4, head);
    return this.#isAt(at + 16, sum) ? sum : undefined;
  }

  saltOf(frame: number): Buffer {
    return this.log.subarray(this.#at(frame) + 8, this.#at(frame) + 16);
  }

  get salt(): Buffer {
    return this.log.subarray(16, 24);
  }

  isCommit(frame: number): boolean {
    return this.log.readUInt32BE(this.#at(frame) + 4) !== 0;
  }

  #at(frame: number): number {
    return headerBytes + frame * this.#frameBytes;
  }

  #isAt(at: number, [a, b]: Sum): boolean {
    return this.log.readUInt32BE(at) === a && this.log.readUInt32BE(at + 4) === b;
  }

  /** The header may be what is broken: then it is the size that all ledgers have. */
  #pageBytes(): number {
    const told = this.log.readUInt32BE(8);
    const isSize = told >= 512 && told <= 65_536 && (told & (told - 1)) === 0;
    return isSize ? told : 4096;
  }
}

/** Frames that follow on each other from the first one on. */
const intactFrames = (log: Log): number => {
  let sum = log.headerSum();
  for (let frame = 0; frame < log.frameCount; frame++) {
    if (sum) sum = log.frameSum(frame, log.salt, sum);
    if (!sum) return frame;
  }
  return log.frameCount;
};

/** Reads the log beside a database file, and changes nothing. Blocks for about 2 ms a megabyte. */
export const examineLog = (file: string): LogExamined => {
  const path = `${file}-wal`;
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  if (bytes.length < headerBytes + frameHeaderBytes) return nothing;
  const log = new Log(bytes);
  if (log.frameCount === 0) return nothing;
  const intact = intactFrames(log);
  let framesTaken = intact;
  while (framesTaken > 0 && !log.isCommit(framesTaken - 1)) framesTaken--;
  // Frames of an earlier round of the log carry another salt. A broken header is asked nothing.
  const salt = log.headerSum() ? log.salt : log.saltOf(0);
  let commitsBeyond = 0;
  for (let frame = intact; frame < log.frameCount; frame++)
    if (log.isCommit(frame) && log.saltOf(frame).equals(salt)) commitsBeyond++;
  return { framesTaken, commitsBeyond };
};

/** Beside a process that writes, what lies beyond may be a commit that is under way: only what stays counts. */
export const hasLostCommits = (file: string): boolean => {
  const looks = [examineLog(file)];
  if (looks[0]!.commitsBeyond < 2) return false;
  const again = examineLog(file);
  return again.commitsBeyond >= 2 && again.framesTaken === looks[0]!.framesTaken;
};

/**
 * Writes the log once more as it is, and syncs it. When a disk has refused to sync, the operating system gives the pages
 * up: programs still read them, and a later sync says that all is well, although they are not on the disk. Nobody else may
 * write to the log meanwhile. @throws the error of the file system
 */
export const syncAnew = (file: string): void => {
  const path = `${file}-wal`;
  if (!existsSync(path)) return;
  const log = openSync(path, 'r+');
  try {
    const bytes = readFileSync(log);
    for (let at = 0; at < bytes.length;) at += writeSync(log, bytes, at, bytes.length - at, at);
    if (bytes.length > 0) fsyncSync(log);
  } finally {
    closeSync(log);
  }
};
