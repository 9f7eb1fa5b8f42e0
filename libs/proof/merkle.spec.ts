import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holds } from '../../test/support/property.js';
import {
  type HashAt,
  MerkleBuilder,
  consistencyPath,
  emptyRoot,
  hashesFromTiles,
  inclusionPath,
  leafHash,
  parseTilePath,
  rootAt,
  rootOfTile,
  tilePath,
  tileWidthAt,
  verifyConsistency,
  verifyInclusion,
} from './index.js';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** The definition of RFC 6962, 2.1, word for word, to hold the quick ways against. */
const definedRoot = (leaves: readonly Buffer[]): Buffer => {
  if (leaves.length === 0) return sha256(Buffer.alloc(0));
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.concat([Buffer.of(1), definedRoot(leaves.slice(0, split)), definedRoot(leaves.slice(split))]));
};

const leavesOf = (count: number) => Array.from({ length: count }, (_, n) => leafHash(`leaf ${n}`));
const hashAtIn =
  (leaves: readonly Buffer[]): HashAt =>
  (level, index) =>
    definedRoot(leaves.slice(Number(index) << level, (Number(index) + 1) << level));

/** The tiles of a tree, filled as a log fills them. */
const tilesOf = (leaves: readonly Buffer[]) => {
  const levels: Buffer[][] = [[...leaves]];
  for (let level = 0; levels[level]!.length >= 256; level++) {
    const row = levels[level]!;
    levels.push(
      Array.from({ length: Math.floor(row.length / 256) }, (_, n) =>
        rootOfTile(Buffer.concat(row.slice(n * 256, n * 256 + 256))),
      ),
    );
  }
  return (level: number, n: bigint) =>
    Buffer.concat((levels[level] ?? []).slice(Number(n) * 256, Number(n) * 256 + 256));
};

const changed = (hash: Buffer) => Buffer.from(hash.map((byte, at) => (at === 0 ? byte ^ 1 : byte)));

describe('a Merkle tree', () => {
  it('has the roots that the standard names', () => {
    expect(emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(leafHash('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(new MerkleBuilder().root()).toEqual(emptyRoot);
  });
  it('has the same root however it is made', () => {
    const builder = new MerkleBuilder();
    for (let size = 0; size <= 70; size++) {
      const leaves = leavesOf(size);
      expect(builder.root()).toEqual(definedRoot(leaves));
      expect(rootAt(BigInt(size), hashAtIn(leaves))).toEqual(definedRoot(leaves));
      expect(builder.size).toBe(BigInt(size));
      builder.append(leafHash(`leaf ${size}`));
    }
  });
  it('proves each leaf of each small tree, and no other leaf, place or root', () => {
    for (let size = 1; size <= 20; size++) {
      const leaves = leavesOf(size);
      const root = definedRoot(leaves);
      for (let at = 0; at < size; at++) {
        const proof = inclusionPath(BigInt(at), BigInt(size), hashAtIn(leaves));
        const right = { index: BigInt(at), size: BigInt(size), leaf: leaves[at]!, proof, root };
        expect(verifyInclusion(right)).toBe(true);
        expect(verifyInclusion({ ...right, leaf: changed(right.leaf) })).toBe(false);
        expect(verifyInclusion({ ...right, root: changed(root) })).toBe(false);
        expect(verifyInclusion({ ...right, index: BigInt(size) })).toBe(false);
        if (size > 1) expect(verifyInclusion({ ...right, index: BigInt((at + 1) % size) })).toBe(false);
        if (proof.length > 0) expect(verifyInclusion({ ...right, proof: proof.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...right, proof: [...proof, root] })).toBe(false);
      }
    }
  });
  it('proves that each small tree begins with each smaller one, and with no other', () => {
    for (let to = 0; to <= 20; to++)
      for (let from = 0; from <= to; from++) {
        const leaves = leavesOf(to);
        const proof = consistencyPath(BigInt(from), BigInt(to), hashAtIn(leaves));
        const [fromRoot, toRoot] = [definedRoot(leaves.slice(0, from)), definedRoot(leaves)];
        const right = { from: BigInt(from), to: BigInt(to), fromRoot, toRoot, proof };
        expect(verifyConsistency(right)).toBe(true);
        expect(verifyConsistency({ ...right, fromRoot: changed(fromRoot) })).toBe(false);
        if (from > 0) expect(verifyConsistency({ ...right, toRoot: changed(toRoot) })).toBe(false);
        expect(verifyConsistency({ ...right, proof: [...proof, toRoot] })).toBe(false);
        if (proof.length > 0) expect(verifyConsistency({ ...right, proof: proof.slice(1) })).toBe(false);
      }
  });
  it('refuses to prove what is not there', () => {
    const hashAt = hashAtIn(leavesOf(3));
    expect(() => inclusionPath(3n, 3n, hashAt)).toThrow('there is no leaf 3 in a tree of 3');
    expect(() => consistencyPath(4n, 3n, hashAt)).toThrow('a tree of 3 leaves has none of 4 before it');
  });
  holds(
    'proves the same from tiles, at any size',
    25,
    fc.property(fc.integer({ min: 1, max: 1_400 }), fc.nat(), fc.nat(), (size, leaf, earlier) => {
      const leaves = leavesOf(size);
      const builder = new MerkleBuilder();
      for (const each of leaves) builder.append(each);
      const root = builder.root();
      const hashAt = hashesFromTiles(tilesOf(leaves));
      expect(rootAt(BigInt(size), hashAt)).toEqual(root);
      const [index, from] = [leaf % size, earlier % (size + 1)];
      const proof = inclusionPath(BigInt(index), BigInt(size), hashAt);
      expect(verifyInclusion({ index: BigInt(index), size: BigInt(size), leaf: leaves[index]!, proof, root })).toBe(
        true,
      );
      const fromRoot = rootAt(BigInt(from), hashAt);
      const consistency = consistencyPath(BigInt(from), BigInt(size), hashAt);
      expect(
        verifyConsistency({ from: BigInt(from), to: BigInt(size), fromRoot, toRoot: root, proof: consistency }),
      ).toBe(true);
    }),
  );
});

describe('the path of a tile', () => {
  it.each([
    [{ level: 0, n: 0n, width: 256 }, 'tile/0/000'],
    [{ level: 1, n: 67n, width: 3 }, 'tile/1/067.p/3'],
    [{ level: 0, n: 1_234_067n, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 'entries' as const, n: 1_000n, width: 255 }, 'tile/entries/x001/000.p/255'],
  ])('is the one of the standard: %j', (place, path) => {
    expect(tilePath(place)).toBe(path);
    expect(parseTilePath(path)).toEqual(place);
  });
  it.each([
    'tile/0/0',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/257',
    'tile/0/x000/001',
    'tile/a/000',
    'tile/0/000/..',
    '',
  ])('is not %s', (path) => expect(parseTilePath(path)).toBeUndefined());
  it('tells how wide a tile is at a size of the tree', () => {
    expect(tileWidthAt({ level: 0, n: 0n }, 0n)).toBe(0);
    expect(tileWidthAt({ level: 0, n: 0n }, 255n)).toBe(255);
    expect(tileWidthAt({ level: 0, n: 1n }, 256n)).toBe(0);
    expect(tileWidthAt({ level: 0, n: 1n }, 600n)).toBe(256);
    expect(tileWidthAt({ level: 1, n: 0n }, 600n)).toBe(2);
  });
});
