import { setTimeout as delay } from 'node:timers/promises';
import type { HttpPool } from './http-client.js';
import { type Enrolled, enrolUnit } from './open-books.js';
import type { AcknowledgedAt } from './told.js';

/** A command that was given: to which book, where it came to stand, and when it was sent. */
export interface Given {
  readonly programmeId: string;
  readonly position: bigint;
  readonly atNs: bigint;
}

let named = 0;
export const enrolIn = async (pool: HttpPool, programmeId: string): Promise<Given> => {
  const atNs = process.hrtime.bigint();
  const input = { programmeId, name: `Synthetic unit ${++named}`, eligible: 1 };
  const { enrolUnit: payload } = await pool.graphql<Enrolled>(enrolUnit, { input });
  if (payload.position === null) throw new Error(JSON.stringify(payload));
  return { programmeId, position: BigInt(payload.position), atNs };
};

export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

/** Gives commands at an even pace, to one book after the other, whatever becomes of those before. Resolves when all are answered. */
export const atPace = async (
  { perSecond, seconds }: Pace,
  pool: HttpPool,
  programmeIds: readonly string[],
): Promise<readonly Given[]> => {
  const began = performance.now();
  const given: Promise<Given>[] = [];
  for (let n = 0; n < seconds * perSecond; n++) {
    const early = began + (n * 1000) / perSecond - performance.now();
    if (early > 0) await delay(early);
    given.push(enrolIn(pool, programmeIds[n % programmeIds.length]!));
  }
  return Promise.all(given);
};

/** Positions in one book, in order. */
export const positionsIn = (given: readonly Given[], book: string): readonly bigint[] =>
  given
    .filter(({ programmeId }) => programmeId === book)
    .map(({ position }) => position)
    .sort((a, b) => (a < b ? -1 : 1));

export const msBetween = (fromNs: bigint, toNs: bigint): number => Number(toNs - fromNs) / 1e6;

/** When each position was durable: an append that carried several lines was acknowledged with the last of them. */
export const momentOf = (acknowledged: readonly AcknowledgedAt[]) => {
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
