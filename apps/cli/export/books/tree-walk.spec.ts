import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ways, inclusionPath, leafHash, onTree, openSqliteProofLog, wayText } from '#proof';
import { TreeWalk } from './tree-walk.js';

const sealed = { note: '', sealedAt: '2018-01-15T12:00:00.000Z' };

describe('a walk over the leaves of a tree', () => {
  it('finds the way to the root of every leaf, also where the tree has grown since', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wavebook-walk-'));
    const log = openSqliteProofLog(join(folder, 'proof.db'));
    const leaves = Array.from({ length: 1_500 }, (_, n) => ({ position: BigInt(n + 1), hash: leafHash(`${n}`) }));
    await log.append(0n, leaves, () => sealed);
    for (const size of [1n, 257n, 1_280n, 1_500n]) {
      const walk = new TreeWalk(log, size);
      for (let index = 0n; index < size; index += 61n) {
        await walk.enter(index / 256n);
        const asked = await onTree(log, (hashAt) => inclusionPath(index, size, hashAt));
        expect(inclusionPath(index, size, walk.hashAt)).toEqual(asked);
      }
      const ways = new Ways(size, walk.hashAt);
      for (let index = 0n; index < size; index++) {
        if (index % 256n === 0n) await walk.enter(index / 256n);
        const way = ways.of(index);
        if (index % 61n === 0n)
          expect(way).toBe(wayText(await onTree(log, (hashAt) => inclusionPath(index, size, hashAt))));
      }
    }
    await log.close();
    rmSync(folder, { recursive: true });
  });
});
