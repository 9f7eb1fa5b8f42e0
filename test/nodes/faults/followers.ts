import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Door } from './patient-clients.js';

const retryMs = 50;

const ledgerEvents = `subscription ($id: ID!, $after: Position) {
  ledgerEvents(programmeId: $id, after: $after) { position }
}`;

interface Told {
  readonly data?: { readonly ledgerEvents: { readonly position: string } } | null;
  readonly errors?: unknown;
}

/** Somebody who follows a book on one of the nodes; where that ends, on the next one, after the last line that he has. */
export class Follower {
  /** Positions, in the order in which they were told, over all that happened. */
  readonly seen: string[] = [];
  /** How often he had to come back. */
  resumed = 0;
  #end: (() => Promise<void>) | undefined;
  #isStopped = false;
  readonly #done: Promise<void>;

  constructor(
    private readonly doors: readonly Door[],
    readonly programmeId: string,
    private door: number,
  ) {
    this.#done = this.#follow();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#end?.();
    await this.#done;
  }

  async #follow(): Promise<void> {
    while (!this.#isStopped) {
      await this.#followOn(this.doors[this.door % this.doors.length]!).catch(() => undefined);
      if (this.#isStopped) return;
      this.resumed++;
      this.door++;
      await delay(retryMs);
    }
  }

  async #followOn({ url, token }: Door): Promise<void> {
    const client = createClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { Authorization: `Bearer ${token}` },
    });
    const variables = { id: this.programmeId, after: this.seen.at(-1) ?? null };
    const lines = client.iterate({ query: ledgerEvents, variables }) as AsyncGenerator<Told>;
    this.#end = async () => void (await lines.return(undefined));
    try {
      for await (const { data, errors } of lines) {
        if (errors || !data) throw new Error(JSON.stringify(errors));
        this.seen.push(data.ledgerEvents.position);
      }
    } finally {
      await client.dispose();
    }
  }
}
