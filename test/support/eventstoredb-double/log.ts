import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { type FileHandle, open, readFile, truncate } from 'node:fs/promises';
import {
  emptyRecordBytes,
  isSystem,
  type LogEvent,
  metaStreamOf,
  noRevision,
  type ProposedEvent,
  recordBytes,
  ticksNow,
} from './log-event.js';
import { lineOf, linesIn } from './log-line.js';

/** No disk is faster. What comes meanwhile is written together; what cannot be is refused meanwhile. */
const diskMs = 1;
const turnEvents = 24;

/** One write: it is in the file whole, or not at all. */
interface Write {
  readonly line: string;
  readonly events: readonly LogEvent[];
  readonly end: number;
  readonly settle: () => void;
}

/** Somebody who wants every new event. */
export interface Follower {
  take(event: LogEvent): void;
}

/** Streams as somebody sees them: the writer at once, readers when the events are in the file. */
export class Streams {
  readonly #events = new Map<string, LogEvent[]>();

  add(event: LogEvent): void {
    const events = this.#events.get(event.stream);
    if (events) events.push(event);
    else this.#events.set(event.stream, [event]);
  }

  of(stream: string): readonly LogEvent[] {
    return this.#events.get(stream) ?? [];
  }

  last(stream: string): bigint {
    return this.of(stream).at(-1)?.revision ?? noRevision;
  }

  at(stream: string, revision: bigint): LogEvent | undefined {
    const events = this.of(stream);
    const event = events[Number(revision)];
    return event?.revision === revision ? event : events.find((each) => each.revision === revision);
  }

  /** Events before this revision are cut off; all of them, and the stream looks missing, when it is `deletedRevision`. */
  truncatedBefore(stream: string): number {
    const about = this.of(metaStreamOf(stream)).at(-1);
    if (!about) return 0;
    return (JSON.parse(about.data.toString('utf8')) as { $tb?: number }).$tb ?? 0;
  }

  isSoftDeleted(stream: string): boolean {
    return this.truncatedBefore(stream) >= 2 ** 63;
  }
}

/**
 * The server's log: records in one order, at positions that are offsets in bytes. What is written is known to the writer
 * at once; to readers, and to whoever asked for it, when it is in the file. What waits for the file goes there together.
 */
export class Log {
  /** Events that can be read, in order. */
  readonly events: LogEvent[] = [];
  readonly written = new Streams();
  readonly indexed = new Streams();
  /** Which event is the first at or after a place where a record begins. */
  readonly #starts = new Map<number, number>();
  #end = 0;
  #indexedEnd = 0;
  readonly #queue: Write[] = [];
  #isFlushing = false;
  #told = 0;
  readonly #followers = new Set<Follower>();

  private constructor(
    private readonly file: FileHandle,
    private readonly fsync: boolean,
  ) {}

  static async open(path: string, { fsync = false } = {}): Promise<Log> {
    const log = new Log(await open(path, 'a'), fsync);
    const { lines, bytes } = linesIn(await readFile(path));
    // A server that was killed in the middle of a write finds the beginning of it, and forgets it.
    await truncate(path, bytes);
    for (const { events, end } of lines) {
      log.#written(events, end);
      log.#index(events, end);
    }
    return log;
  }

  /** Where everything ends that can be read. */
  get end(): number {
    return this.#indexedEnd;
  }

  /** Index of the first event at or after a position; undefined when no record begins there. */
  indexAt(position: number): number | undefined {
    return this.#starts.get(position);
  }

  isIndexed({ position }: LogEvent): boolean {
    return position < this.#indexedEnd;
  }

  /** Writes events at the end of a stream; the promise resolves when they can be read. */
  write(stream: string, firstRevision: bigint, proposed: readonly ProposedEvent[]): Promise<readonly LogEvent[]> {
    let end = this.#end;
    const events = proposed.map((each, index) => {
      const position = end;
      end += recordBytes(stream, each);
      return { ...each, stream, revision: firstRevision + BigInt(index), position, end, created: ticksNow() };
    });
    if (events.length === 0) end += emptyRecordBytes;
    this.#written(events, end);
    return new Promise((resolve) => {
      this.#queue.push({ line: lineOf(events, end), events, end, settle: () => resolve(events) });
      void this.#flush();
    });
  }

  /** Tells of every event from now on that can be read. Returns how to stop it. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Events as somebody outside wants to see them, without the server's own. */
  get ours(): readonly LogEvent[] {
    return this.events.filter(({ stream }) => !isSystem(stream));
  }

  #written(events: readonly LogEvent[], end: number): void {
    for (const event of events) this.written.add(event);
    this.#end = end;
  }

  #index(events: readonly LogEvent[], end: number): void {
    if (events.length === 0) this.#starts.set(this.#indexedEnd, this.events.length);
    for (const event of events) {
      this.#starts.set(event.position, this.events.length);
      this.events.push(event);
      this.indexed.add(event);
    }
    this.#indexedEnd = end;
  }

  /** Followers have their turn after a few events, as on other threads of the real server: he who sends on keeps pace. */
  async #tell(events: readonly LogEvent[]): Promise<void> {
    for (const event of events) {
      for (const follower of this.#followers) follower.take(event);
      if (++this.#told % turnEvents === 0) await nextTurn();
    }
  }

  async #flush(): Promise<void> {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    while (this.#queue.length > 0) {
      await delay(diskMs);
      const group = this.#queue.splice(0);
      await this.file.appendFile(group.map(({ line }) => line).join(''));
      if (this.fsync) await this.file.datasync();
      for (const { events, end, settle } of group) {
        this.#index(events, end);
        settle();
        await this.#tell(events);
      }
    }
    this.#isFlushing = false;
  }
}
