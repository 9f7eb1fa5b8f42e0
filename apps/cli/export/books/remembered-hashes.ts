import { type HashAt, type ProofLog, hashesFromTiles } from '#proof';

/** Hashes that are kept: the ways to the root of neighbouring leaves share all but a few. */
const keptMax = 4_096;

/** The tile that was read last of each level: leaf after leaf lies in the same. */
const rememberedTiles = (log: Pick<ProofLog, 'tile'>): ProofLog['tile'] => {
  const last = new Map<number, { readonly n: bigint; readonly tile: Buffer }>();
  return (level, n) => {
    const known = last.get(level);
    if (known?.n === n) return known.tile;
    const tile = log.tile(level, n);
    last.set(level, { n, tile });
    return tile;
  };
};

/** Hashes of a tree, for one who goes through all of its leaves: each is made once where it is asked for again and again. */
export const rememberedHashes = (log: Pick<ProofLog, 'tile'>): HashAt => {
  const hashAt = hashesFromTiles(rememberedTiles(log));
  const known = new Map<string, Buffer>();
  return (level, index) => {
    if (level === 0) return hashAt(level, index);
    const key = `${level}/${index}`;
    const hash = known.get(key) ?? hashAt(level, index);
    // What was asked for last is forgotten last.
    known.delete(key);
    known.set(key, hash);
    if (known.size > keptMax) known.delete(known.keys().next().value!);
    return hash;
  };
};
