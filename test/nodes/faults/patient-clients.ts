import { setTimeout as delay } from 'node:timers/promises';
import { HttpConnection } from '../../bench/http-client.js';
import { type Acknowledged, type Command, commandAfter, give } from '../../fault/load.js';
import { until } from '../../support/until.js';

/** Where a node serves GraphQL, and the token that it takes. */
export interface Door {
  readonly url: string;
  readonly token: string;
}

/** How long a client waits after anything but an acceptance. */
const retryMs = 20;

/** Gives commands to whichever node answers, each as often as it takes, under one id. */
class PatientClient {
  #connection: HttpConnection | undefined;
  #isGivenUp = false;

  /** `door` is the one to begin with. */
  constructor(
    private readonly doors: readonly Door[],
    private door: number,
    private readonly onFailure: (error: Error) => void,
  ) {}

  async give(command: Command): Promise<Acknowledged> {
    for (;;) {
      try {
        return await give(await this.#connected(), command);
      } catch (error) {
        if (/was refused/.test((error as Error).message)) throw error;
        this.onFailure(error as Error);
        if (this.#isGivenUp) throw error;
        this.close();
        this.door++;
        await delay(retryMs);
      }
    }
  }

  /** Lets the command that is under way fail. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.close();
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #connected(): Promise<HttpConnection> {
    const { url, token } = this.doors[this.door % this.doors.length]!;
    return (this.#connection ??= await HttpConnection.open(url, token));
  }
}

export interface Clients {
  readonly count: number;
  /** Between an answer and the next command. */
  readonly pauseMs: number;
}

/**
 * Clients of all nodes who do what `docs/durability.md` asks: a command that is not answered they give again under its id,
 * at the next node, until it is. So in the end each command is acknowledged, whatever happens.
 */
export class PatientClients {
  readonly acknowledged: Acknowledged[] = [];
  /** What they were told in place of an acceptance, and how often. */
  readonly failures = new Map<string, number>();
  /** The longest time between two acknowledgements. */
  quietMs = 0;
  #lastAt = performance.now();
  #isStopped = false;
  readonly #clients = new Set<PatientClient>();
  readonly #running: Promise<void>[] = [];

  constructor(
    private readonly doors: readonly Door[],
    private readonly programmeIds: readonly string[],
  ) {}

  begin({ count, pauseMs }: Clients): this {
    for (let n = 0; n < count; n++) this.#running.push(this.#client(n, pauseMs));
    return this;
  }

  /** Resolves when so many more are acknowledged. */
  async acknowledgedMore(count: number): Promise<void> {
    const enough = this.acknowledged.length + count;
    await until(async () => this.acknowledged.length >= enough);
  }

  /** Gives a book a command by way of each node; resolves when all are acknowledged. */
  async probe(programmeId: string): Promise<readonly Acknowledged[]> {
    const probed = await Promise.all(
      this.doors.map((_, door) => this.#with(door, (client) => client.give(commandAfter(0, programmeId, undefined)))),
    );
    this.acknowledged.push(...probed);
    return probed;
  }

  /** Resolves when each of them has all its answers. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#running);
  }

  /** Stops them, answered or not. */
  async giveUp(): Promise<void> {
    this.#isStopped = true;
    for (const client of this.#clients) client.giveUp();
    await Promise.allSettled(this.#running);
  }

  #client(n: number, pauseMs: number): Promise<void> {
    return this.#with(n, async (client) => {
      const programmeId = this.programmeIds[n % this.programmeIds.length]!;
      let last: Acknowledged | undefined;
      for (let given = 0; !this.#isStopped; given++) {
        last = await client.give(commandAfter(given, programmeId, last));
        this.#note(last);
        await delay(pauseMs);
      }
    });
  }

  async #with<Result>(door: number, work: (client: PatientClient) => Promise<Result>): Promise<Result> {
    const client = new PatientClient(this.doors, door, ({ message }) =>
      this.failures.set(message, (this.failures.get(message) ?? 0) + 1),
    );
    this.#clients.add(client);
    try {
      return await work(client);
    } finally {
      client.close();
      this.#clients.delete(client);
    }
  }

  #note(acknowledged: Acknowledged): void {
    const now = performance.now();
    this.quietMs = Math.max(this.quietMs, now - this.#lastAt);
    this.#lastAt = now;
    this.acknowledged.push(acknowledged);
  }
}
