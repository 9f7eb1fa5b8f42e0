import { type HashAt, hashBytes } from './merkle.js';
import type { ProofLog } from './proof-log.js';
import { hashesFromTiles, type TileName, tileWidth } from './tiles.js';

/** In place of hashes that are not there yet. */
const blank = Buffer.alloc(tileWidth * hashBytes);

const keyOf = (level: number, n: bigint): string => `${level}/${n}`;

/**
 * Computes on the hashes of a tree that has to be asked for them, with one question: it is computed twice, the first time on
 * blank hashes to learn which tiles it takes. So `work` must take the same hashes whatever they are, as roots and paths do.
 */
export const onTree = async <Result>(
  log: Pick<ProofLog, 'tiles'>,
  work: (hashAt: HashAt) => Result,
): Promise<Result> => {
  const wanted = new Map<string, TileName>();
  work(
    hashesFromTiles((level, n) => {
      wanted.set(keyOf(level, n), { level, n });
      return blank;
    }),
  );
  const names = [...wanted.values()];
  const tiles = names.length === 0 ? [] : await log.tiles(names);
  const found = new Map([...wanted.keys()].map((key, at) => [key, tiles[at]!]));
  return work(hashesFromTiles((level, n) => found.get(keyOf(level, n))!));
};
