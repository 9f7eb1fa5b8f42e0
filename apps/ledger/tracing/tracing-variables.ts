import { z } from 'zod';

export const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Where spans are sent, and which of them. The variables are those of the OpenTelemetry specification. */
export interface TracingConfig {
  /** Takes OTLP over HTTP in JSON. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** What finished spans wait for company, at most. */
  readonly delayMs: number;
  readonly serviceName: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: (typeof samplers)[number];
  /** Share of traces that are kept by the samplers by ratio, from 0 to 1. */
  readonly ratio: number;
}

const isHttp = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** `name=value` with commas between, values percent-encoded (W3C Baggage without its properties); undefined for anything else. */
const pairsIn = (text: string): Readonly<Record<string, string>> | undefined => {
  const pairs = text
    .split(',')
    .filter((each) => each.trim() !== '')
    .map((each) => /^\s*([\w.-]+)\s*=(.*)$/.exec(each));
  try {
    return Object.fromEntries(pairs.map((pair) => [pair![1]!, decodeURIComponent(pair![2]!.trim())]));
  } catch {
    return undefined;
  }
};

const address = z.string().refine(isHttp, 'must be an http or https address, such as http://collector:4318');
const pairs = z
  .string()
  .refine((text) => pairsIn(text) !== undefined, 'must list name=value with commas between')
  .transform((text) => pairsIn(text)!);
const milliseconds = z
  .string()
  .regex(/^\d{1,7}$/, 'must be a whole number of milliseconds')
  .transform(Number);

/** The environment variables of traces, for config.ts. */
export const tracingVariables = {
  OTEL_SDK_DISABLED: z.string().default('false'),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], 'must be otlp or none').default('otlp'),
  OTEL_EXPORTER_OTLP_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal('http/json', 'must be http/json').optional(),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.literal('http/json', 'must be http/json').optional(),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.optional(),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: pairs.optional(),
  OTEL_EXPORTER_OTLP_TIMEOUT: milliseconds.default(10_000),
  OTEL_BSP_SCHEDULE_DELAY: milliseconds.default(5_000),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: pairs.optional(),
  OTEL_TRACES_SAMPLER: z.enum(samplers, `must be one of ${samplers.join(', ')}`).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .refine((text) => Number(text) >= 0 && Number(text) <= 1, 'must be a share from 0 to 1')
    .transform(Number)
    .default(1),
};

type Read = z.output<z.ZodObject<typeof tracingVariables>>;

/** The address for traces as it stands, or the one for all signals with the path of traces behind it. */
const urlIn = (read: Read): URL | undefined => {
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own, OTEL_EXPORTER_OTLP_ENDPOINT: common } = read;
  if (own !== undefined) return new URL(own);
  return common === undefined ? undefined : new URL('v1/traces', common.endsWith('/') ? common : `${common}/`);
};

/** What the variables say; undefined when nobody is to be sent traces. */
export const tracingFrom = (read: Read): TracingConfig | undefined => {
  const url = urlIn(read);
  const isOff = read.OTEL_SDK_DISABLED.toLowerCase() === 'true' || read.OTEL_TRACES_EXPORTER === 'none';
  if (url === undefined || isOff) return undefined;
  const resource = read.OTEL_RESOURCE_ATTRIBUTES ?? {};
  return {
    url,
    headers: read.OTEL_EXPORTER_OTLP_TRACES_HEADERS ?? read.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    timeoutMs: read.OTEL_EXPORTER_OTLP_TIMEOUT,
    delayMs: read.OTEL_BSP_SCHEDULE_DELAY,
    serviceName: read.OTEL_SERVICE_NAME ?? resource['service.name'] ?? 'wavebook',
    resource,
    sampler: read.OTEL_TRACES_SAMPLER,
    ratio: read.OTEL_TRACES_SAMPLER_ARG,
  };
};
