import { type HashAt, type ProofLog, type TileName, edgeOf, hashesFromTiles, tileHeight } from '#proof';

/** Hashes that are kept: the ways to the root of neighbouring leaves share all but a few. */
const keptMax = 4_096;

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

/**
 * The hashes of a tree of a size, for one who goes through its leaves, tile by tile: a leaf's way to the root takes hashes of
 * the tiles above it, and of those at the right edge of the tree, and of no others.
 */
export class TreeWalk {
  #tiles = new Map<string, Buffer>();
  readonly #known = new Map<string, Buffer>();
  readonly #inTiles = hashesFromTiles((level, n) => this.#tiles.get(keyOf(level, n))!);

  constructor(
    private readonly log: Pick<ProofLog, 'tiles'>,
    private readonly size: bigint,
  ) {}

  /** Gets the tiles that the leaves of a tile take. */
  async enter(leafTile: bigint): Promise<void> {
    const names = [...upFrom(leafTile, this.size), ...edgeOf(this.size)];
    const missing = names.filter(({ level, n }) => !this.#tiles.has(keyOf(level, n)));
    const read = await this.log.tiles(missing);
    for (const [at, { level, n }] of missing.entries()) this.#tiles.set(keyOf(level, n), read[at]!);
    const wanted = new Set(names.map(({ level, n }) => keyOf(level, n)));
    this.#tiles = new Map([...this.#tiles].filter(([key]) => wanted.has(key)));
  }

  /** For leaves of the tile that was entered last. Each hash is made once where it is asked for again and again. */
  readonly hashAt: HashAt = (level, index) => {
    if (level === 0) return this.#inTiles(level, index);
    const key = keyOf(level, index);
    const hash = this.#known.get(key) ?? this.#inTiles(level, index);
    // What was asked for last is forgotten last.
    this.#known.delete(key);
    this.#known.set(key, hash);
    if (this.#known.size > keptMax) this.#known.delete(this.#known.keys().next().value!);
    return hash;
  };
}
