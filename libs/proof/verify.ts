import { emptyRoot, nodeHash } from './merkle.js';

export interface Inclusion {
  /** Of the leaf, from 0. */
  readonly index: bigint;
  readonly size: bigint;
  readonly leaf: Buffer;
  readonly proof: readonly Buffer[];
  readonly root: Buffer;
}

/** Whether a leaf stands at its place in the tree with this root (RFC 9162, 2.1.3.2). */
export const verifyInclusion = ({ index, size, leaf, proof, root }: Inclusion): boolean => {
  if (index < 0n || index >= size) return false;
  let [node, last, hash] = [index, size - 1n, leaf];
  for (const sibling of proof) {
    if (last === 0n) return false;
    if (node % 2n === 1n || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2n === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && hash.equals(root);
};

export interface Consistency {
  readonly from: bigint;
  readonly to: bigint;
  readonly fromRoot: Buffer;
  readonly toRoot: Buffer;
  readonly proof: readonly Buffer[];
}

/** Whether the later tree begins with all of the earlier one, unchanged (RFC 9162, 2.1.4.2). */
export const verifyConsistency = ({ from, to, fromRoot, toRoot, proof }: Consistency): boolean => {
  if (from < 0n || from > to) return false;
  if (from === to) return proof.length === 0 && fromRoot.equals(toRoot);
  if (from === 0n) return proof.length === 0 && fromRoot.equals(emptyRoot);
  // Where the earlier tree is one complete subtree its root is known, and not repeated in the proof.
  const path = (from & (from - 1n)) === 0n ? [fromRoot, ...proof] : [...proof];
  const first = path.shift();
  if (first === undefined) return false;
  let [node, last] = [from - 1n, to - 1n];
  while (node % 2n === 1n) [node, last] = [node >> 1n, last >> 1n];
  let [earlier, later] = [first, first];
  for (const sibling of path) {
    if (last === 0n) return false;
    if (node % 2n === 1n || node === last) {
      [earlier, later] = [nodeHash(sibling, earlier), nodeHash(sibling, later)];
      while (node % 2n === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else later = nodeHash(later, sibling);
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && earlier.equals(fromRoot) && later.equals(toRoot);
};
