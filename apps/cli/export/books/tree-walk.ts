import { type HashAt, type ProofLog, type TileName, edgeOf, hashesOf, nodeHash, tileHeight } from '#proof';

const keyOf = (level: number, n: bigint): string => `${level}/${n}`;

/** A tile of leaves, and those above it up to the root. */
const upFrom = (leafTile: bigint, size: bigint): readonly TileName[] => {
  const names: TileName[] = [];
  for (let [level, n, nodes] = [0, leafTile, size]; nodes > 0n; level++) {
    names.push({ level, n });
    n >>= BigInt(tileHeight);
    nodes >>= BigInt(tileHeight);
  }
  return names;
};

/** The nodes of a tile, row by row from its own hashes up; of those that are not complete, none. */
const rowsOf = (tile: Buffer): readonly (readonly Buffer[])[] => {
  const rows = [hashesOf(tile)];
  for (let row = rows[0]!; row.length > 1; rows.push(row)) {
    const below = row;
    row = Array.from({ length: Math.floor(below.length / 2) }, (_, at) => nodeHash(below[2 * at]!, below[2 * at + 1]!));
  }
  return rows;
};

/**
 * The hashes of a tree of a size, for one who goes through its leaves, tile by tile: a leaf's way to the root takes hashes of
 * the tiles above it, and of those at the right edge of the tree, and of no others. Each is made once.
 */
export class TreeWalk {
  #tiles = new Map<string, readonly (readonly Buffer[])[]>();

  constructor(
    private readonly log: Pick<ProofLog, 'tiles'>,
    private readonly size: bigint,
  ) {}

  /** Gets the tiles that the leaves of a tile take. */
  async enter(leafTile: bigint): Promise<void> {
    const names = [...upFrom(leafTile, this.size), ...edgeOf(this.size)];
    const missing = names.filter(({ level, n }) => !this.#tiles.has(keyOf(level, n)));
    const read = await this.log.tiles(missing);
    for (const [at, { level, n }] of missing.entries()) this.#tiles.set(keyOf(level, n), rowsOf(read[at]!));
    const wanted = new Set(names.map(({ level, n }) => keyOf(level, n)));
    this.#tiles = new Map([...this.#tiles].filter(([key]) => wanted.has(key)));
  }

  /** For leaves of the tile that was entered last. */
  readonly hashAt: HashAt = (level, index) => {
    const height = level % tileHeight;
    const inRow = BigInt(tileHeight - height);
    const rows = this.#tiles.get(keyOf(Math.floor(level / tileHeight), index >> inRow))!;
    return rows[height]![Number(BigInt.asUintN(Number(inRow), index))]!;
  };
}
