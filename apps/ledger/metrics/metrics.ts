import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Seconds: from a fifth of what an fsync takes on a good disk to where somebody gives up waiting. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const eventsBuckets = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000];

/** What a scrape looks up, beside what is counted as it happens. */
export interface Readings {
  readonly ledgerPosition: number;
  readonly lagEvents: number;
  /** How long ago the first line was recorded that is not in the read models yet; 0 when all are. */
  readonly lagSeconds: number;
  readonly projectionsStopped: number;
  /** Into how many partitions the read models are divided, and how many of them this process projects. */
  readonly partitions: number;
  readonly partitionsHere: number;
  readonly sealedLines: number;
  readonly unsealedLines: number;
  readonly sealerFailing: boolean;
  /** Places that checkpoints are given to, and whether one waits for a later attempt. */
  readonly publishing: readonly { readonly place: string; readonly behind: boolean }[];
  readonly sockets: number;
  /** As `/health/ready` has them. */
  readonly parts: readonly { readonly part: string; readonly ok: boolean }[];
}

/**
 * What the server tells Prometheus. Labels come from closed sets (commands, rules, declared paths): they hold nothing that
 * somebody wrote, and their number does not grow.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #commands = this.#counter('wavebook_commands_total', 'Commands, by what came of them', [
    'command',
    'outcome',
  ]);
  readonly #refusals = this.#counter('wavebook_refusals_total', 'Rules that refused a command', ['code']);
  readonly #replays = this.#counter('wavebook_replays_total', 'Pasts that were opened', []);
  readonly #appendSeconds = this.#histogram(
    'wavebook_append_seconds',
    'From an append to its being durable',
    secondsBuckets,
  );
  readonly #appendEvents = this.#histogram('wavebook_append_events', 'Events of an append', eventsBuckets);
  readonly #appendFailures = this.#counter('wavebook_append_failures_total', 'Appends that failed', ['code']);
  readonly #answers = this.#histogram('wavebook_http_request_seconds', 'From a request to its answer', secondsBuckets, [
    'method',
    'path',
    'status',
  ]);
  readonly #gauges = {
    ledgerPosition: this.#gauge('wavebook_ledger_position', 'Position of the last line'),
    lagEvents: this.#gauge('wavebook_projection_lag_events', 'Lines that are not in the read models yet'),
    lagSeconds: this.#gauge(
      'wavebook_projection_lag_seconds',
      'Age of the oldest line that is not in the read models yet',
    ),
    projectionsStopped: this.#gauge('wavebook_projections_stopped', 'Projections that stopped at a line'),
    partitions: this.#gauge('wavebook_partitions', 'Partitions that the read models are divided into'),
    partitionsHere: this.#gauge('wavebook_partitions_here', 'Partitions that this process projects'),
    sealedLines: this.#gauge('wavebook_sealed_lines', 'Lines under the newest checkpoint'),
    unsealedLines: this.#gauge('wavebook_unsealed_lines', 'Lines that no checkpoint covers yet'),
    sealerFailing: this.#gauge(
      'wavebook_sealer_failing',
      '1 when the tree cannot be made or is not that of the ledger',
    ),
    sockets: this.#gauge('wavebook_sockets', 'WebSockets that are open'),
  };
  readonly #publishing = this.#gauge('wavebook_publishing_behind', '1 when a place has not got the newest checkpoint', [
    'place',
  ]);

  readonly #parts = this.#gauge('wavebook_part_ok', '1 when a part of the server is well, as /health/ready tells', [
    'part',
  ]);
  readonly #subscribers = this.#gauge('wavebook_subscribers', 'Subscriptions that run', ['subscription']);

  readonly contentType = this.#registry.contentType;

  decided(command: string, refusals: readonly { readonly refused: string }[]): void {
    this.#commands.inc({ command, outcome: refusals.length === 0 ? 'accepted' : 'refused' });
    for (const { refused } of refusals) this.#refusals.inc({ code: refused });
  }

  appended(events: number, seconds: number): void {
    this.#appendEvents.observe(events);
    this.#appendSeconds.observe(seconds);
  }

  appendFailed(code: string): void {
    this.#appendFailures.inc({ code });
  }

  replayed(): void {
    this.#replays.inc();
  }

  answered(method: string, path: string, status: number, seconds: number): void {
    this.#answers.observe({ method, path, status: String(status) }, seconds);
  }

  /** Counts a subscriber until what it gives is called. */
  subscribed(subscription: string): () => void {
    this.#subscribers.inc({ subscription });
    return () => this.#subscribers.dec({ subscription });
  }

  /** Adds what Node tells of the process. Once for a process. */
  withProcess(): this {
    collectDefaultMetrics({ register: this.#registry });
    return this;
  }

  /** Everything, in the text format of Prometheus. */
  text({ publishing, parts, sealerFailing, ...numbers }: Readings): Promise<string> {
    for (const [name, value] of Object.entries(numbers)) this.#gauges[name as keyof typeof numbers].set(value);
    this.#gauges.sealerFailing.set(sealerFailing ? 1 : 0);
    for (const { place, behind } of publishing) this.#publishing.set({ place }, behind ? 1 : 0);
    for (const { part, ok } of parts) this.#parts.set({ part }, ok ? 1 : 0);
    return this.#registry.metrics();
  }

  #counter(name: string, help: string, labelNames: readonly string[]) {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #gauge(name: string, help: string, labelNames: readonly string[] = []) {
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }

  #histogram(name: string, help: string, buckets: number[], labelNames: readonly string[] = []) {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.#registry] });
  }
}
