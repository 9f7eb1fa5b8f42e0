import type { HashAt } from '#proof';

/** Hashes that are kept: the ways to the root of neighbouring leaves share all but a few. */
const keptMax = 4_096;

/** Looks hashes up once where they are asked for again and again. The oldest are forgotten. */
export const rememberedHashes = (hashAt: HashAt): HashAt => {
  const known = new Map<string, Buffer>();
  return (level, index) => {
    const key = `${level}/${index}`;
    const hash = known.get(key) ?? hashAt(level, index);
    if (level === 0) return hash;
    known.delete(key);
    known.set(key, hash);
    if (known.size > keptMax) known.delete(known.keys().next().value!);
    return hash;
  };
};
