import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  consistencyPath,
  openNote,
  onTree,
  openSqliteProofLog,
  parseCheckpoint,
  parseVerifierKey,
  parseWitnessKey,
  signNote,
  signerFrom,
} from '#proof';
import { readConfig } from '../../apps/ledger/config.js';
import { filesIn } from '../../apps/ledger/config.js';
import { Receiver } from '../support/receiver.js';
import { chartered } from '../support/programme.js';
import { type TestServer, startTestServer, testToken, tokenOf } from '../support/server.js';
import { TestWitness } from '../support/witness.js';
import { until } from '../support/until.js';

interface Checkpoint {
  size: string;
  note: string;
  verifierKey: string;
  cosignatures: { witness: string; signedAt: string; verifierKey: string }[];
}

const one = new TestWitness('one.example/witness');
const two = new TestWitness('two.example');
const stranger = new TestWitness('stranger.example');
const seconds = 1_516_017_600;
const signedAt = '2018-01-15T12:00:00.000Z';

let receiver: Receiver;
let asked: Receiver;
let server: TestServer;

const publishing = () =>
  readConfig({
    WAVEBOOK_CHECKPOINT_URL: receiver.url.href,
    WAVEBOOK_WITNESS_URLS: asked.url.href,
    WAVEBOOK_WITNESSES: `${one.verifierKey}, ${two.verifierKey}`,
    WAVEBOOK_CHECKPOINT_PRIVATE: 'allow',
    WAVEBOOK_CHECKPOINT_EVERY: '1',
  }).publishing;

const checkpoint = async (args = ''): Promise<Checkpoint | null> =>
  (
    await server.graphql<{ checkpoint: Checkpoint | null }>(
      `{ checkpoint${args} { size note verifierKey cosignatures { witness signedAt verifierKey } } }`,
    )
  ).data.checkpoint;

const get = async (path: string) =>
  (await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${testToken}` } })).text();

const post = async (note: string, { token = testToken, type = 'text/plain' } = {}) => {
  const response = await fetch(`${server.url}/log/cosignatures`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: note,
  });
  const body = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] };
  return { status: response.status, code: body.errors?.[0]?.extensions.code, body };
};

beforeAll(async () => {
  receiver = await Receiver.open();
  asked = await Receiver.open(two.addsCheckpoints);
  server = await startTestServer({ publishing: publishing() });
  await chartered(server);
  await until(
    async () => two.seen.size,
    (size) => size === 1,
  );
}, 120_000);
afterAll(async () => {
  await server.remove();
  await receiver.close();
  await asked.close();
});

describe('signatures of witnesses', () => {
  let note: string;
  beforeEach(async () => {
    const { note: whole } = (await checkpoint('(minPosition: "1")'))!;
    note = `${whole.split('\n').slice(0, 5).join('\n')}\n`;
  });

  it('come in by POST, are told with the checkpoint, and stand below its note', async () => {
    expect(await post(note + one.cosign(note, seconds))).toMatchObject({
      status: 200,
      body: { size: '1', cosignatures: [{ witness: one.name, signedAt }] },
    });
    const told = (await checkpoint('(size: "1")'))!;
    expect(told.cosignatures).toContainEqual({ witness: one.name, signedAt, verifierKey: one.verifierKey });
    expect(told.note).toContain(one.cosign(note, seconds));
    expect(await get('/log/checkpoint')).toBe(told.note);
    expect(parseCheckpoint(openNote(told.note, parseVerifierKey(told.verifierKey))).size).toBe(1n);
    // A later signature of the same witness takes the place of an earlier one, and never the other way round.
    await post(note + one.cosign(note, seconds + 60));
    await post(note + one.cosign(note, seconds + 30));
    const again = (await checkpoint())!.cosignatures.filter(({ witness }) => witness === one.name);
    expect(again).toEqual([{ witness: one.name, signedAt: '2018-01-15T12:01:00.000Z', verifierKey: one.verifierKey }]);
  });

  it.each([
    ['a stranger', () => note + stranger.cosign(note), 'WITNESS_UNKNOWN'],
    ['a stranger beside a witness', () => note + two.cosign(note) + stranger.cosign(note), 'WITNESS_UNKNOWN'],
    ['another checkpoint', () => note + one.cosign(note.replace('\n1\n', '\n2\n')), 'SIGNATURE_WRONG'],
    ['nobody', () => note, 'COSIGNATURES_MISSING'],
    ['a witness in another form', () => note + one.cosign(note, 0), 'COSIGNATURE_MALFORMED'],
    ['a witness of more lines', () => note.replace('\n1\n', '\n2\n') + one.cosign(note), 'CHECKPOINT_NOT_OURS'],
    ['a witness of another log', () => note.replace('wavebook/', 'other/') + one.cosign(note), 'CHECKPOINT_NOT_OURS'],
    ['what is no note', () => 'Dear ledger', 'NOTE_MALFORMED'],
    ['what is no checkpoint', () => signNote('letter\n', signerFrom('x', Buffer.alloc(32, 1))), 'NOTE_MALFORMED'],
  ])('of %s are refused by name, and none is kept', async (_who, body, code) => {
    const before = (await checkpoint())!.cosignatures;
    expect(await post(body())).toMatchObject({ status: 400, code });
    expect((await checkpoint())!.cosignatures).toEqual(before);
  });

  it('are taken from those who may read the log, as text alone', async () => {
    const body = note + one.cosign(note);
    expect(await post(body, { token: tokenOf('viewer') })).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await post(body, { token: 'wrong-token-0123456789' })).toMatchObject({ status: 401 });
    expect(await post(body, { type: 'application/x-www-form-urlencoded' })).toMatchObject({ status: 415 });
    expect(await post(JSON.stringify({ note: body }), { type: 'application/json' })).toMatchObject({
      status: 400,
      code: 'NOTE_MALFORMED',
    });
    expect(await post('x'.repeat(100_000))).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
    expect(await post(body, { token: tokenOf('auditor') })).toMatchObject({ status: 200 });
  });

  it('are taken from the answer of whoever is given a checkpoint, as far as they are of witnesses', async () => {
    receiver.manner = (_request, response, body) =>
      void response.writeHead(200).end(`Thank you!\n${one.cosign(body, seconds)}${stranger.cosign(body)}`);
    await server.graphql('mutation ($input: AddSolutionInput!) { addSolution(input: $input) { position } }', {
      input: { programmeId: await chartered(server), name: 'Tablets', description: 'Synthetic' },
    });
    const told = await until(
      () => checkpoint('(cosigned: true)'),
      (found) => found !== null && BigInt(found.size) > 1n && found.cosignatures.length === 2,
    );
    expect(told!.cosignatures.map(({ witness }) => witness)).toEqual([one.name, two.name]);
    expect(await get('/log/checkpoint/cosigned')).toBe(told!.note);
    expect(server.logged).toContainEqual(
      expect.objectContaining({ msg: 'a signature of a witness was not kept', code: 'WITNESS_UNKNOWN' }),
    );
  });
});

describe('a witness that is asked as tlog-witness has it', () => {
  it('is told the size that it saw last, and shown that nothing was changed since', async () => {
    const [first] = two.asked;
    expect(first).toMatchObject({ old: 0, hashes: [] });
    const later = two.asked.at(-1)!;
    expect(later.old).toBe(1);
    const path = await onTree(server.parts.proof.log, (hashAt) =>
      consistencyPath(BigInt(later.old), BigInt(later.size), hashAt),
    );
    expect(later.hashes).toEqual(path.map((hash) => hash.toString('base64')));
  });

  it('is asked again from where it is when it has seen more than is remembered here', async () => {
    await server.stop();
    const before = two.asked.length;
    // What was written last may be sealed, and be shown to it, only after the start.
    const { size } = two.seen;
    server = await startTestServer({ data: server.data, publishing: publishing() });
    await until(
      async () => two.asked.length,
      (count) => count >= before + 2,
    );
    expect(two.asked.slice(before)).toMatchObject([{ old: 0 }, { old: size }]);
    const health = await until(
      async () => (await fetch(`${server.url}/health/ready`)).json() as Promise<{ parts: { publishing: object } }>,
      ({ parts }) => JSON.stringify(parts.publishing).includes(`"size":"${two.seen.size}"`),
    );
    expect(health.parts.publishing).toMatchObject({ ok: true });
  });

  it('finds a ledger that was put back to an earlier day, and the server is not ready', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wavebook-earlier-'));
    await server.stop();
    cpSync(server.data, folder, { recursive: true });
    two.seen = { size: 1_000, root: 'x' };
    const earlier = await startTestServer({ data: folder, publishing: publishing() });
    type Health = { parts: { publishing: { ok: boolean; places: { name: string; code?: string }[] } } };
    const { status, parts } = await until(
      async () => {
        const response = await fetch(`${earlier.url}/health/ready`);
        return { ...((await response.json()) as Health), status: response.status };
      },
      (told) => !told.parts.publishing.ok,
    );
    expect(status).toBe(503);
    expect(parts.publishing.places).toContainEqual(
      expect.objectContaining({ name: 'WAVEBOOK_WITNESS_URLS 127.0.0.1', code: 'CHECKPOINT_DIFFERS' }),
    );
    await earlier.stop();
    rmSync(folder, { recursive: true });
  });

  it('leaves its signatures in a file that a later start tells', async () => {
    const log = openSqliteProofLog(filesIn(server.data).proof);
    const size = (await log.newestCosigned())!;
    const kept = await log.cosignatures(size);
    expect(kept.map(({ verifierKey }) => parseWitnessKey(verifierKey).name)).toContain(two.name);
    await log.close();
  });
});
