import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Tile, edgeOf, grow } from './grow.js';
import { MerkleBuilder, inclusionPath, leafHash, rootAt } from './merkle.js';
import { onTree } from './on-tree.js';
import type { PlacedLeaf } from './proof-log.js';
import type { TileName } from './tiles.js';
import { verifyInclusion } from './verify.js';

const keyOf = ({ level, n }: TileName) => `${level}/${n}`;

/** A tree as an engine keeps it: what `grow` gives is put into it, and nothing else is known. */
class KeptTree {
  size = 0n;
  root = new MerkleBuilder().root();
  readonly #tiles = new Map<string, Tile>();
  readonly #rows = new Map<bigint, readonly bigint[]>();

  add(leaves: readonly PlacedLeaf[]): void {
    const n = this.size / 256n;
    const begun = this.size % 256n === 0n ? undefined : { n, positions: this.#rows.get(n)! };
    const tiles = edgeOf(this.size).map((name) => this.#tiles.get(keyOf(name))!);
    const grown = grow({ size: this.size, tiles, row: begun }, leaves);
    for (const tile of grown.tiles) this.#tiles.set(keyOf(tile), tile);
    for (const row of grown.rows) this.#rows.set(row.n, row.positions);
    this.size += BigInt(leaves.length);
    this.root = grown.root;
  }

  get positions() {
    return [...this.#rows].toSorted(([one], [other]) => Number(one - other)).flatMap(([, positions]) => positions);
  }

  readonly tiles = (names: readonly TileName[]) =>
    Promise.resolve(names.map((name) => this.#tiles.get(keyOf(name))?.hashes ?? Buffer.alloc(0)));
}

const leafAt = (index: number): PlacedLeaf => ({ position: BigInt(index * 3 + 7), hash: leafHash(`${index}`) });

describe('a tree that grows', () => {
  it('has the root and the places of all its leaves, however they came in', async () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 200, max: 600 })), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (counts) => {
        const kept = new KeptTree();
        const whole = new MerkleBuilder();
        const positions: bigint[] = [];
        for (const count of counts) {
          const leaves = Array.from({ length: count }, (_, at) => leafAt(positions.length + at));
          for (const { hash, position } of leaves) {
            whole.append(hash);
            positions.push(position);
          }
          kept.add(leaves);
          expect(kept.root).toEqual(whole.root());
        }
        expect(kept.positions).toEqual(positions);
        expect(await onTree(kept, (hashAt) => rootAt(kept.size, hashAt))).toEqual(whole.root());
      }),
      { numRuns: 8 },
    );
  });

  it('shows where a leaf stands over three levels of tiles', async () => {
    const kept = new KeptTree();
    kept.add(Array.from({ length: 65_536 + 300 }, (_, index) => leafAt(index)));
    expect(edgeOf(kept.size)).toEqual([
      { level: 0, n: 257n },
      { level: 1, n: 1n },
      { level: 2, n: 0n },
    ]);
    for (const index of [0, 255, 256, 65_535, 65_536, 65_835]) {
      const proof = await onTree(kept, (hashAt) => inclusionPath(BigInt(index), kept.size, hashAt));
      const { hash: leaf } = leafAt(index);
      expect(verifyInclusion({ index: BigInt(index), size: kept.size, leaf, proof, root: kept.root })).toBe(true);
    }
  });
});
