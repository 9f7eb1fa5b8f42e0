import type { Worker } from 'node:worker_threads';
import { type LocalDate, streamOf } from '#kernel';
import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { AnyProjection } from '../fold.js';
import { openSqliteImage } from '../sqlite/sqlite-read-database.js';

/** Lines of one replay: folding them keeps the thread busy for some seconds at most. */
export const pastEventsMax = 500_000;
/** What the replays that are kept may take together. */
const keptBytesMax = 134_217_728;

/** A book as the ledger knew it: its lines up to a revision, that one included. */
export interface PastBook {
  readonly programmeId: string;
  readonly revision: bigint;
}

/** Books as they were known, and where `asOf` is given as they were on that day. */
export interface PastOfBooks {
  readonly books: readonly PastBook[];
  readonly asOf?: LocalDate | undefined;
}

/** More lines than one replay folds. Ask for one programme, or for an earlier moment. */
export class PastTooLarge extends Error {
  override readonly name = 'PastTooLarge';
  constructor(readonly events: bigint) {
    super(`a replay folds at most ${pastEventsMax} lines, and this one would take ${events}`);
  }
}

/** A replay that the thread is asked for. */
export interface PastAsked extends PastOfBooks {
  readonly id: number;
}
/** Its answer: the rows as a database's bytes, or why there are none. */
export type PastAnswered = { readonly id: number } & ({ readonly image: Uint8Array } | { readonly error: string });

interface Waiting {
  readonly resolve: (image: Buffer) => void;
  readonly reject: (error: Error) => void;
}

interface KeptPast<Tables> {
  readonly db: Kysely<Tables>;
  readonly bytes: number;
  readonly streams: ReadonlySet<string>;
}

const nameOf = ({ books, asOf }: PastOfBooks): string =>
  [asOf ?? 'all', ...books.map(({ programmeId, revision }) => `${programmeId}@${revision}`)].join(' ');

/**
 * The rows that books had: folded in a thread of its own, by the projections that make the live rows, and loaded into
 * the same tables in memory, so that the same queries answer. What was asked for lately is kept. A thread that is lost
 * fails what was asked of it, and starts again with the next question.
 */
export class PastRows<Tables> {
  readonly #kept = new LRUCache<string, KeptPast<Tables>>({
    maxSize: keptBytesMax,
    sizeCalculation: ({ bytes }) => bytes,
  });
  readonly #making = new Map<string, Promise<KeptPast<Tables>>>();
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #asked = 0;
  /** Raised by each purge: what was begun before one is answered and not kept. */
  #purges = 0;

  constructor(
    private readonly options: {
      readonly projections: readonly AnyProjection[];
      /** Starts the thread, which runs `servePastRows`. */
      readonly start: () => Worker;
      /** Told of each statement on what it opens, so that tests can count them. */
      readonly onStatement?: ((sql: string) => void) | undefined;
    },
  ) {}

  /** @throws PastTooLarge; Error when the thread was lost or met a line that a projection cannot take. */
  async open(past: PastOfBooks): Promise<Kysely<Tables>> {
    const events = past.books.reduce((sum, { revision }) => sum + revision + 1n, 0n);
    if (events > pastEventsMax) throw new PastTooLarge(events);
    const name = nameOf(past);
    const known = this.#kept.get(name);
    if (known) return known.db;
    const making = this.#making.get(name) ?? this.#make(name, past);
    return (await making).db;
  }

  /** Forgets everything in which one of these programmes is told of. */
  purge(programmeIds: Iterable<string>): void {
    const streams = [...programmeIds].map(streamOf);
    this.#purges++;
    for (const [name, kept] of this.#kept.entries())
      if (streams.some((stream) => kept.streams.has(stream))) this.#kept.delete(name);
  }

  async close(): Promise<void> {
    this.#kept.clear();
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#fail(new Error('replays have ended'));
  }

  #make(name: string, past: PastOfBooks): Promise<KeptPast<Tables>> {
    const purges = this.#purges;
    const making = this.#ask(past)
      .then((image) => {
        const db = openSqliteImage(this.options.projections, image, this.options.onStatement) as Kysely<Tables>;
        const streams = new Set(past.books.map(({ programmeId }) => streamOf(programmeId)));
        const kept = { db, bytes: image.length, streams };
        if (purges === this.#purges) this.#kept.set(name, kept);
        return kept;
      })
      .finally(() => this.#making.delete(name));
    this.#making.set(name, making);
    return making;
  }

  #ask(past: PastOfBooks): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const id = this.#asked++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker ??= this.#started();
      this.#worker.ref();
      this.#worker.postMessage({ id, ...past } satisfies PastAsked);
    });
  }

  #started(): Worker {
    const worker = this.options.start();
    worker.on('message', (answer: PastAnswered) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      // A thread that nobody waits for keeps no process alive.
      if (this.#waiting.size === 0) worker.unref();
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(Buffer.from(answer.image.buffer, answer.image.byteOffset, answer.image.byteLength));
    });
    const lost = (cause: Error) => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      this.#fail(cause);
    };
    worker.on('error', lost);
    worker.on('exit', (code) => lost(new Error(`the thread of replays ended with code ${code}`)));
    return worker;
  }

  #fail(cause: Error): void {
    for (const { reject } of this.#waiting.values()) reject(cause);
    this.#waiting.clear();
  }
}
