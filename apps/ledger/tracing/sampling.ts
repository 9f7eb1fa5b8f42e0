import { type Context, type Link, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { TracingConfig } from './tracing-variables.js';

const rootSamplerOf = ({ sampler, ratio }: TracingConfig): Sampler => {
  if (sampler.endsWith('always_on')) return new AlwaysOnSampler();
  return sampler.endsWith('always_off') ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(ratio);
};

/**
 * The sampler that the variables ask for. A span that links to others is not drawn by lot again: a projection is told of
 * when one of its commands is, and only then.
 */
export class LinkedSampler implements Sampler {
  readonly #own: Sampler;

  constructor(config: TracingConfig) {
    const root = rootSamplerOf(config);
    this.#own = config.sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
  }

  shouldSample(
    ...[context, traceId, name, kind, attributes, links]: Parameters<Sampler['shouldSample']>
  ): SamplingResult {
    if (links.length > 0) return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    return this.#own.shouldSample(context, traceId, name, kind, attributes, links);
  }

  /** Whether a trace that began in another process is kept there: processes with the same settings draw the same lot. */
  keeps(traceId: string): boolean {
    const links: Link[] = [];
    const context: Context = ROOT_CONTEXT;
    const { decision } = this.#own.shouldSample(context, traceId, 'command', SpanKind.INTERNAL, {}, links);
    return decision === SamplingDecision.RECORD_AND_SAMPLED;
  }

  toString(): string {
    return `LinkedSampler{${String(this.#own)}}`;
  }
}
