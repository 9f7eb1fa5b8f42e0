import { hash } from 'node:crypto';

/** Bytes of a hash: SHA-256 throughout. */
export const hashBytes = 32;

/** In one call: a tree has two hashes for each leaf, and to make an object for each costs as much as the hash. */
const sha256 = (bytes: Buffer | string): Buffer => hash('sha256', bytes, 'buffer');

/** One byte when it is encoded. */
const leafMark = '\0';
/** What a node's hash goes over: a mark, and two hashes. */
const nodeBytes = Buffer.alloc(1 + 2 * hashBytes, 1);

/** Root of the tree without leaves (RFC 6962, 2.1). */
export const emptyRoot: Buffer = sha256('');

/** The hash of a leaf that holds this text, as UTF-8 (RFC 6962, 2.1). */
export const leafHash = (envelope: string): Buffer => sha256(leafMark + envelope);

/** The hash of a node over two. */
export const nodeHash = (left: Buffer, right: Buffer): Buffer => {
  if (left.length !== hashBytes || right.length !== hashBytes)
    return sha256(Buffer.concat([Buffer.of(1), left, right]));
  nodeBytes.set(left, 1);
  nodeBytes.set(right, 1 + hashBytes);
  return sha256(nodeBytes);
};

/** Grows a tree leaf by leaf and keeps only what its root needs: a hash for each bit of its size. */
export class MerkleBuilder {
  /** Roots of the complete subtrees, the largest first; each is half of the one before it or less. */
  readonly #roots: Buffer[] = [];
  #size = 0n;

  get size(): bigint {
    return this.#size;
  }

  append(leaf: Buffer): void {
    let [hash, size] = [leaf, this.#size];
    for (; size % 2n === 1n; size /= 2n) hash = nodeHash(this.#roots.pop()!, hash);
    this.#roots.push(hash);
    this.#size++;
  }

  root(): Buffer {
    const [last, ...rest] = this.#roots.toReversed();
    return last === undefined ? emptyRoot : rest.reduce((root, left) => nodeHash(left, root), last);
  }
}

/** Gives the root of the complete subtree of `2^level` leaves that is the `index`-th of its level, from 0. */
export type HashAt = (level: number, index: bigint) => Buffer;

/** The largest power of two below a size of at least 2, as its exponent. */
export const splitLevel = (size: bigint): number => (size - 1n).toString(2).length - 1;

/** Root over the leaves from `start` to before `end`. `start` is a multiple of the power of two that holds the range. */
export const rangeRoot = (start: bigint, end: bigint, hashAt: HashAt): Buffer => {
  const size = end - start;
  if (size === 1n) return hashAt(0, start);
  const level = splitLevel(size);
  const half = 1n << BigInt(level);
  if (size === 2n * half) return hashAt(level + 1, start >> BigInt(level + 1));
  return nodeHash(rangeRoot(start, start + half, hashAt), rangeRoot(start + half, end, hashAt));
};

/** Root of the tree of the first `size` leaves. */
export const rootAt = (size: bigint, hashAt: HashAt): Buffer => (size === 0n ? emptyRoot : rangeRoot(0n, size, hashAt));

/** The hashes that lead from a leaf to the root of a tree of `size` leaves, the nearest first (RFC 6962, 2.1.1). */
export const inclusionPath = (index: bigint, size: bigint, hashAt: HashAt): readonly Buffer[] => {
  if (index < 0n || index >= size) throw new RangeError(`there is no leaf ${index} in a tree of ${size}`);
  const path = (start: bigint, end: bigint): Buffer[] => {
    if (end - start === 1n) return [];
    const middle = start + (1n << BigInt(splitLevel(end - start)));
    return index < middle
      ? [...path(start, middle), rangeRoot(middle, end, hashAt)]
      : [...path(middle, end), rangeRoot(start, middle, hashAt)];
  };
  return path(0n, size);
};

/** The hashes that show that a tree begins with an earlier one (RFC 6962, 2.1.2). None when either is empty, or both are one. */
export const consistencyPath = (from: bigint, to: bigint, hashAt: HashAt): readonly Buffer[] => {
  if (from < 0n || from > to) throw new RangeError(`a tree of ${to} leaves has none of ${from} before it`);
  if (from === 0n || from === to) return [];
  const path = (start: bigint, end: bigint, isWhole: boolean): Buffer[] => {
    if (from === end) return isWhole ? [] : [rangeRoot(start, end, hashAt)];
    const middle = start + (1n << BigInt(splitLevel(end - start)));
    return from <= middle
      ? [...path(start, middle, isWhole), rangeRoot(middle, end, hashAt)]
      : [...path(middle, end, false), rangeRoot(start, middle, hashAt)];
  };
  return path(0n, to, true);
};
