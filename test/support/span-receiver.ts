import { Receiver } from './receiver.js';

type Value =
  | { readonly stringValue: string }
  | { readonly intValue: number | string }
  | { readonly boolValue: boolean }
  | { readonly arrayValue: { readonly values: readonly Value[] } };

interface Attribute {
  readonly key: string;
  readonly value: Value;
}

/** A span as OTLP in JSON has it. */
interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code: number };
}

interface SentSpans {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

export interface ReceivedSpan extends Omit<SentSpan, 'attributes'> {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly service: unknown;
}

const plain = (value: Value): unknown =>
  'arrayValue' in value ? value.arrayValue.values.map(plain) : Object.values(value as object)[0];

const plainOf = (attributes: readonly Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));

const spansIn = (body: string): readonly ReceivedSpan[] =>
  (JSON.parse(body) as SentSpans).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({
        ...span,
        attributes: plainOf(span.attributes),
        service: plainOf(resource.attributes)['service.name'],
      })),
  );

/** Takes traces as a collector does (OTLP over HTTP, JSON), and keeps them. */
export class SpanReceiver {
  private constructor(private readonly receiver: Receiver) {}

  static async open(): Promise<SpanReceiver> {
    return new SpanReceiver(
      await Receiver.open(
        (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
      ),
    );
  }

  get origin(): string {
    return this.receiver.url.origin;
  }

  /** Everything that was sent, as it came. */
  get text(): string {
    return this.receiver.bodies.join('\n');
  }

  get spans(): readonly ReceivedSpan[] {
    return this.receiver.bodies.flatMap(spansIn);
  }

  /** The first span that fits, as soon as it was sent. */
  async span(fits: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan> {
    for (;;) {
      const found = this.spans.find(fits);
      if (found) return found;
      await this.receiver.received(this.receiver.bodies.length + 1);
    }
  }

  close(): Promise<void> {
    return this.receiver.close();
  }
}
