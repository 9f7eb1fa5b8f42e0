import type { ChildServer } from './child-server.js';
import type { HttpPool } from './http-client.js';
import { type Pace, atPace, enrolIn, momentOf, msBetween } from './live-commands.js';
import { Follower, assertDelivered, untilDelivered } from './live-followers.js';

/** How long each line took to each subscriber, in ms. */
export interface Delays {
  /** Since the command was sent. */
  readonly sinceGiven: number[];
  /** Since the server saw the append acknowledged; below 0 where a subscriber had the line before that. */
  readonly sinceAcknowledged: number[];
  /** Processor time of the server for each command with all that follows from it. */
  readonly cpuMsEach: number;
}

export interface LiveLoad {
  /** Takes the commands, over the pool. */
  readonly server: ChildServer;
  readonly pool: HttpPool;
  /** Has the subscribers; it may be another node than the one that takes the commands. */
  readonly followed: ChildServer;
  readonly subscriberCount: number;
  readonly warmUp: Pace;
  readonly measured: Pace;
}

/** Gives commands while others follow, and measures. @throws when somebody was not given every line once and in order */
export const delaysTo = async (
  { server, pool, followed, subscriberCount, warmUp, measured }: LiveLoad,
  books: readonly string[],
): Promise<Delays> => {
  const first = await enrolIn(pool, books[0]!);
  const followers = await Promise.all(
    Array.from({ length: subscriberCount }, (_, n) =>
      Follower.open(followed.url, books[n % books.length]!, String(first.position)),
    ),
  );
  const before = await atPace(warmUp, pool, books);
  await untilDelivered(followers, before);
  const { cpuMs } = await server.ask();
  const given = await atPace(measured, pool, books);
  await untilDelivered(followers, [...before, ...given]);
  const told = await server.ask();
  const acknowledgedAt = momentOf(told.acknowledged);
  assertDelivered(followers, [...before, ...given]);
  for (const each of followers) each.end();
  const givenAt = new Map(given.map(({ position, atNs }) => [position, atNs]));
  const taken = followers.flatMap(({ received }) => received.filter(({ position }) => givenAt.has(position)));
  return {
    sinceGiven: taken.map(({ position, atNs }) => msBetween(givenAt.get(position)!, atNs)),
    sinceAcknowledged: taken.map(({ position, atNs }) => msBetween(acknowledgedAt(position), atNs)),
    cpuMsEach: (told.cpuMs - cpuMs) / given.length,
  };
};
