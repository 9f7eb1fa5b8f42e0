import { randomUUID } from 'node:crypto';
import type { Log } from './log.js';
import { deletedRevision, type LogEvent, metaStreamOf, noRevision, type ProposedEvent } from './log-event.js';

export type Expected = bigint | 'no_stream' | 'any' | 'stream_exists';

/** What becomes of an append or a deletion. */
export type Outcome =
  | { readonly kind: 'written'; readonly revision: bigint; readonly position: number }
  | { readonly kind: 'conflict'; readonly current: bigint }
  | { readonly kind: 'deleted' }
  /** The same events are on their way to the disk: this append is dropped, and nobody hears of it until its time is up. */
  | { readonly kind: 'under way' };

type Decision =
  | { readonly kind: 'go'; readonly current: bigint }
  | { readonly kind: 'repeated'; readonly last: LogEvent }
  | Extract<Outcome, { kind: 'conflict' | 'deleted' }>;

const systemEvent = (type: '$metadata' | '$streamDeleted', json = ''): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: json !== '',
  data: Buffer.from(json),
  metadata: Buffer.alloc(0),
});

/** Decides what may be written, and writes it. */
export class Writer {
  /** Events that were written since the start. Appends that expect anything are compared with these only. */
  readonly #remembered = new Map<string, LogEvent>();

  constructor(private readonly log: Log) {}

  /** A log that is new begins with a record of the server's own, at 0, and an event of its own. */
  async furnish(): Promise<void> {
    if (this.log.end > 0) return;
    await this.log.write('', 0n, []);
    await this.#write('$$$scavenges', 0n, [systemEvent('$metadata', '{"$maxAge":2592000}')]);
  }

  async append(stream: string, expected: Expected, events: readonly ProposedEvent[]): Promise<Outcome> {
    const ids = events.map(({ id }) => id);
    const decision = this.#decide(stream, expected, ids);
    if (decision.kind === 'repeated') return this.#repeated(decision.last);
    if (decision.kind !== 'go') return decision;
    const isRevived = this.log.written.isSoftDeleted(stream);
    const written = this.#write(stream, decision.current + 1n, events);
    if (isRevived) void this.#truncate(stream, String(decision.current + 1n));
    const last = (await written).at(-1);
    return { kind: 'written', revision: last?.revision ?? decision.current, position: last?.position ?? this.log.end };
  }

  /** A soft deletion: reads find no stream, its numbers go on with the next append. */
  async delete(stream: string, expected: Expected): Promise<Outcome> {
    const { written } = this.log;
    const decision = this.#decide(stream, expected, [randomUUID()]);
    if (decision.kind === 'conflict' || decision.kind === 'deleted') return decision;
    if (written.last(stream) < 0n && written.last(metaStreamOf(stream)) < 0n)
      return { kind: 'conflict', current: noRevision };
    return this.#done(this.#truncate(stream, String(deletedRevision)));
  }

  /** The deletion that is for ever. */
  async tombstone(stream: string, expected: Expected): Promise<Outcome> {
    const decision = this.#decide(stream, expected, [randomUUID()]);
    if (decision.kind === 'conflict' || decision.kind === 'deleted') return decision;
    return this.#done(this.#write(stream, deletedRevision, [systemEvent('$streamDeleted')]));
  }

  #decide(stream: string, expected: Expected, ids: readonly string[]): Decision {
    const { written } = this.log;
    const current = written.last(stream);
    if (current === deletedRevision) return { kind: 'deleted' };
    if (expected === 'stream_exists' && current >= 0n && written.isSoftDeleted(stream)) return { kind: 'deleted' };
    if (expected === 'stream_exists' && current < 0n) return { kind: 'conflict', current };
    if (expected === 'any' || expected === 'stream_exists') return this.#decideByMemory(stream, current, ids);
    const revision = expected === 'no_stream' ? noRevision : expected;
    if (revision === current) return { kind: 'go', current };
    return revision > current ? { kind: 'conflict', current } : this.#decideByPlace(stream, revision, ids);
  }

  #decideByMemory(stream: string, current: bigint, ids: readonly string[]): Decision {
    const known = ids
      .map((id) => this.#remembered.get(id))
      .map((event) => (event?.stream === stream ? event : undefined));
    if (known[0] === undefined) return { kind: 'go', current };
    return known.every((event) => event !== undefined)
      ? { kind: 'repeated', last: known.at(-1)! }
      : { kind: 'conflict', current };
  }

  /** The stream has gone on: are these events what it went on with? */
  #decideByPlace(stream: string, revision: bigint, ids: readonly string[]): Decision {
    const { written } = this.log;
    const there = ids.map((_id, index) => written.at(stream, revision + 1n + BigInt(index)));
    if (ids.length > 0 && there.every((event, index) => event?.id === ids[index]))
      return { kind: 'repeated', last: there.at(-1)! };
    const current = written.last(stream);
    const beginsAnew = revision === noRevision && there[0]?.id !== ids[0] && written.isSoftDeleted(stream);
    return beginsAnew ? { kind: 'go', current } : { kind: 'conflict', current };
  }

  #repeated(last: LogEvent): Outcome {
    if (!this.log.isIndexed(last)) return { kind: 'under way' };
    return { kind: 'written', revision: last.revision, position: last.position };
  }

  #write(stream: string, first: bigint, events: readonly ProposedEvent[]): Promise<readonly LogEvent[]> {
    const written = this.log.write(stream, first, events);
    for (const event of this.log.written.of(stream).slice(-events.length)) this.#remembered.set(event.id, event);
    return written;
  }

  #truncate(stream: string, before: string): Promise<readonly LogEvent[]> {
    const about = metaStreamOf(stream);
    return this.#write(about, this.log.written.last(about) + 1n, [systemEvent('$metadata', `{"$tb":${before}}`)]);
  }

  async #done(written: Promise<readonly LogEvent[]>): Promise<Outcome> {
    const [event] = await written;
    return { kind: 'written', revision: event!.revision, position: event!.position };
  }
}
