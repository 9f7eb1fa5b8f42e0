import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  context,
  propagation,
  trace,
} from '@opentelemetry/api';
import type { ExecutionResult } from 'graphql';
import { isFault } from '../graphql/errors.js';
import { askedOf } from './asked-fields.js';
import type { SpanParts } from './command-spans.js';
import { traceIdOf } from './trace-ids.js';
import type { TracedOperation, TracedRequest } from './tracing.js';

/** The trace that a request goes on with, or none: then it begins one that bears the request's id. */
const parentOf = ({ headers }: TracedRequest): Context => propagation.extract(ROOT_CONTEXT, headers);

/** The spans of operations over HTTP and over sockets. */
export class OperationSpans {
  readonly #parts: SpanParts;

  constructor(parts: SpanParts) {
    this.#parts = parts;
  }

  /** `trace_id`, as OpenTelemetry names it in logs that are no OTLP. */
  logFields(request: TracedRequest): object {
    const parent = trace.getSpanContext(parentOf(request));
    return { trace_id: parent?.traceId ?? traceIdOf(request.traceId) };
  }

  async run(
    operation: TracedOperation,
    execute: () => ExecutionResult | Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const parent = parentOf(operation);
    const span = this.#begin(operation, parent);
    try {
      const result = await context.with(trace.setSpan(parent, span), execute);
      const faults = result.errors?.filter(isFault) ?? [];
      if (faults.length > 0) span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('wavebook.errors', result.errors?.length ?? 0);
      return result;
    } finally {
      span.end();
    }
  }

  #begin({ document, operationName, traceId }: TracedOperation, parent: Context): Span {
    const { kind, fields } = askedOf(document, operationName);
    const attributes = {
      'graphql.operation.type': kind,
      'wavebook.fields': fields,
      'wavebook.correlation_id': traceId,
    };
    const { tracer, ids } = this.#parts;
    return ids.giving({ traceId: traceIdOf(traceId) }, () =>
      tracer.startSpan(kind, { kind: SpanKind.SERVER, attributes }, parent),
    );
  }
}
