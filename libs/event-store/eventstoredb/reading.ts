import { type Page, pageCharactersMax } from '../page.js';
import { beginning, type Position, type Revision, type StoredEvent } from '../port.js';
import type { Connection } from './connection.js';
import { deleted, lastingFault, reasonOf } from './faults.js';
import type { Quiet } from './feed.js';
import type { ReadReq } from './protocol.js';
import { type Answer, allRead, readOnce, type Start, startAfter, streamRead } from './read-calls.js';
import { type Recorded, storedOf } from './recorded.js';

/** So many events after the last one that is known are looked through for the head; if there are more it is sought from the end. */
const headLook = 100;
/** Revisions in EventStoreDB are 63 bits wide; beyond the last one there is nothing. */
const lastRevision = 2n ** 63n - 1n;

/** The server writes of its own accord in the ledger's streams when somebody deletes one; those lines are no events. */
const isOurs = ({ type }: Recorded): boolean => !type.startsWith('$');

export interface ReadingOptions {
  /** Regular expression that the names of the ledger's streams match. */
  readonly streams: string;
  /** For how long the server may say nothing. */
  readonly silenceMs: number;
  /** Where nothing of the ledger is to be found, as far as somebody knows. */
  readonly quiet: () => Quiet | undefined;
}

/** Reads pages, each in a call of its own that ends with it. Does not repeat anything: whoever asks may. */
export class Reading {
  constructor(
    private readonly connection: Connection,
    private readonly options: ReadingOptions,
  ) {}

  /** Events of a stream from a revision on, as they are stored; none when there is no such stream. */
  async recorded(stream: string, from: Revision, max: number): Promise<readonly Recorded[]> {
    return (await this.#stream(stream, from, false, max)).events;
  }

  async from(stream: string, from: Revision, max: number): Promise<Page> {
    const answer = await this.#stream(stream, from, false, max);
    assertUnbroken(answer.events, from, 1n, stream);
    return pageOf(answer);
  }

  async backFrom(stream: string, from: Revision, max: number): Promise<Page> {
    if (from < 0n) return { events: [], more: false };
    const answer = await this.#stream(stream, from, true, max);
    const [first] = answer.events;
    if (first) assertUnbroken(answer.events, first.revision, -1n, stream);
    const last = answer.events.at(-1);
    if (last && !answer.isPart && last.revision > 0n) throw deleted(stream);
    return { ...pageOf(answer), more: answer.isPart && last!.revision > 0n };
  }

  /** Events of the ledger after a position. */
  async after(position: Position, max: number): Promise<Page> {
    const quiet = this.options.quiet();
    // A checkpoint of the server: it has looked from the position up to there, and found nothing.
    const from = quiet?.after === position ? quiet.upTo : position;
    const answer = await this.#all(startAfter(from), max).catch((error: unknown) => {
      if (!isNoPosition(error)) throw error;
      return undefined;
    });
    return answer ? pageAfter(position, max, answer) : this.#searchedAfter(position, max);
  }

  /** The server reads on only from where an event is; anywhere else it is to be found from the beginning. */
  async #searchedAfter(position: Position, max: number): Promise<Page> {
    for (let from: Start = 'start'; ;) {
      const answer: Answer = await this.#all(from, max);
      const page = pageAfter(position, max, answer);
      const last = answer.events.at(-1);
      if (page.events.length > 0 || !answer.isPart || last === undefined) return page;
      from = last.position;
    }
  }

  /** A read begins with the event at the position itself, so that there is one more. */
  #all(from: Start, max: number): Promise<Answer> {
    return this.#ask(allRead({ from, count: max + 1, streams: this.options.streams }), max + 1);
  }

  async at(position: Position): Promise<StoredEvent | undefined> {
    if (position < beginning) return undefined;
    const { events } = await this.#ask(allRead({ from: position, count: 1 }), 1).catch((error: unknown) => {
      if (isNoPosition(error)) return { events: [] };
      throw error;
    });
    const [event] = events;
    const isOwn =
      event?.position === position && isOurs(event) && new RegExp(this.options.streams, 'u').test(event.stream);
    return isOwn ? storedOf(event) : undefined;
  }

  async head(): Promise<Position> {
    const { streams, quiet } = this.options;
    const known = quiet();
    const since = known && (await this.after(known.after, headLook));
    if (since && !since.more) return since.events.at(-1)?.position ?? known.after;
    const { events } = await this.#ask(allRead({ from: 'end', count: 1, backwards: true, streams }), 1);
    return events[0]?.position ?? beginning;
  }

  async #stream(stream: string, from: Revision, backwards: boolean, max: number): Promise<Answer> {
    const start = from >= lastRevision && backwards ? 'end' : from > lastRevision ? lastRevision : from;
    const answer = await this.#ask(streamRead(stream, start, backwards, max), max, stream);
    if (answer.isMissing && (await this.#isDeleted(stream))) throw deleted(stream);
    return answer;
  }

  /** A stream that was deleted looks like one that never was; what the server keeps about it tells them apart. */
  async #isDeleted(stream: string): Promise<boolean> {
    const { events } = await this.#ask(streamRead(`$$${stream}`, 'end', true, 1), 1);
    const [about] = events;
    return about !== undefined && '$tb' in (JSON.parse(about.data) as object);
  }

  #ask(request: ReadReq, eventsMax: number, stream = 'the ledger'): Promise<Answer> {
    const limits = { eventsMax, charactersMax: pageCharactersMax, silenceMs: this.options.silenceMs };
    return readOnce(this.connection, request, limits).catch((error: unknown) => {
      throw lastingFault(error, stream) ?? error;
    });
  }
}

/** A place in the log where no event begins. */
const isNoPosition = (error: unknown): boolean => /ReadAllResult: Error/.test(reasonOf(error));

const pageAfter = (position: Position, max: number, answer: Answer): Page => {
  const events = answer.events.filter((each) => each.position > position && isOurs(each));
  const taken = events.slice(0, max);
  return { events: taken.map(storedOf), more: answer.isPart || taken.length < events.length };
};

const pageOf = ({ events, isPart }: Answer): Page => ({ events: events.map(storedOf), more: isPart });

/** Somebody who deletes a stream, or limits its length, leaves gaps. @throws EventStoreError STORE_DAMAGED */
const assertUnbroken = (events: readonly Recorded[], from: Revision, step: bigint, stream: string): void => {
  for (const [index, { revision }] of events.entries())
    if (revision !== from + step * BigInt(index)) throw deleted(stream);
};
