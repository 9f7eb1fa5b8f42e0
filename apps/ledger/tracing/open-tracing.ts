import type { TracingConfig } from './tracing-variables.js';
import { type Tracing, type TracingLog, untraced } from './tracing.js';

/** Loads OpenTelemetry only where somebody is to be sent traces. */
export const openTracing = async (config: TracingConfig | undefined, log: TracingLog): Promise<Tracing> => {
  if (!config) return untraced;
  const { openSpans } = await import('./open-spans.js');
  return openSpans(config, log);
};
