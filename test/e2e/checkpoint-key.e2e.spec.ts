import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store';
import {
  checkpointText,
  leafEnvelopeOf,
  leafHash,
  openNote,
  openSqliteProofLog,
  parseCheckpoint,
  parseVerifierKey,
  signNote,
  signerFrom,
  verifierKey,
  verifyConsistency,
  verifyInclusion,
} from '#proof';
import Database from '#sqlite';
import { filesIn } from '../../apps/ledger/config.js';
import { CommandLine, charterLongAgo, enrol } from '../support/command-line.js';
import { type TestServer, startTestServer } from '../support/server.js';

interface Told {
  verifierKey: string;
  from: string | null;
  until: string | null;
  handOver: null | {
    recordedAt: string;
    actorId: string;
    reason: string;
    data: string;
    leafIndex: string;
    leafEnvelope: string;
    hashes: string[];
    checkpoint: { size: string; note: string };
  };
}

const bytes = (coded: string) => Buffer.from(coded, 'base64');
const fields = `verifierKey from until handOver {
  recordedAt actorId reason data leafIndex leafEnvelope hashes checkpoint { size note } }`;

let line: CommandLine;
let server: TestServer;
let programmeId: string;
let kept: { size: string; rootHash: string; note: string; verifierKey: string };

const checkpoint = async (args = '') =>
  (await server.graphql<{ checkpoint: typeof kept }>(`{ checkpoint${args} { size rootHash note verifierKey } }`)).data
    .checkpoint;
const keys = async (minPosition: bigint) =>
  (await server.graphql<{ checkpointKeys: Told[] }>(`{ checkpointKeys(minPosition: "${minPosition}") { ${fields} } }`))
    .data.checkpointKeys;
const write = (name: string) => line.withLedger((ledger) => enrol(ledger, programmeId, [{ name, eligible: 4 }]));
const rotate = async (...flags: readonly string[]) => {
  const { code, out, err } = await line.run('checkpoint-key', 'rotate', '--json', '--reason', 'Synthetic', ...flags);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as { position: string; oldVerifierKey: string; newVerifierKey: string };
};

/** As somebody would check it who was given the first key on paper, and knows none of our code but the field's formats. */
const isHandedOver = (old: string, { verifierKey: next, handOver }: Told): boolean => {
  const { data, leafIndex, leafEnvelope, hashes, checkpoint: sealed } = handOver!;
  const { size, root } = parseCheckpoint(openNote(sealed.note, parseVerifierKey(old)));
  openNote(sealed.note, parseVerifierKey(next));
  const leaf = JSON.parse(leafEnvelope) as { data: string; stream: string; type: string };
  return (
    verifyInclusion({ index: BigInt(leafIndex), size, leaf: leafHash(leafEnvelope), proof: hashes.map(bytes), root }) &&
    leaf.stream === 'ledger' &&
    leaf.type === 'CheckpointKeyRotated' &&
    leaf.data === createHash('sha256').update(data).digest('hex') &&
    (JSON.parse(data) as { newVerifierKey: string }).newVerifierKey === next
  );
};

beforeAll(async () => {
  line = await CommandLine.open();
  programmeId = await line.withLedger((ledger) => charterLongAgo(ledger));
  server = await startTestServer({ data: line.folder });
  kept = await checkpoint('(minPosition: "2")');
  expect(kept.size).toBe('2');
}, 120_000);
afterAll(async () => {
  await server.stop();
  await line.remove();
});

describe('a key that is changed while the server runs', () => {
  let first: Awaited<ReturnType<typeof rotate>>;
  let second: Awaited<ReturnType<typeof rotate>>;

  it('signs from the next checkpoint on, and the old one signs that it does', async () => {
    await write('Synthetic unit one');
    first = await rotate('--actor', 'actor-1f2e3d4c');
    expect(first).toMatchObject({ position: '4', oldVerifierKey: kept.verifierKey });
    await write('Synthetic unit two');
    const told = await keys(5n);
    expect(told).toMatchObject([
      { verifierKey: first.oldVerifierKey, from: '0', until: '4', handOver: null },
      {
        verifierKey: first.newVerifierKey,
        from: '4',
        until: null,
        handOver: { actorId: 'actor-1f2e3d4c', reason: 'Synthetic', leafIndex: '3', checkpoint: { size: '4' } },
      },
    ]);
    expect(isHandedOver(kept.verifierKey, told[1]!)).toBe(true);
    const newest = await checkpoint();
    expect(newest).toMatchObject({ size: '5', verifierKey: first.newVerifierKey });
    openNote(newest.note, parseVerifierKey(first.newVerifierKey));
    expect(() => openNote(newest.note, parseVerifierKey(kept.verifierKey))).toThrow('SIGNATURE_MISSING');
  });

  it('can be followed from one key to the next, however often it was changed', async () => {
    second = await rotate();
    expect(second.oldVerifierKey).toBe(first.newVerifierKey);
    const third = await rotate();
    const told = await keys(7n);
    expect(told.map(({ from, until }) => [from, until])).toEqual([
      ['0', '4'],
      ['4', '6'],
      ['6', '7'],
      ['7', null],
    ]);
    expect(isHandedOver(first.newVerifierKey, told[2]!)).toBe(true);
    expect(isHandedOver(second.newVerifierKey, told[3]!)).toBe(true);
    expect(told[3]!.verifierKey).toBe(third.newVerifierKey);
    // A checkpoint of any size is signed by the key that signed it then, whenever it is asked for.
    for (const [size, key] of [
      ['3', first.oldVerifierKey],
      ['4', first.oldVerifierKey],
      ['5', first.newVerifierKey],
      ['6', first.newVerifierKey],
      ['7', second.newVerifierKey],
    ] as const)
      expect(await checkpoint(`(size: "${size}")`)).toMatchObject({ verifierKey: key });
  });

  it('leaves the proof that nothing was changed as it was', async () => {
    const { data } = await server.graphql<{ consistencyProof: { to: typeof kept; hashes: string[] } }>(
      `{ consistencyProof(from: "2") { to { size rootHash } hashes } }`,
    );
    const { to, hashes } = data.consistencyProof;
    expect(
      verifyConsistency({
        from: 2n,
        to: BigInt(to.size),
        fromRoot: bytes(kept.rootHash),
        toRoot: bytes(to.rootHash),
        proof: hashes.map(bytes),
      }),
    ).toBe(true);
  });

  it('is in no programme: not in books, read models, histories, subscriptions nor in what the command line tells', async () => {
    interface Seen {
      history: { totalCount: number; edges: { node: { type: string } }[] };
      programmes: { totalCount: number };
    }
    const { data } = await server.graphql<Seen>(
      `query ($programmeId: ID!) { history(programmeId: $programmeId, first: 100) { totalCount edges { node { type } } } programmes(first: 10) { totalCount } }`,
      { programmeId },
    );
    expect(data.programmes.totalCount).toBe(1);
    expect(data.history.edges.map(({ node }) => node.type)).toEqual([
      'ProgrammeChartered',
      'SolutionAdded',
      'UnitEnrolled',
      'UnitEnrolled',
    ]);
    const { status, parts } = (await (await fetch(`${server.url}/health/ready`)).json()) as {
      status: string;
      parts: { readModels: object; proof: object };
    };
    expect({ status, parts }).toMatchObject({
      status: 'ready',
      parts: { readModels: { position: '7', lagEvents: 0, stopped: [] }, proof: { position: '7', size: '7' } },
    });
    const history = await line.run('history', '--json');
    expect(history.out.trim().split('\n')).toHaveLength(4);
    const check = await line.run('check', '--json');
    expect({ code: check.code, told: JSON.parse(check.out) as object }).toMatchObject({
      code: 0,
      told: { events: 7, books: 1, findings: [] },
    });
    expect(await line.run('rebuild', '--json')).toMatchObject({ code: 0 });
    expect(JSON.parse((await line.run('replay', '--known-at', '6', '--json')).out)).toMatchObject({});
  }, 120_000);
});

describe('wavebook verify', () => {
  const verified = async (...flags: readonly string[]) => {
    const { code, out } = await line.run('verify', '--json', ...flags);
    return { code, told: JSON.parse(out) as object };
  };

  it('goes from the key that it is given to those that followed, and no way back', async () => {
    const file = join(line.data, 'kept.txt');
    writeFileSync(file, kept.note);
    expect(await verified('--key', kept.verifierKey, '--checkpoint', file)).toMatchObject({
      code: 0,
      told: { signatureChecked: true, keysFollowed: 3, finding: null },
    });
    const told = await keys(7n);
    expect(await verified('--key', told[3]!.verifierKey)).toMatchObject({ code: 0, told: { keysFollowed: 0 } });
    expect(await verified('--key', told[3]!.verifierKey, '--checkpoint', file)).toMatchObject({
      code: 1,
      told: { error: { code: 'SIGNATURE_MISSING' } },
    });
    const { out } = await line.run('verify', '--key', kept.verifierKey);
    expect(out).toContain(`At 4 lines the key handed over to ${told[1]!.verifierKey}.`);
  }, 60_000);

  it('believes no key that a thief of the disk put in, not even under a hand-over that was real', async () => {
    const stolen = join(line.data, 'stolen');
    await server.stop();
    cpSync(line.folder, stolen, { recursive: true });
    const thief = signerFrom(kept.verifierKey.split('+')[0]!, Buffer.alloc(32, 66));
    const ledger = new Database(filesIn(stolen).ledger);
    ledger
      .prepare(
        `INSERT INTO event (position, stream, revision, id, type, data, metadata)
         SELECT 8, stream, 3, '6f2ae4a4-6c2f-4b43-9f53-5d2f1c1f8a01', type, json_set(data, '$.number', 5, '$.newVerifierKey', ?), metadata
         FROM event WHERE position = 7`,
      )
      .run(verifierKey(thief));
    ledger.close();
    const store = await openSqliteEventStore({ file: filesIn(stolen).ledger });
    const proof = openSqliteProofLog(filesIn(stolen).proof);
    for await (const event of store.readAll({ after: 7n }))
      await proof.append(7n, [{ position: 8n, hash: leafHash(leafEnvelopeOf(event)) }], (root) => ({
        note: signNote(checkpointText({ origin: thief.name, size: 8n, root }), thief),
        sealedAt: new Date().toISOString(),
      }));
    await proof.close();
    await store.close();
    const verifying = async () => {
      const flags = ['verify', '--json', '--key', kept.verifierKey];
      const { code, out } = await line.start(flags, { WAVEBOOK_DATA: stolen }).ended;
      return { code, told: JSON.parse(out) as object };
    };
    expect(await verifying()).toMatchObject({ code: 1, told: { error: { code: 'SIGNATURE_MISSING' } } });
    // The forged line claims the place of the last change of the key that was real.
    const tree = new Database(filesIn(stolen).proof);
    const positions = tree.prepare<[], Buffer>('SELECT positions FROM place WHERE n = 0').pluck().get()!;
    positions.writeBigUInt64BE(8n, 6 * 8);
    tree.prepare('UPDATE place SET positions = ? WHERE n = 0').run(positions);
    tree.close();
    expect(await verifying()).toMatchObject({
      code: 1,
      told: { keysFollowed: 3, finding: { code: 'CHECKPOINT_DIFFERS', position: '7' } },
    });
  }, 60_000);
});

describe('wavebook checkpoint-key', () => {
  it('lists the keys, the first one first', async () => {
    const { code, out } = await line.run('checkpoint-key', 'list', '--json');
    const { keys: told } = JSON.parse(out) as { keys: { verifierKey: string; from: string; reason: string | null }[] };
    expect({ code, told }).toMatchObject({
      code: 0,
      told: [{ verifierKey: kept.verifierKey, from: '0', reason: null }, { from: '4' }, { from: '6' }, { from: '7' }],
    });
    expect((await line.run('checkpoint-key', 'list')).out).toContain(`${kept.verifierKey}\n  from the beginning\n`);
  }, 60_000);

  it('changes nothing without the old key, without the master key, and without a reason', async () => {
    const codeOf = async (args: readonly string[], environment: Record<string, string> = {}) =>
      (JSON.parse((await line.start([...args, '--json'], environment).ended).out) as { error: { code: string } }).error
        .code;
    const copy = join(line.data, 'copy');
    cpSync(line.folder, copy, { recursive: true });
    const rotating = ['checkpoint-key', 'rotate', '--reason', 'Synthetic'];
    const keysDb = new Database(filesIn(copy).keys);
    keysDb.exec("DELETE FROM secret WHERE name = 'checkpoint-key-4'");
    keysDb.close();
    expect(await codeOf(rotating, { WAVEBOOK_DATA: copy })).toBe('KEY_MISSING');
    rmSync(filesIn(copy).masterKey);
    expect(await codeOf(rotating, { WAVEBOOK_DATA: copy })).toBe('MASTER_KEY_MISSING');
    rmSync(filesIn(copy).keys);
    expect(await codeOf(rotating, { WAVEBOOK_DATA: copy })).toBe('KEYS_MISSING');
    expect((await line.run('checkpoint-key', 'rotate', '--reason', ' ')).code).toBe(2);
  }, 60_000);
});

describe('a tree that was lost and is made anew', () => {
  it('is signed as it was: by each key at its sizes, and by both where they handed over', async () => {
    const copy = join(line.data, 'without-tree');
    cpSync(line.folder, copy, { recursive: true });
    const { proof } = filesIn(copy);
    for (const ending of ['', '-wal', '-shm']) rmSync(`${proof}${ending}`, { force: true });
    const anew = await startTestServer({ data: copy });
    const handOvers = async (log: typeof anew.parts.proof.log) =>
      (await log.handOvers()).map(({ size, note }) => [size, note]);
    expect(await anew.parts.proof.sealer!.waitFor(7n, 20_000)).toBe(true);
    const before = openSqliteProofLog(filesIn(line.folder).proof);
    expect((await before.handOvers()).map(({ size }) => size)).toEqual([4n, 6n, 7n]);
    // Ed25519 signs the same text with the same key by the same bytes.
    expect(await handOvers(anew.parts.proof.log)).toEqual(await handOvers(before));
    await before.close();
    await anew.stop();
  }, 60_000);
});

describe('an export of a ledger whose key was changed', () => {
  it('is checked, and makes a ledger again that goes on under a name and with keys of its own', async () => {
    const folder = join(line.data, 'archive');
    const { code, err } = await line.run('export', '--out', folder, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const checked = await line.run('verify', folder, '--json');
    expect({ code: checked.code, told: JSON.parse(checked.out) as object }).toMatchObject({
      code: 0,
      told: { lines: 7, books: 2, finding: null },
    });
    // Whoever was given the first key needs no other, of a whole ledger or of one book.
    const first = join(line.data, 'kept.txt');
    writeFileSync(first, kept.note);
    const flags = ['--key', kept.verifierKey, '--checkpoint', first, '--json'];
    expect(await line.run('verify', folder, ...flags)).toMatchObject({ code: 0 });
    const part = join(line.data, 'part');
    expect(await line.run('export', '--out', part, '--programme', programmeId)).toMatchObject({ code: 0 });
    expect(await line.run('verify', part, '--key', kept.verifierKey)).toMatchObject({ code: 0 });
    const stranger = verifierKey(signerFrom(kept.verifierKey.split('+')[0]!, Buffer.alloc(32, 66)));
    expect(await line.run('verify', part, '--key', stranger)).toMatchObject({
      code: 1,
      out: expect.stringContaining('SIGNATURE_MISSING') as unknown,
    });
    const changes = join(part, 'key-changes.json');
    writeFileSync(changes, readFileSync(changes, 'utf8').replace('Synthetic', 'Different'));
    expect(await line.run('verify', part, '--key', kept.verifierKey)).toMatchObject({
      code: 1,
      out: expect.stringContaining('SIGNATURE_MISSING') as unknown,
    });
    const again = join(line.data, 'again');
    const here = { WAVEBOOK_DATA: again };
    expect(await line.start(['restore', folder, '--json'], here).ended).toMatchObject({ code: 0 });
    const restored = await startTestServer({ data: again });
    expect(await restored.parts.proof.sealer!.waitFor(7n, 20_000)).toBe(true);
    const [only, ...others] = restored.parts.proof.keys.all;
    expect(others).toEqual([]);
    await restored.stop();
    const rotated = await line.start(['checkpoint-key', 'rotate', '--reason', 'Synthetic', '--json'], here).ended;
    expect({ code: rotated.code, told: JSON.parse(rotated.out) as object }).toMatchObject({
      code: 0,
      told: { position: '8', oldVerifierKey: verifierKey(only!.verifier) },
    });
    const later = await startTestServer({ data: again });
    expect(await later.parts.proof.sealer!.waitFor(8n, 20_000)).toBe(true);
    expect(later.parts.proof.keys.all.map((key) => later.parts.proof.keys.from(key))).toEqual([0n, 8n]);
    await later.stop();
    const key = verifierKey(only!.verifier);
    const verified = await line.start(['verify', '--key', key, '--json'], here).ended;
    expect({ code: verified.code, told: JSON.parse(verified.out) as object }).toMatchObject({
      code: 0,
      told: { keysFollowed: 1, finding: null },
    });
  }, 120_000);
});
