import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holds } from '../../test/support/property.js';
import {
  type HashAt,
  InclusionCheck,
  MerkleBuilder,
  Ways,
  inclusionPath,
  leafHash,
  rootAt,
  verifyInclusion,
  wayText,
} from './index.js';

const leavesOf = (count: number) => Array.from({ length: count }, (_, n) => leafHash(`leaf ${n}`));
const hashAtIn =
  (leaves: readonly Buffer[]): HashAt =>
  (level, index) => {
    const tree = new MerkleBuilder();
    for (const leaf of leaves.slice(Number(index) << level, (Number(index) + 1) << level)) tree.append(leaf);
    return tree.root();
  };

/** A tree, and the way of each of its leaves. */
const treeOf = (count: number) => {
  const leaves = leavesOf(count);
  const size = BigInt(count);
  const ways = new Ways(size, hashAtIn(leaves));
  return {
    leaves,
    size,
    root: rootAt(size, hashAtIn(leaves)),
    ways: leaves.map((_, index) => ways.of(BigInt(index))),
  };
};

/** A hash of the way made another one; `at` picks which. */
const changedAt = (way: string, at: number): string => {
  const hashes = way.split(',');
  const place = at % hashes.length;
  return hashes.with(place, leafHash(`not ${hashes[place]}`).toString('base64')).join(',');
};

describe('the ways of leaves', () => {
  it('are those of the standard, for each leaf of each small tree, in whatever order they are asked for', () => {
    for (let count = 1; count <= 20; count++) {
      const { leaves, size, ways } = treeOf(count);
      const asked = new Ways(size, hashAtIn(leaves));
      for (let n = 0; n < count; n++) {
        const index = (n * 7) % count;
        const path = wayText(inclusionPath(BigInt(index), size, hashAtIn(leaves)));
        expect(ways[index]).toBe(path);
        expect(asked.of(BigInt(index))).toBe(path);
      }
    }
  });
});

describe('a check of many ways', () => {
  it('takes each leaf at its place, and neither another leaf nor another place', () => {
    for (let count = 1; count <= 20; count++) {
      const { leaves, size, root, ways } = treeOf(count);
      const check = new InclusionCheck(size, root);
      for (const [at, leaf] of [...leaves.entries(), ...leaves.entries()]) {
        const [index, way] = [BigInt(at), ways[at]!];
        expect(check.wayOf(index, leaf, way)).toBe(way);
        expect(check.wayOf(index, leafHash('another'), way)).toBeUndefined();
        expect(check.wayOf(size + index, leaf, way)).toBeUndefined();
        if (count > 1) expect(check.wayOf((index + 1n) % size, leaf, way)).toBeUndefined();
      }
    }
  });

  // What is remembered must not let anything pass: the ways are checked in any order, the changed ones between the right ones.
  holds(
    'says of every way what the standard says of it by itself, whatever it has seen before',
    40,
    fc.property(
      fc.integer({ min: 2, max: 300 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('right', 'changed', 'shorter', 'longer')), {
        minLength: 1,
        maxLength: 60,
      }),
      (count, looks) => {
        const { leaves, size, root, ways } = treeOf(count);
        const check = new InclusionCheck(size, root);
        for (const [leafAt, hashAt, what] of looks) {
          const index = leafAt % count;
          const right = ways[index]!;
          const way = {
            right,
            changed: changedAt(right, hashAt),
            shorter: right.slice(0, Math.max(0, right.lastIndexOf(','))),
            longer: `${right},${root.toString('base64')}`,
          }[what];
          const proof = way === '' ? [] : way.split(',').map((hash) => Buffer.from(hash, 'base64'));
          const claim = { index: BigInt(index), size, leaf: leaves[index]!, proof, root };
          expect(check.wayOf(BigInt(index), leaves[index]!, way)).toBe(verifyInclusion(claim) ? way : undefined);
        }
      },
    ),
  );

  it('gives a way that leads to the root as it is to be written, also where it is written otherwise', () => {
    const { leaves, size, root, ways } = treeOf(5);
    const check = new InclusionCheck(size, root);
    const otherwise = ways[2]!.replace('=', '');
    expect(check.wayOf(2n, leaves[2]!, otherwise)).toBe(ways[2]);
    expect(check.wayOf(2n, leaves[2]!, ways[2]!)).toBe(ways[2]);
    expect(check.wayOf(2n, leaves[2]!, otherwise)).toBe(ways[2]);
    expect(check.wayOf(2n, leaves[2]!, ways[2]!.replace(',', ' '))).toBeUndefined();
  });

  it('goes on when it has forgotten what it knew', () => {
    const count = 40_000;
    const leaves = leavesOf(count);
    const rows = [leaves];
    while (rows.at(-1)!.length > 1) {
      const tree = rows.at(-1)!;
      const pairs = Math.floor(tree.length / 2);
      rows.push(Array.from({ length: pairs }, (_, at) => hashAtIn(tree)(1, BigInt(at))));
    }
    const hashAt: HashAt = (level, index) => rows[level]![Number(index)]!;
    const size = BigInt(count);
    const root = rootAt(size, hashAt);
    const ways = new Ways(size, hashAt);
    const check = new InclusionCheck(size, root);
    const isRight = leaves.map((leaf, at) => check.wayOf(BigInt(at), leaf, ways.of(BigInt(at))) !== undefined);
    expect(isRight.filter((each) => !each)).toEqual([]);
    expect(check.wayOf(0n, leaves[0]!, ways.of(1n))).toBeUndefined();
  });
});
