import { type Link, type Span, type SpanContext, SpanKind } from '@opentelemetry/api';
import { LRUCache } from 'lru-cache';
import type { Batch, EventStore } from '#event-store';
import { storeWith } from '../store-with.js';
import type { CommandSpans, SpanParts } from './command-spans.js';
import type { TracedValue } from './tracing.js';

/** Links of one span, as the specification limits them. */
const linksMax = 128;
/** Positions whose projections subscribers may still be told of. */
const positionsKept = 1_000;
/** Subscribers whose delivery of one value is followed. A thousand of them would tell no more than these. */
const deliveriesFollowed = 10;

/** Calls back when a consumer is done with a batch: when it asks for the next one, or leaves. */
const watched = (batches: AsyncIterable<Batch>, begin: (batch: Batch) => () => void): AsyncIterable<Batch> => ({
  [Symbol.asyncIterator]() {
    const inner = batches[Symbol.asyncIterator]();
    let end: (() => void) | undefined;
    const done = () => {
      end?.();
      end = undefined;
    };
    return {
      async next() {
        done();
        const step = await inner.next();
        if (!step.done) end = begin(step.value);
        return step;
      },
      async return() {
        done();
        return (await inner.return?.()) ?? { done: true, value: undefined };
      },
    };
  },
});

/** The spans of what follows a command: projection, and delivery to subscribers. They link to it; it does not wait for them. */
export class ProjectionSpans {
  readonly #parts: SpanParts;
  readonly #commands: CommandSpans;
  readonly #byPosition = new LRUCache<bigint, SpanContext>({ max: positionsKept });
  readonly #followed = new LRUCache<string, number>({ max: positionsKept });

  constructor(parts: SpanParts, commands: CommandSpans) {
    this.#parts = parts;
    this.#commands = commands;
  }

  projected(store: EventStore): EventStore {
    return storeWith(store, {
      subscribe: (options) => watched(store.subscribe(options), (batch) => this.#begin(batch)),
    });
  }

  delivering({ field, commandId, position }: TracedValue): () => void {
    const cause =
      commandId === undefined
        ? position !== undefined && this.#byPosition.get(position)
        : this.#commands.spanOf({ commandId });
    if (!cause || this.#isCrowded(`${field} ${position}`)) return () => undefined;
    const span = this.#linked(`deliver ${field}`, SpanKind.PRODUCER, [cause]);
    span.setAttribute('wavebook.position', String(position));
    return () => span.end();
  }

  #begin({ events, position }: Batch): () => void {
    const byCommand = new Map(events.map(({ metadata }) => [(metadata as { commandId?: string }).commandId, metadata]));
    const commands = [...byCommand.values()].flatMap((metadata) => this.#commands.spanOf(metadata as object) ?? []);
    if (commands.length === 0) return () => undefined;
    const span = this.#linked('project', SpanKind.CONSUMER, commands.slice(0, linksMax));
    span.setAttributes({
      'wavebook.batch.events': events.length,
      'wavebook.batch.commands': byCommand.size,
      'wavebook.position': String(position),
    });
    this.#byPosition.set(position, span.spanContext());
    return () => span.end();
  }

  #linked(name: string, kind: SpanKind, causes: readonly SpanContext[]): Span {
    const links = causes.map((each): Link => ({ context: each }));
    return this.#parts.tracer.startSpan(name, { kind, links, root: true });
  }

  #isCrowded(value: string): boolean {
    const count = (this.#followed.get(value) ?? 0) + 1;
    this.#followed.set(value, count);
    return count > deliveriesFollowed;
  }
}
