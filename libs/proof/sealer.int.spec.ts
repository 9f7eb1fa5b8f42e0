import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStore, openSqliteEventStore } from '#event-store';
import Database from '#sqlite';
import { v4 } from 'uuid';
import {
  MerkleBuilder,
  type Sealer,
  consistencyPath,
  inclusionPath,
  leafEnvelopeOf,
  leafHash,
  onTree,
  openNote,
  openSqliteProofLog,
  parseCheckpoint,
  runSealer,
  signerFrom,
  tileWidthAt,
  verifyConsistency,
  verifyInclusion,
} from './index.js';

const signer = signerFrom('wavebook/test', Buffer.alloc(32, 7));
const waitMsMax = 20_000;

let folder: string;
let store: EventStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-proof-'));
  store = await openSqliteEventStore({ file: join(folder, 'ledger.db') });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const append = async (count: number, stream = `programme-${v4()}`) => {
  const events = Array.from({ length: count }, (_, n) => ({
    id: v4(),
    type: 'Noted',
    data: { n },
    metadata: { a: 'å' },
  }));
  return store.append(stream, 'no_stream', events);
};

/** Lets a sealer work on the ledger, and ends it. */
const sealing = async <Result>(work: (sealer: Sealer, logged: object[]) => Promise<Result>): Promise<Result> => {
  const log = openSqliteProofLog(join(folder, 'proof.db'));
  const ending = new AbortController();
  const logged: object[] = [];
  const logger = { error: (fields: object) => void logged.push(fields) };
  const sealer = runSealer({ store, log, signer, signal: ending.signal, logger });
  try {
    return await work(sealer, logged);
  } finally {
    ending.abort();
    await sealer.done;
    await log.close();
  }
};

const sealAll = () =>
  sealing(async (sealer) => {
    expect(await sealer.waitFor(await store.head(), waitMsMax)).toBe(true);
  });

const envelopes = async () => {
  const all: string[] = [];
  for await (const event of store.readAll()) all.push(leafEnvelopeOf(event));
  return all;
};

/** Changes the file of the ledger as somebody would who has the disk. */
const tamper = (...statements: readonly string[]) => {
  const db = new Database(join(folder, 'ledger.db'));
  for (const trigger of ['event_is_never_changed', 'event_is_never_deleted', 'event_is_never_replaced'])
    db.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
  for (const statement of statements) db.exec(statement);
  db.close();
};

describe('the sealer', () => {
  it('seals an empty ledger, and then every line in the order of the ledger, over restarts', async () => {
    const ends: { size: bigint; root: Buffer }[] = [];
    for (const count of [0, 3, 250, 1, 600]) {
      if (count > 0) await append(count);
      await sealAll();
      const log = openSqliteProofLog(join(folder, 'proof.db'));
      const tree = new MerkleBuilder();
      for (const envelope of await envelopes()) tree.append(leafHash(envelope));
      const checkpoint = parseCheckpoint(openNote((await log.newest())!.note, signer));
      expect(checkpoint).toEqual({ origin: 'wavebook/test', size: tree.size, root: tree.root() });
      for (const { size, root } of ends) {
        const proof = await onTree(log, (hashAt) => consistencyPath(size, tree.size, hashAt));
        expect(verifyConsistency({ from: size, to: tree.size, fromRoot: root, toRoot: tree.root(), proof })).toBe(true);
      }
      ends.push({ size: tree.size, root: tree.root() });
      await log.close();
    }
    const log = openSqliteProofLog(join(folder, 'proof.db'));
    const { size } = await log.end();
    expect(size).toBe(854n);
    const names = [
      { level: 0, n: 2n },
      { level: 0, n: 3n },
      { level: 1, n: 0n },
      { level: 2, n: 0n },
    ];
    expect((await log.tiles(names)).map(({ length }) => length)).toEqual([8192, 86 * 32, 3 * 32, 0]);
    expect(tileWidthAt({ level: 1, n: 0n }, size)).toBe(3);
    const all = await envelopes();
    for (const index of [0n, 255n, 256n, 853n]) {
      const position = (await log.positionOf(index))!;
      expect(await log.indexOf(position)).toBe(index);
      const proof = await onTree(log, (hashAt) => inclusionPath(index, size, hashAt));
      const leaf = leafHash(all[Number(index)]!);
      expect(verifyInclusion({ index, size, leaf, proof, root: ends.at(-1)!.root })).toBe(true);
    }
    const nowhere = [log.indexOf(0n), log.indexOf(855n), log.positionOf(854n)];
    expect(await Promise.all(nowhere)).toEqual([undefined, undefined, undefined]);
    await log.close();
  });
  it('seals what is appended while it runs within a second, also where two of them share a tree', async () => {
    await sealing((first) =>
      sealing(async (second) => {
        for (let n = 0; n < 20; n++) await append(5);
        const began = performance.now();
        const head = await store.head();
        expect(await Promise.all([first.waitFor(head, waitMsMax), second.waitFor(head, waitMsMax)])).toEqual([
          true,
          true,
        ]);
        expect(performance.now() - began).toBeLessThan(waitMsMax);
        expect(first.status()).toEqual({ size: 100n, position: head });
      }),
    );
  });
  it('keeps one checkpoint a minute beside the newest', async () => {
    const log = openSqliteProofLog(join(folder, 'minutes.db'));
    for (let n = 0; n < 180; n++) {
      const leaf = { position: BigInt(n + 1), hash: leafHash(String(n)) };
      const sealedAt = new Date(Date.UTC(2018, 0, 15, 12, 0, n)).toISOString();
      await log.append(BigInt(n), [leaf], () => ({ note: `at ${n}`, sealedAt }));
    }
    expect(await log.newest()).toEqual({ size: 180n, note: 'at 179', sealedAt: '2018-01-15T12:02:59.000Z' });
    await log.close();
    const db = new Database(join(folder, 'minutes.db'));
    const kept = db.prepare<[], number>('SELECT count(*) FROM checkpoint').pluck().get()!;
    db.close();
    expect(kept).toBeGreaterThanOrEqual(3);
    expect(kept).toBeLessThanOrEqual(5);
  });
  it.each([
    ['a changed line', `UPDATE event SET data = '{"n":99}' WHERE position = 3`, 3n],
    ['lines that were cut off', 'DELETE FROM event WHERE position > 2', 3n],
    ['another line in the place of the last', `UPDATE event SET id = '${v4()}' WHERE position = 3`, 3n],
  ])('seals nothing more on a ledger with %s', async (_what, statement, position) => {
    await append(3);
    await sealAll();
    tamper(statement);
    const { status, logged } = await sealing(async (sealer, told) => {
      expect(await sealer.waitFor(4n, 300)).toBe(false);
      return { status: sealer.status(), logged: told };
    });
    expect(status).toMatchObject({ size: 3n, diverged: { position } });
    expect(logged).toHaveLength(1);
  });
});
