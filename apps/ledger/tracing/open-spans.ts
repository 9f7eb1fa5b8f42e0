import { setTimeout as delay } from 'node:timers/promises';
import { type DiagLogger, DiagLogLevel, context, diag, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider, type TracerConfig } from '@opentelemetry/sdk-trace-node';
import { CommandSpans } from './command-spans.js';
import { OperationSpans } from './operation-spans.js';
import { ProjectionSpans } from './projection-spans.js';
import { LinkedSampler } from './sampling.js';
import { TraceIds } from './trace-ids.js';
import type { TracingConfig } from './tracing-variables.js';
import type { Tracing, TracingLog } from './tracing.js';

type Resource = NonNullable<TracerConfig['resource']>;

/** Trouble with sending is told once in this time. */
const troubleToldEveryMs = 60_000;
/** How long the last spans may take. */
const farewellMsMax = 2_000;

/** Who sends the spans. The SDK takes any object of this shape; its own maker is in a package of its own. */
class Service implements Resource {
  constructor(readonly attributes: Resource['attributes']) {}

  merge(other: Resource | null): Resource {
    return new Service({ ...this.attributes, ...other?.attributes });
  }

  getRawAttributes(): ReturnType<Resource['getRawAttributes']> {
    return Object.entries(this.attributes);
  }
}

/** What the SDK says of its trouble is told without its words, which repeat what was to be sent. */
const troubleTo = (log: TracingLog): DiagLogger => {
  let toldAt = -troubleToldEveryMs;
  const tell = () => {
    if (performance.now() - toldAt < troubleToldEveryMs) return;
    toldAt = performance.now();
    log.warn({}, 'traces could not be sent; they are dropped');
  };
  const nothing = () => undefined;
  return { error: tell, warn: tell, info: nothing, debug: nothing, verbose: nothing };
};

const startProvider = (config: TracingConfig, sampler: LinkedSampler, idGenerator: TraceIds): NodeTracerProvider => {
  const { url, headers, timeoutMs, delayMs, serviceName, resource } = config;
  const exporter = new OTLPTraceExporter({ url: url.href, headers: { ...headers }, timeoutMillis: timeoutMs });
  const provider = new NodeTracerProvider({
    sampler,
    idGenerator,
    resource: new Service({ ...resource, 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: delayMs })],
  });
  provider.register();
  return provider;
};

/** Sets OpenTelemetry to work for the whole process, until it is closed. */
export const openSpans = (config: TracingConfig, log: TracingLog): Tracing => {
  diag.setLogger(troubleTo(log), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const sampler = new LinkedSampler(config);
  const ids = new TraceIds();
  const provider = startProvider(config, sampler, ids);
  const parts = { tracer: provider.getTracer('wavebook'), ids, sampler };
  const operations = new OperationSpans(parts);
  const commands = new CommandSpans(parts);
  const projections = new ProjectionSpans(parts, commands);
  return {
    logFields: (request) => operations.logFields(request),
    operation: (operation, execute) => operations.run(operation, execute),
    onTaken: commands.onTaken,
    ledger: (ledger) => commands.ledger(ledger),
    model: (model) => commands.model(model),
    store: (store) => commands.store(store),
    projected: (store) => projections.projected(store),
    delivering: (value) => projections.delivering(value),
    async close() {
      const sent = provider.shutdown().catch(() => diag.warn('spans were not sent'));
      // A receiver that is away shall not keep the server from stopping.
      await Promise.race([sent, delay(farewellMsMax, undefined, { ref: false })]);
      trace.disable();
      context.disable();
      propagation.disable();
      diag.disable();
    },
  };
};
