import { hashBytes, rootAt } from './merkle.js';
import type { PlacedLeaf } from './proof-log.js';
import { hashesFromTiles, hashesOf, rootOfTile, type TileName, tileHeight, tileWidth } from './tiles.js';

const whole = BigInt(tileWidth);

export interface Tile extends TileName {
  /** One after the other. */
  readonly hashes: Buffer;
}

/** Positions of the leaves of a tile. */
export interface Row {
  readonly n: bigint;
  readonly positions: readonly bigint[];
}

/** What a tree has to show of itself to be added to: its last tile of each level, where that is not whole. */
export interface Edge {
  readonly size: bigint;
  readonly tiles: readonly Tile[];
  /** Of the last tile of leaves, where that is not whole. */
  readonly row: Row | undefined;
}

export interface Grown {
  /** Those that are new, or hold more than before. */
  readonly tiles: readonly Tile[];
  readonly rows: readonly Row[];
  readonly root: Buffer;
}

/** The tiles at the right edge of a tree that are not whole: one of each level at most. */
export const edgeOf = (size: bigint): readonly TileName[] => {
  const names: TileName[] = [];
  for (let [level, nodes] = [0, size]; nodes > 0n; level++, nodes >>= BigInt(tileHeight))
    if (nodes % whole > 0n) names.push({ level, n: nodes / whole });
  return names;
};

/** Items in rows as wide as a tile, numbered on from an index; the first row goes on where it had ended. */
const inRows = <Item>(from: bigint, begun: readonly Item[], added: readonly Item[]) => {
  const rows: { readonly n: bigint; readonly items: readonly Item[] }[] = [];
  const all = [...begun, ...added];
  for (let at = 0; at < all.length; at += tileWidth)
    rows.push({ n: from / whole + BigInt(at / tileWidth), items: all.slice(at, at + tileWidth) });
  return rows;
};

const keyOf = ({ level, n }: TileName): string => `${level}/${n}`;

/** Adds leaves to a tree: what changes in it, and the root that it has then. */
export const grow = (edge: Edge, leaves: readonly PlacedLeaf[]): Grown => {
  const held = new Map(edge.tiles.map((tile) => [keyOf(tile), tile.hashes]));
  const changed: Tile[] = [];
  let added: readonly Buffer[] = leaves.map(({ hash }) => hash);
  for (let [level, nodes] = [0, edge.size]; added.length > 0; level++, nodes >>= BigInt(tileHeight)) {
    const begun = hashesOf(held.get(keyOf({ level, n: nodes / whole })) ?? Buffer.alloc(0));
    const tiles = inRows(nodes, begun, added).map(({ n, items }) => ({ level, n, hashes: Buffer.concat(items) }));
    for (const tile of tiles) held.set(keyOf(tile), tile.hashes);
    changed.push(...tiles);
    // Each tile that is whole now stands as one hash in the level of tiles above.
    added = tiles
      .filter(({ hashes }) => hashes.length === tileWidth * hashBytes)
      .map(({ hashes }) => rootOfTile(hashes));
  }
  const hashAt = hashesFromTiles((level, n) => held.get(keyOf({ level, n })) ?? Buffer.alloc(0));
  const positions = leaves.map(({ position }) => position);
  return {
    tiles: changed,
    rows: inRows(edge.size, edge.row?.positions ?? [], positions).map(({ n, items }) => ({ n, positions: items })),
    root: rootAt(edge.size + BigInt(leaves.length), hashAt),
  };
};
