import type { DocumentNode, ExecutionResult } from 'graphql';
import type { Book } from '#book';
import type { EventStore } from '#event-store';
import type { Ledger, LedgerParts, Model } from '#ledger';

/** Who asked for work: the headers of the request, and the id that it was given here. */
export interface TracedRequest {
  readonly traceId: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface TracedOperation extends TracedRequest {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
}

/** A value of a subscription on its way: of the line that a command wrote, or of the rows at a position. */
export interface TracedValue {
  readonly field: string;
  readonly commandId?: string | undefined;
  readonly position?: bigint | undefined;
}

/**
 * Follows work from a mutation to whoever subscribes, as OpenTelemetry has it. Spans bear names and numbers from closed
 * sets alone: no argument, no text that somebody wrote, no message of an error.
 */
export interface Tracing {
  /** What stands in each line that is logged of a request, beside its id. */
  logFields(request: TracedRequest): object;
  /** Executes an operation within its span. It goes on with the trace of the request's `traceparent` (W3C Trace Context). */
  operation(
    operation: TracedOperation,
    execute: () => ExecutionResult | Promise<ExecutionResult>,
  ): Promise<ExecutionResult>;
  readonly onTaken: LedgerParts<Book>['onTaken'];
  /** The same ledger, with the span of each command. */
  ledger(ledger: Ledger<Book>): Ledger<Book>;
  /** The same rules, with a span for each decision. */
  model(model: Model<Book>): Model<Book>;
  /** The same store, with a span for each append that a command waits for. */
  store(store: EventStore): EventStore;
  /** The same store for a projector: each batch that it is given has a span, which links to the commands in it. */
  projected(store: EventStore): EventStore;
  /** Begins the delivery of a value to a subscriber; what it gives is called when the value is handed to the socket. */
  delivering(value: TracedValue): () => void;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
}

/** Where trouble with sending is told; pino's logger fits. */
export interface TracingLog {
  warn(fields: object, message: string): void;
}

const asItIs = <T>(part: T): T => part;

/** Follows nothing, and costs nothing. */
export const untraced: Tracing = {
  logFields: () => ({}),
  operation: async (_operation, execute) => execute(),
  onTaken: undefined,
  ledger: asItIs,
  model: asItIs,
  store: asItIs,
  projected: asItIs,
  delivering: () => () => undefined,
  close: async () => undefined,
};
