import {
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  context,
  isSpanContextValid,
  trace,
} from '@opentelemetry/api';
import { LRUCache } from 'lru-cache';
import type { Book } from '#book';
import type { EventStore, NewEvent } from '#event-store';
import { isRefusal } from '#kernel';
import type { Ledger, LedgerParts, Model, Outcome, Submission } from '#ledger';
import { storeWith } from '../store-with.js';
import type { LinkedSampler } from './sampling.js';
import { type TraceIds, spanIdOf, traceIdOf } from './trace-ids.js';

/** Commands whose spans are remembered until their lines have been projected and delivered. */
const commandsKept = 10_000;

/** What a line says of the command that wrote it. */
interface CommandMetadata {
  readonly commandId?: string;
  readonly correlationId?: string;
}

export interface SpanParts {
  readonly tracer: Tracer;
  readonly ids: TraceIds;
  readonly sampler: LinkedSampler;
}

/** The name or the code of a fault: its words may hold what somebody wrote. */
export const faultTypeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
};

const fail = (span: Span, error: unknown): void => {
  span.setAttribute('error.type', faultTypeOf(error)).setStatus({ code: SpanStatusCode.ERROR });
};

const outcomeOf = (outcome: Outcome): Attributes =>
  outcome.accepted
    ? { 'wavebook.outcome': outcome.repeated ? 'repeated' : 'accepted', 'wavebook.position': String(outcome.position) }
    : { 'wavebook.outcome': 'refused', 'wavebook.refusals': outcome.refusals.map(({ refused }) => refused) };

/** The spans of commands: taken up, decided, appended. */
export class CommandSpans {
  readonly #parts: SpanParts;
  readonly #open = new WeakMap<Submission, Span>();
  /** A command is decided on its input, which is the same object from the door to the rules. */
  readonly #byInput = new WeakMap<object, Context>();
  readonly #byCommand = new LRUCache<string, SpanContext>({ max: commandsKept });

  constructor(parts: SpanParts) {
    this.#parts = parts;
  }

  /**
   * Begins the span of a command. Where the trace is this request's own, the span's ids follow from the ids that the
   * command's lines bear: another process can link to it.
   */
  readonly onTaken: NonNullable<LedgerParts<Book>['onTaken']> = (submission, { commandId, correlationId }) => {
    const parent = context.active();
    const own = traceIdOf(correlationId);
    const isOwn = (trace.getSpanContext(parent)?.traceId ?? own) === own;
    const { tracer, ids } = this.#parts;
    const attributes = {
      'wavebook.command': submission.command,
      'wavebook.command_id': commandId,
      'wavebook.correlation_id': correlationId,
    };
    const given = { traceId: own, spanId: isOwn ? spanIdOf(commandId) : undefined };
    const span = ids.giving(given, () => tracer.startSpan(`command ${submission.command}`, { attributes }, parent));
    this.#open.set(submission, span);
    this.#byCommand.set(commandId, span.spanContext());
    if (typeof submission.input === 'object' && submission.input !== null)
      this.#byInput.set(submission.input, trace.setSpan(parent, span));
  };

  ledger(ledger: Ledger<Book>): Ledger<Book> {
    const submit = async (submission: Submission): Promise<Outcome> => {
      const answer = ledger.submit(submission);
      const span = this.#open.get(submission);
      return span ? this.#ended(span, answer) : answer;
    };
    return { ...ledger, submit };
  }

  model(model: Model<Book>): Model<Book> {
    return {
      ...model,
      decide: (command, input, state, about) => {
        const parent = this.#byInput.get(input as object);
        if (!parent) return model.decide(command, input, state, about);
        const span = this.#parts.tracer.startSpan('decide', {}, parent);
        try {
          const decided = model.decide(command, input, state, about);
          const refusals = decided.filter(isRefusal).length;
          span.setAttributes({ 'wavebook.events': decided.length - refusals, 'wavebook.refused': refusals > 0 });
          return decided;
        } catch (error) {
          fail(span, error);
          throw error;
        } finally {
          span.end();
        }
      },
    };
  }

  /** An append carries the lines of all commands that wait for it; each of them has the span in its own trace. */
  store(store: EventStore): EventStore {
    const append: EventStore['append'] = async (stream, expectedRevision, events) => {
      const commands = this.#commandsIn(events);
      const attributes = { 'wavebook.batch.events': events.length, 'wavebook.batch.commands': commands.length };
      const spans = commands.map((each) =>
        this.#parts.tracer.startSpan('append', { attributes }, trace.setSpanContext(context.active(), each)),
      );
      try {
        const appended = await store.append(stream, expectedRevision, events);
        for (const span of spans) span.setAttribute('wavebook.position', String(appended.position));
        return appended;
      } catch (error) {
        for (const span of spans) fail(span, error);
        throw error;
      } finally {
        for (const span of spans) span.end();
      }
    };
    return storeWith(store, { append });
  }

  /** The span of the command that wrote a line, in this process or another; undefined where its trace is not kept. */
  spanOf({ commandId, correlationId }: CommandMetadata): SpanContext | undefined {
    if (commandId === undefined) return undefined;
    const known = this.#byCommand.get(commandId) ?? this.#elsewhere(commandId, correlationId);
    return known && known.traceFlags & TraceFlags.SAMPLED ? known : undefined;
  }

  #elsewhere(commandId: string, correlationId: string | undefined): SpanContext | undefined {
    if (correlationId === undefined) return undefined;
    const traceId = traceIdOf(correlationId);
    const span = { traceId, spanId: spanIdOf(commandId), traceFlags: TraceFlags.SAMPLED, isRemote: true };
    return isSpanContextValid(span) && this.#parts.sampler.keeps(traceId) ? span : undefined;
  }

  #commandsIn(events: readonly NewEvent[]): readonly SpanContext[] {
    const ids = new Set(events.map(({ metadata }) => (metadata as CommandMetadata).commandId));
    return [...ids].flatMap((commandId) => (commandId && this.#byCommand.get(commandId)) || []);
  }

  async #ended(span: Span, answer: Promise<Outcome>): Promise<Outcome> {
    try {
      const outcome = await answer;
      span.setAttributes(outcomeOf(outcome));
      return outcome;
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }
}
