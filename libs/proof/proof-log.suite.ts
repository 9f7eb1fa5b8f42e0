import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  MerkleBuilder,
  type MadeCheckpoint,
  type ProofLog,
  inclusionPath,
  leafHash,
  onTree,
  rootAt,
  verifyInclusion,
} from './index.js';

/** Where trees of one engine are kept. */
export interface ProofLogPlace {
  /** Opens the tree of the test; several may be open at once. */
  open(): Promise<ProofLog>;
  /** Forgets it. */
  dispose(): Promise<void>;
}

const made = (size: number, second = 0): MadeCheckpoint => ({
  note: `at ${size}`,
  sealedAt: new Date(Date.UTC(2018, 0, 15, 12, 0, second)).toISOString(),
});
const leafAt = (index: number) => ({ position: BigInt(index * 1_000 + 7), hash: leafHash(`${index}`) });
const leavesFrom = (from: number, count: number) => Array.from({ length: count }, (_, at) => leafAt(from + at));

/** What every engine that keeps a tree must do. */
export const proofLogSuite = (name: string, place: () => Promise<ProofLogPlace>): void => {
  describe(`a tree in ${name}`, () => {
    let here: ProofLogPlace;
    let log: ProofLog;
    const opened: ProofLog[] = [];
    const open = async () => {
      const one = await here.open();
      opened.push(one);
      return one;
    };
    beforeEach(async () => {
      here = await place();
      log = await open();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((each) => each.close()));
      await here.dispose();
    });

    it('is empty at first', async () => {
      expect(await log.end()).toEqual({ size: 0n, head: 0n });
      expect(await log.newest()).toBeUndefined();
      expect(await log.newestCosigned()).toBeUndefined();
      expect([await log.indexOf(1n), await log.positionOf(0n)]).toEqual([undefined, undefined]);
      expect(await log.tiles([{ level: 0, n: 0n }])).toEqual([Buffer.alloc(0)]);
    });

    it('tells its leaves, their places and the root that it has, whoever added them', async () => {
      const tree = new MerkleBuilder();
      const other = await open();
      let size = 0;
      for (const [at, count] of [3, 250, 3, 600, 1].entries()) {
        const leaves = leavesFrom(size, count);
        for (const { hash } of leaves) tree.append(hash);
        const roots: Buffer[] = [];
        const added = await (at % 2 ? log : other).append(BigInt(size), leaves, (root) => {
          roots.push(root);
          return made(size + count);
        });
        size += count;
        expect([added, roots.at(-1)]).toEqual([true, tree.root()]);
      }
      expect(await log.end()).toEqual({ size: 857n, head: leafAt(856).position });
      expect(await onTree(log, (hashAt) => rootAt(857n, hashAt))).toEqual(tree.root());
      const lengths = (await log.tiles([3n, 0n, 9n].map((n) => ({ level: 0, n })))).map((tile) => tile.length / 32);
      expect(lengths).toEqual([89, 256, 0]);
      for (const index of [0, 255, 256, 856]) {
        const { position, hash: leaf } = leafAt(index);
        expect(await log.indexOf(position)).toBe(BigInt(index));
        expect(await log.indexOf(position + 1n)).toBeUndefined();
        expect(await log.positionOf(BigInt(index))).toBe(position);
        const proof = await onTree(log, (hashAt) => inclusionPath(BigInt(index), 857n, hashAt));
        expect(verifyInclusion({ index: BigInt(index), size: 857n, leaf, proof, root: tree.root() })).toBe(true);
      }
    });

    it('keeps positions of any engine', async () => {
      const positions = [1n, 4_000_000_000_000n, 2n ** 63n - 2n];
      const leaves = positions.map((position) => ({ position, hash: leafHash(`${position}`) }));
      expect(await log.append(0n, leaves, () => made(3))).toBe(true);
      expect(await Promise.all(positions.map((each) => log.indexOf(each)))).toEqual([0n, 1n, 2n]);
      expect((await log.end()).head).toBe(positions[2]);
    });

    it('takes leaves from one of those who see it at the same size', async () => {
      const other = await open();
      const both = [log, other].map((each) => each.append(0n, leavesFrom(0, 5), () => made(5)));
      expect((await Promise.all(both)).toSorted()).toEqual([false, true]);
      expect((await log.end()).size).toBe(5n);
    });

    it('is as it was when a checkpoint cannot be signed', async () => {
      await log.append(0n, leavesFrom(0, 2), () => made(2));
      const fails = log.append(2n, leavesFrom(2, 300), () => {
        throw new Error('no key');
      });
      await expect(fails).rejects.toThrow('no key');
      expect(await log.end()).toEqual({ size: 2n, head: leafAt(1).position });
      expect(await log.append(2n, leavesFrom(2, 300), () => made(302))).toBe(true);
    });

    it('keeps one checkpoint a minute beside the newest, and each that hands over', async () => {
      for (let size = 0; size < 150; size++)
        await log.append(BigInt(size), leavesFrom(size, 1), () => ({
          ...made(size + 1, size),
          isHandOver: size === 70,
        }));
      expect(await log.newest()).toEqual({ size: 150n, ...made(150, 149) });
      expect(await log.handOvers()).toEqual([{ size: 71n, ...made(71, 70) }]);
    });

    it('keeps what witnesses signed, of each the latest', async () => {
      const line = (witness: string, signedAt: string, size = 1n) => ({
        size,
        verifierKey: witness,
        signedAt,
        line: `${witness} ${signedAt}\n`,
      });
      await log.keepCosignatures([line('b', '2018-01-02'), line('a', '2018-01-02')]);
      await log.keepCosignatures([line('b', '2018-01-01'), line('a', '2018-01-03'), line('a', '2018-01-01', 9n)]);
      expect(await log.cosignatures(1n)).toEqual([line('a', '2018-01-03'), line('b', '2018-01-02')]);
      expect(await log.cosignatures(2n)).toEqual([]);
      expect(await log.newestCosigned()).toBe(9n);
    });
  });
};
