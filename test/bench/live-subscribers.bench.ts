import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, token } from './child-server.js';
import { type Bench, type Figure, type Row, at } from './figure.js';
import { HttpPool } from './http-client.js';
import { atPace, enrolIn, momentOf, msBetween } from './live-commands.js';
import { Follower, assertDelivered, untilDelivered } from './live-followers.js';
import { openBooks } from './open-books.js';

/**
 * A thousand subscribers on one server, each on a socket of its own: what they hold in memory, and how long after its
 * acknowledgement a line is with each of them. On ten books, where a line goes to a hundred, and on one, where it goes
 * to all. The peer is the same server without anybody on it.
 */
const subscriberCount = 1_000;
const cases = [
  { books: 10, pace: { perSecond: 20, seconds: 5 } },
  { books: 1, pace: { perSecond: 4, seconds: 5 } },
];
const connections = 8;
/** Sockets that are opened at the same time. */
const openedAtOnce = 50;
const rssMbMax = 300;

const megabytes = (bytes: number): number => bytes / 2 ** 20;

const openFollowers = async (url: string, books: readonly string[], after: string): Promise<readonly Follower[]> => {
  const followers: Follower[] = [];
  while (followers.length < subscriberCount) {
    const from = followers.length;
    const some = Array.from({ length: openedAtOnce }, (_, n) =>
      Follower.open(url, books[(from + n) % books.length]!, after),
    );
    followers.push(...(await Promise.all(some)));
  }
  return followers;
};

const open = async (): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  let runs = 0;
  let delivered = 0;

  const measure = async ({ books: bookCount, pace }: (typeof cases)[number]): Promise<readonly Figure[]> => {
    const data = join(folder, String(++runs));
    mkdirSync(data);
    const server = await startChild('test/bench/timed-server.js', data);
    const pool = await HttpPool.open(server.url, token, connections);
    try {
      const books = await openBooks(pool, bookCount);
      const first = await enrolIn(pool, books[0]!);
      const empty = await server.ask();
      const followers = await openFollowers(server.url, books, String(first.position));
      const before = await atPace({ ...pace, seconds: 1 }, pool, books);
      await untilDelivered(followers, before);
      const { cpuMs } = await server.ask();
      const given = await atPace(pace, pool, books);
      await untilDelivered(followers, [...before, ...given]);
      const told = await server.ask();
      assertDelivered(followers, [...before, ...given]);
      for (const each of followers) each.end();

      const acknowledgedAt = momentOf(told.acknowledged);
      const positions = new Set(given.map(({ position }) => position));
      const delays = followers.flatMap(({ received }) =>
        received
          .filter(({ position }) => positions.has(position))
          .map(({ position, atNs }) => msBetween(acknowledgedAt(position), atNs)),
      );
      delivered += delays.length;
      const what = (rest: string) =>
        `${subscriberCount} subscribers, ${bookCount === 1 ? '1 book' : `${bookCount} books`}, ${rest}`;
      return [
        { what: what('acknowledged → subscriber, p50'), value: at(delays, 0.5), unit: 'ms' },
        { what: what('acknowledged → subscriber, p99'), value: at(delays, 0.99), unit: 'ms' },
        {
          what: what('processor time for 1,000 messages'),
          value: (1000 * (told.cpuMs - cpuMs)) / delays.length,
          unit: 'ms',
        },
        {
          what: what('RSS'),
          value: megabytes(told.rssBytes),
          unit: 'MB',
          peer: { what: 'without them', value: megabytes(empty.rssBytes) },
          bar: { of: 'figure', at: 'most', limit: rssMbMax },
        },
      ];
    } finally {
      pool.close();
      await server.stop();
    }
  };

  return {
    async run() {
      const figures: Figure[] = [];
      for (const each of cases) figures.push(...(await measure(each)));
      return figures;
    },
    notes: () => [
      `${subscriberCount} sockets with a subscription of ledgerEvents each; every one was given every acknowledged line of its book once and in order (${delivered} deliveries)`,
    ],
    async close() {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
};

export const subscribers: Row = { name: 'subscribers', open };
