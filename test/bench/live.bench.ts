import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type ChildServer, startChild, token } from './child-server.js';
import { type Bench, type Figure, type Row, at } from './figure.js';
import { HttpPool } from './http-client.js';
import { type Enrolled, enrolUnit, openBooks } from './open-books.js';
import type { AcknowledgedAt } from './told.js';

/**
 * How long after the event store has acknowledged a line each subscriber holds it, by way of the read models, over real
 * WebSockets. Beside it a bare server that passes a message on to as many sockets at the same pace, without any work:
 * that much is the machine's own.
 */
const subscriberCount = 100;
const commandsPerSecond = 200;
const secondsEach = 3;
const warmUpSeconds = 1;
const connections = 32;
const bookCounts = [10, 1];
const settleMsMax = 10_000;

/** Something that came to a subscriber. */
interface Received {
  readonly position: bigint;
  readonly atNs: bigint;
}

/** Gives commands at an even pace, whatever becomes of those before. Resolves when all are answered. */
const atPace = async (seconds: number, pool: HttpPool, programmeIds: readonly string[]): Promise<readonly Given[]> => {
  const began = performance.now();
  const given: Promise<Given>[] = [];
  for (let n = 0; n < seconds * commandsPerSecond; n++) {
    const due = began + (n * 1000) / commandsPerSecond;
    const early = due - performance.now();
    if (early > 0) await delay(early);
    given.push(enrolIn(pool, programmeIds[n % programmeIds.length]!));
  }
  return Promise.all(given);
};

/** A command that was given: to which book, where it came to stand, and when it was sent. */
interface Given {
  readonly programmeId: string;
  readonly position: bigint;
  readonly atNs: bigint;
}

let named = 0;
const enrolIn = async (pool: HttpPool, programmeId: string): Promise<Given> => {
  const atNs = process.hrtime.bigint();
  const input = { programmeId, name: `Synthetic unit ${++named}`, eligible: 1 };
  const { enrolUnit: payload } = await pool.graphql<Enrolled>(enrolUnit, { input });
  if (payload.position === null) throw new Error(JSON.stringify(payload));
  return { programmeId, position: BigInt(payload.position), atNs };
};

const until = async (isDone: () => boolean, what: string): Promise<void> => {
  for (const deadline = performance.now() + settleMsMax; !isDone(); await delay(5))
    if (performance.now() > deadline) throw new Error(`${what} did not come about within ${settleMsMax} ms`);
};

const msBetween = (fromNs: bigint, toNs: bigint): number => Number(toNs - fromNs) / 1e6;

/** The bare server's delays: it says in the message when it was about to send it. */
const bareDelays = async (url: string, pool: HttpPool, books: readonly string[]): Promise<number[]> => {
  const delays: number[] = [];
  let isMeasured = false;
  const sockets = Array.from({ length: subscriberCount }, (_, n) => {
    const socket = new WebSocket(url.replace('http', 'ws'), books[n % books.length]);
    socket.on('message', (text: Buffer) => {
      const { atNs } = JSON.parse(String(text)) as { atNs: string };
      if (isMeasured) delays.push(msBetween(BigInt(atNs), process.hrtime.bigint()));
    });
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  await atPace(warmUpSeconds, pool, books);
  isMeasured = true;
  await atPace(secondsEach, pool, books);
  for (const socket of sockets) socket.terminate();
  return delays;
};

/** When each position was durable: an append that carried several lines was acknowledged with the last of them. */
const momentOf = (acknowledged: readonly AcknowledgedAt[]) => {
  const moments = acknowledged
    .map(({ position, atNs }) => ({ position: BigInt(position), atNs: BigInt(atNs) }))
    .sort((a, b) => (a.position < b.position ? -1 : 1));
  return (position: bigint): bigint => {
    let [low, high] = [0, moments.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (moments[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return moments[low]!.atNs;
  };
};

interface Subscriber {
  readonly programmeId: string;
  readonly received: Received[];
  readonly client: Client;
}

const subscribeTo = (url: string, programmeId: string, after: string): Subscriber => {
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
    connectionParams: { Authorization: `Bearer ${token}` },
    onNonLazyError: () => undefined,
  });
  const received: Received[] = [];
  const query = `subscription ($programmeId: ID!, $after: Position) {
    ledgerEvents(programmeId: $programmeId, after: $after) { position }
  }`;
  client.subscribe<{ ledgerEvents: { position: string } }>(
    { query, variables: { programmeId, after } },
    {
      next: ({ data, errors }) => {
        if (!data) throw new Error(JSON.stringify(errors));
        received.push({ position: BigInt(data.ledgerEvents.position), atNs: process.hrtime.bigint() });
      },
      error: (fault) => {
        throw new Error('a subscription failed', { cause: fault });
      },
      complete: () => undefined,
    },
  );
  return { programmeId, received, client };
};

/** Each subscriber was given every line of its book that was acknowledged, once and in order. */
const assertDelivered = ({ received }: Subscriber, positions: readonly bigint[]): void => {
  const differs = positions.findIndex((position, n) => received[n]?.position !== position);
  if (differs >= 0 || received.length !== positions.length)
    throw new Error(`${positions.length} lines were acknowledged, ${received.length} came; they differ at ${differs}`);
};

/** How long each line took to each subscriber, in ms. */
interface Delays {
  /** Since the command was sent. */
  readonly sinceGiven: number[];
  /** Since the server saw the append acknowledged; below 0 where a subscriber had the line before that. */
  readonly sinceAcknowledged: number[];
}

const delaysTo = async (server: ChildServer, pool: HttpPool, books: readonly string[]): Promise<Delays> => {
  const first = await enrolIn(pool, books[0]!);
  const subscribers = Array.from({ length: subscriberCount }, (_, n) =>
    subscribeTo(server.url, books[n % books.length]!, String(first.position)),
  );
  const positionsIn = (given: readonly Given[], book: string) =>
    given
      .filter(({ programmeId }) => programmeId === book)
      .map(({ position }) => position)
      .sort((a, b) => (a < b ? -1 : 1));
  const untilDelivered = (given: readonly Given[]) => {
    const counts = new Map(books.map((book) => [book, positionsIn(given, book).length]));
    const hasAll = ({ received, programmeId }: Subscriber) => received.length >= counts.get(programmeId)!;
    return until(() => subscribers.every(hasAll), 'that each subscriber has all lines');
  };
  const warmUp = await atPace(warmUpSeconds, pool, books);
  await untilDelivered(warmUp);
  await server.ask();
  const given = await atPace(secondsEach, pool, books);
  await untilDelivered([...warmUp, ...given]);
  const acknowledgedAt = momentOf((await server.ask()).acknowledged);
  for (const each of subscribers) assertDelivered(each, positionsIn([...warmUp, ...given], each.programmeId));
  for (const { client } of subscribers) await client.dispose();
  const givenAt = new Map(given.map(({ position, atNs }) => [position, atNs]));
  const measured = subscribers.flatMap(({ received }) => received.filter(({ position }) => givenAt.has(position)));
  return {
    sinceGiven: measured.map(({ position, atNs }) => msBetween(givenAt.get(position)!, atNs)),
    sinceAcknowledged: measured.map(({ position, atNs }) => msBetween(acknowledgedAt(position), atNs)),
  };
};

const figuresOf = (where: string, { sinceGiven, sinceAcknowledged }: Delays, bare: readonly number[]): Figure[] => {
  const figure = (what: string, taken: readonly number[], share: number): Figure => ({
    what: `live, ${where}, ${what} → subscriber, p${share * 100}`,
    value: at(taken, share),
    unit: 'ms',
    peer: { what: 'bare WebSocket', value: at(bare, share) },
  });
  return [
    figure('command', sinceGiven, 0.5),
    figure('command', sinceGiven, 0.99),
    { ...figure('acknowledged', sinceAcknowledged, 0.99), bar: { of: 'figure', at: 'most', limit: 25 } },
  ];
};

const open = async (): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const server = await startChild('test/bench/timed-server.js', data);
  const bare = await startChild('test/bench/bare-mercurius.js', data);
  const pool = await HttpPool.open(server.url, token, connections);
  const barePool = await HttpPool.open(bare.url, token, connections);
  // Not measured: until then V8 spends more time on compiling the server than the server on its work.
  await delaysTo(server, pool, await openBooks(pool, bookCounts[0]!));
  let delivered = 0;

  const run = async (): Promise<readonly Figure[]> => {
    const figures: Figure[] = [];
    for (const count of bookCounts) {
      const books = await openBooks(pool, count);
      const bareTaken = await bareDelays(bare.url, barePool, books);
      const taken = await delaysTo(server, pool, books);
      delivered += taken.sinceGiven.length;
      figures.push(...figuresOf(count === 1 ? 'all on 1 book' : `on ${count} books`, taken, bareTaken));
    }
    return figures;
  };

  return {
    run,
    notes: () => [
      `${subscriberCount} subscribers of ledgerEvents, ${commandsPerSecond} commands/s; each was given every acknowledged line of its book once and in order (${delivered} deliveries)`,
    ],
    async close() {
      pool.close();
      barePool.close();
      await Promise.all([server.stop(), bare.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const live: Row = { name: 'live', open };
