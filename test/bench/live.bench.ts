import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startChild, token } from './child-server.js';
import { type Bench, type Figure, type Row, at } from './figure.js';
import { HttpPool } from './http-client.js';
import { atPace, msBetween } from './live-commands.js';
import { type Delays, delaysTo } from './live-delays.js';
import { openBooks } from './open-books.js';

/**
 * How long after the event store has acknowledged a line each subscriber holds it, by way of the read models, over real
 * WebSockets. Beside it a bare server that passes a message on to as many sockets at the same pace, without any work:
 * that much is the machine's own.
 */
const subscriberCount = 100;
const commandsPerSecond = 200;
const warmUp = { perSecond: commandsPerSecond, seconds: 1 };
const measured = { perSecond: commandsPerSecond, seconds: 3 };
const connections = 32;
const bookCounts = [10, 1];

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
  await atPace(warmUp, pool, books);
  isMeasured = true;
  await atPace(measured, pool, books);
  for (const socket of sockets) socket.terminate();
  return delays;
};

const figuresOf = (where: string, delays: Delays, bare: readonly number[]): Figure[] => {
  const figure = (what: string, taken: readonly number[], share: number): Figure => ({
    what: `live, ${where}, ${what} → subscriber, p${share * 100}`,
    value: at(taken, share),
    unit: 'ms',
    peer: { what: 'bare WebSocket', value: at(bare, share) },
  });
  return [
    figure('command', delays.sinceGiven, 0.5),
    figure('command', delays.sinceGiven, 0.99),
    figure('acknowledged', delays.sinceAcknowledged, 0.5),
    { ...figure('acknowledged', delays.sinceAcknowledged, 0.99), bar: { of: 'figure', at: 'most', limit: 25 } },
    { what: `live, ${where}, processor time for each command`, value: delays.cpuMsEach, unit: 'ms' },
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
  const load = { server, pool, followed: server, subscriberCount, warmUp, measured };
  await delaysTo(load, await openBooks(pool, bookCounts[0]!));
  let delivered = 0;

  const run = async (): Promise<readonly Figure[]> => {
    const figures: Figure[] = [];
    for (const count of bookCounts) {
      const books = await openBooks(pool, count);
      const bareTaken = await bareDelays(bare.url, barePool, books);
      const taken = await delaysTo(load, books);
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
