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

/** A place on the way up a tree: the node, and the last one of its level. */
type Place = readonly [node: bigint, last: bigint];

const up = ([node, last]: Place): Place => [node >> 1n, last >> 1n];

/** Up past the levels where the node has no sibling to its left. */
const upToSibling = (place: Place): Place => {
  let at = place;
  while (at[0] % 2n === 0n && at[0] !== 0n) at = up(at);
  return at;
};

/** Where a way up from a node leads: the hash of the root, of the earlier tree and of the later one. */
const climbed = (from: Place, first: Buffer, path: readonly Buffer[]) => {
  let place = from;
  let [earlier, later] = [first, first];
  for (const sibling of path) {
    const [node, last] = place;
    if (last === 0n) return undefined;
    if (node % 2n === 1n || node === last) {
      [earlier, later] = [nodeHash(sibling, earlier), nodeHash(sibling, later)];
      place = upToSibling(place);
    } else later = nodeHash(later, sibling);
    place = up(place);
  }
  return place[1] === 0n ? { earlier, later } : undefined;
};

const isGrown = ({ from, to, fromRoot, toRoot, proof }: Consistency): boolean => {
  // Where the earlier tree is one complete subtree its root is known, and not repeated in the proof.
  const [first, ...path] = (from & (from - 1n)) === 0n ? [fromRoot, ...proof] : proof;
  if (first === undefined) return false;
  let place: Place = [from - 1n, to - 1n];
  while (place[0] % 2n === 1n) place = up(place);
  const roots = climbed(place, first, path);
  return roots !== undefined && roots.earlier.equals(fromRoot) && roots.later.equals(toRoot);
};

/** Whether the later tree begins with all of the earlier one, unchanged (RFC 9162, 2.1.4.2). */
export const verifyConsistency = (claim: Consistency): boolean => {
  const { from, to, fromRoot, toRoot, proof } = claim;
  if (from < 0n || from > to) return false;
  if (from === to) return proof.length === 0 && fromRoot.equals(toRoot);
  return from === 0n ? proof.length === 0 && fromRoot.equals(emptyRoot) : isGrown(claim);
};
