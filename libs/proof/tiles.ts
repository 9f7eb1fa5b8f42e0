import { hashBytes, nodeHash, type HashAt } from './merkle.js';

/** Hashes of a whole tile: a tile spans eight levels of the tree (C2SP tlog-tiles). */
export const tileWidth = 256;
export const tileHeight = 8;

/** Where a tile lies. */
export interface TileName {
  readonly level: number;
  readonly n: bigint;
}

/** Where a tile lies, and how many hashes it holds. */
export interface TilePlace extends TileName {
  readonly width: number;
}

/** `1234067` → `x001/x234/067` */
const numberPath = (n: bigint): string => {
  const last = String(n % 1000n).padStart(3, '0');
  const rest = n / 1000n;
  return rest === 0n ? last : `${numberPath(rest).replace(/(\d{3})$/, 'x$1')}/${last}`;
};

/** The path of a tile of hashes, such as `tile/0/x001/234.p/17`; with `entries` as the level, of a bundle of leaves. */
export const tilePath = ({ level, n, width }: Omit<TilePlace, 'level'> & { level: number | 'entries' }): string =>
  `tile/${level}/${numberPath(n)}${width === tileWidth ? '' : `.p/${width}`}`;

const tilePattern = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Undefined for what is no path of a tile, or not written in the one way that there is. */
export const parseTilePath = (path: string): (Omit<TilePlace, 'level'> & { level: number | 'entries' }) | undefined => {
  const [, level, number, partial] = tilePattern.exec(path) ?? [];
  if (level === undefined || number === undefined) return undefined;
  const n = BigInt(number.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? tileWidth : Number(partial);
  const place = { level: level === 'entries' ? level : Number(level), n, width } as const;
  return width <= tileWidth && tilePath(place) === path ? place : undefined;
};

/** Hashes of a tile's own level that a tree of this size has. */
export const tileWidthAt = ({ level, n }: TileName, size: bigint): number => {
  const complete = (size >> BigInt(level * tileHeight)) - n * BigInt(tileWidth);
  return complete <= 0n ? 0 : complete >= BigInt(tileWidth) ? tileWidth : Number(complete);
};

const rootOfRow = (row: readonly Buffer[]): Buffer => {
  let above = row;
  while (above.length > 1) {
    const below = above;
    above = Array.from({ length: below.length / 2 }, (_, at) => nodeHash(below[2 * at]!, below[2 * at + 1]!));
  }
  return above[0]!;
};

/** The hashes of a tile, one after the other. */
export const hashesOf = (tile: Buffer): readonly Buffer[] =>
  Array.from({ length: tile.length / hashBytes }, (_, at) => tile.subarray(at * hashBytes, (at + 1) * hashBytes));

/** Finds the hashes of complete subtrees in tiles. `tile` gives the hashes that there are of a tile, one after the other. */
export const hashesFromTiles =
  (tile: (level: number, n: bigint) => Buffer): HashAt =>
  (level, index) => {
    const tileLevel = Math.floor(level / tileHeight);
    const height = level % tileHeight;
    const first = index << BigInt(height);
    const n = first / BigInt(tileWidth);
    const from = Number(first % BigInt(tileWidth));
    const hashes = hashesOf(tile(tileLevel, n).subarray(from * hashBytes, (from + (1 << height)) * hashBytes));
    if (hashes.length < 1 << height)
      throw new RangeError(`the tree has no complete subtree ${index} of level ${level}`);
    return rootOfRow(hashes);
  };

/** Root of a whole tile: the hash that stands for it in the tile above. */
export const rootOfTile = (tile: Buffer): Buffer => rootOfRow(hashesOf(tile));
