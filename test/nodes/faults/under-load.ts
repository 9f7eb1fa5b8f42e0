import { expect } from '@jest/globals';
import { HttpConnection } from '../../bench/http-client.js';
import { openBooks } from '../../fault/load.js';
import { until } from '../../support/until.js';
import { Follower } from './followers.js';
import { type Clients, type Door, PatientClients } from './patient-clients.js';
import { type Place, assertSoundOn } from './sound.js';
import { type Survived, tellRow } from './table.js';

/** What a fault meets. */
export interface Load {
  readonly place: Place;
  readonly doors: readonly Door[];
  readonly books?: number;
  readonly clients?: Clients;
  /** How many follow; each second one on the next node, each on the next book. */
  readonly followers?: number;
  /** Acknowledged before the fault, and again after it. */
  readonly commands?: number;
}

/** Brings the fault about while clients write, and ends it. Gives the moment of the last blow, or of the end of the fault. */
export type Strike = (clients: PatientClients) => Promise<number>;

const seenAt = `query ($id: ID!, $minPosition: Position) { programme(id: $id, minPosition: $minPosition) { id } }`;

const shows = async ({ url, token }: Door, id: string, minPosition: string): Promise<boolean> => {
  const connection = await HttpConnection.open(url, token);
  try {
    await connection.graphql(seenAt, { id, minPosition });
    return true;
  } finally {
    connection.close();
  }
};

const recovered = async (
  clients: PatientClients,
  { doors }: Load,
  followers: readonly Follower[],
  books: readonly string[],
): Promise<void> => {
  await Promise.all(
    books.map(async (id) => {
      const positions = (await clients.probe(id)).map(({ position }) => position);
      const last = positions.reduce((a, b) => (a > b ? a : b));
      for (const { seen } of followers.filter(({ programmeId }) => programmeId === id))
        await until(async () => BigInt(seen.at(-1) ?? 0) >= last);
      for (const door of doors) await until(() => shows(door, id, String(last)).catch(() => false));
    }),
  );
};

/**
 * Brings a fault about under load, and asserts that everything acknowledged is stored, that the read models are what the
 * books make, and that no follower missed a line or was told one twice. `doorsAfter` are the nodes that are left.
 */
export const survives = async (
  what: string,
  load: Load,
  strike: Strike,
  doorsAfter: readonly Door[] = load.doors,
): Promise<Survived> => {
  const { place, doors, clients: many = { count: 8, pauseMs: 5 }, commands = 40 } = load;
  const books = await openBooks(doors[0]!.url, load.books ?? 2, doors[0]!.token);
  const followers = Array.from(
    { length: load.followers ?? 4 },
    (_, n) => new Follower(doors, books[n % books.length]!, Math.floor(n / books.length)),
  );
  const clients = new PatientClients(doors, books).begin(many);
  try {
    await clients.acknowledgedMore(commands);
    const over = await strike(clients);
    await recovered(clients, { ...load, doors: doorsAfter }, followers, books);
    const recoveredMs = performance.now() - over;
    await clients.acknowledgedMore(commands);
    await clients.stop();
    await assertSoundOn(place, clients.acknowledged, followers);
    const { quietMs, failures, acknowledged } = clients;
    expect([...failures.keys()].filter((message) => /INTERNAL/.test(message))).toEqual([]);
    const resumed = followers.reduce((sum, each) => sum + each.resumed, 0);
    const survived = { acknowledged: acknowledged.length, recoveredMs, quietMs, failures, resumed };
    tellRow(what, survived);
    return survived;
  } finally {
    await clients.giveUp();
    await Promise.all(followers.map((each) => each.stop()));
  }
};
