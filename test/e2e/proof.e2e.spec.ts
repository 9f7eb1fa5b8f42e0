import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leafHash, openNote, parseCheckpoint, parseVerifierKey, verifyConsistency, verifyInclusion } from '#proof';
import { filesIn, readConfig } from '../../apps/ledger/config.js';
import { openSqliteTokenStore } from '../../apps/ledger/access/sqlite-token-store.js';
import { storedToken } from '../../apps/ledger/access/token.js';
import { chartered } from '../support/programme.js';
import { type TestServer, startTestServer, testToken, tokenOf } from '../support/server.js';
import { TestWitness } from '../support/witness.js';

const units = 300;
const program = fileURLToPath(new URL('../../../test/interop/check-log.go', import.meta.url));
const sumdb = '/usr/share/gocode/src/golang.org/x/mod/sumdb';
const hasGo = existsSync(sumdb) && spawnSync('go', ['version']).status === 0;
if (!hasGo) console.warn('Go or golang.org/x/mod is not installed here: the log is not read by a foreign tool.');

interface Checkpoint {
  origin: string;
  size: string;
  rootHash: string;
  note: string;
  verifierKey: string;
}
interface Inclusion {
  leafIndex: string;
  leafEnvelope: string;
  leafHash: string;
  hashes: string[];
  checkpoint: Checkpoint;
}

const witness = new TestWitness('witness.example');

let server: TestServer;
let programmeId: string;
let early: Checkpoint;
let eventIds: string[];

const checkpointFields = 'origin size rootHash note verifierKey';
const ask = <Data>(query: string, variables: object = {}, token?: string) =>
  server.graphql<Data>(query, { programmeId, ...variables }, token === undefined ? {} : { token });

const checkpoint = async (args = ''): Promise<Checkpoint> =>
  (await ask<{ checkpoint: Checkpoint }>(`{ checkpoint${args} { ${checkpointFields} } }`)).data.checkpoint;

const inclusion = (eventId: string, args = '', token?: string) =>
  ask<{ inclusionProof: Inclusion | null }>(
    `query ($programmeId: ID!, $eventId: ID!) { inclusionProof(programmeId: $programmeId, eventId: $eventId${args}) {
      leafIndex leafEnvelope leafHash hashes checkpoint { ${checkpointFields} } } }`,
    { eventId },
    token,
  );

const consistency = (args: string) =>
  ask<{ consistencyProof: { from: Checkpoint; to: Checkpoint; hashes: string[] } | null }>(
    `{ consistencyProof(${args}) { from { ${checkpointFields} } to { ${checkpointFields} } hashes } }`,
  );

const bytes = (coded: string) => Buffer.from(coded, 'base64');
const get = (path: string, token: string | null = testToken) =>
  fetch(`${server.url}${path}`, { headers: token === null ? {} : { authorization: `Bearer ${token}` } });

beforeAll(async () => {
  server = await startTestServer({
    publishing: readConfig({ WAVEBOOK_WITNESSES: witness.verifierKey }).publishing,
  });
  programmeId = await chartered(server);
  early = await checkpoint('(minPosition: "1")');
  const named = Array.from({ length: units }, (_, n) => ({ name: `Synthetic school ${n}`, eligible: 100 }));
  await ask('mutation ($input: EnrolUnitsInput!) { enrolUnits(input: $input) { position } }', {
    input: { programmeId, units: named },
  });
  eventIds = [];
  for await (const { id } of server.parts.store.readAll()) eventIds.push(id);
}, 120_000);
afterAll(() => server.remove());

const isProved = ({ leafIndex, leafEnvelope, leafHash: told, hashes, checkpoint: sealed }: Inclusion): boolean => {
  const { size, root } = parseCheckpoint(openNote(sealed.note, parseVerifierKey(sealed.verifierKey)));
  const leaf = leafHash(leafEnvelope);
  const proof = hashes.map(bytes);
  return leaf.equals(bytes(told)) && verifyInclusion({ index: BigInt(leafIndex), size, leaf, proof, root });
};

describe('proofs over GraphQL', () => {
  it('seal a line within a second of its being written', async () => {
    const head = await server.parts.store.head();
    expect(head).toBe(BigInt(units + 1));
    const sealed = await checkpoint(`(minPosition: "${head}")`);
    expect(sealed.size).toBe(String(head));
    expect(parseCheckpoint(openNote(sealed.note, parseVerifierKey(sealed.verifierKey)))).toEqual({
      origin: sealed.origin,
      size: head,
      root: bytes(sealed.rootHash),
    });
  });
  it('prove each of these lines, at the newest size and at an earlier one', async () => {
    for (const at of [0, 1, 255, 256, units]) {
      const { data } = await inclusion(eventIds[at]!);
      expect(data.inclusionProof!.leafIndex).toBe(String(at));
      expect(isProved(data.inclusionProof!)).toBe(true);
      expect(JSON.parse(data.inclusionProof!.leafEnvelope)).toMatchObject({ id: eventIds[at], revision: String(at) });
    }
    const earlier = await inclusion(eventIds[3]!, ', size: "17"');
    expect(earlier.data.inclusionProof!.checkpoint.size).toBe('17');
    expect(isProved(earlier.data.inclusionProof!)).toBe(true);
  });
  it('prove that nothing was changed since a checkpoint that somebody kept', async () => {
    const { data } = await consistency(`from: "${early.size}"`);
    const { to, from, hashes } = data.consistencyProof!;
    expect(from.rootHash).toBe(early.rootHash);
    expect(
      verifyConsistency({
        from: BigInt(early.size),
        to: BigInt(to.size),
        fromRoot: bytes(early.rootHash),
        toRoot: bytes(to.rootHash),
        proof: hashes.map(bytes),
      }),
    ).toBe(true);
  });
  it.each([
    ['a line of no book', () => inclusion('00000000-0000-4000-8000-000000000000'), 'EVENT_UNKNOWN', 'eventId'],
    ['a line after the size', () => inclusion(eventIds[20]!, ', size: "20"'), 'EVENT_NOT_SEALED', 'eventId'],
    ['a size beyond the log', () => inclusion(eventIds[0]!, ', size: "9999"'), 'SIZE_NOT_SEALED', 'size'],
    ['a checkpoint of a larger log', () => consistency('from: "9999"'), 'SIZE_NOT_SEALED', 'from'],
    ['sizes the wrong way round', () => consistency('from: "20", to: "10"'), 'SIZES_REVERSED', 'from'],
  ])('are refused by name for %s', async (_what, asked, rule, field) => {
    const { errors } = await asked();
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', rule, field });
  });
  it('hold after somebody was erased, as they held before', async () => {
    const nominate =
      'mutation ($input: NominateChampionInput!) { nominateChampion(input: $input) { champion { id } position userErrors { code } } }';
    const name = 'Synthetic Person Erasable';
    interface Found {
      units: { edges: { node: { id: string } }[] };
    }
    const { data: found } = await ask<Found>(
      'query ($programmeId: ID!) { units(programmeId: $programmeId, first: 1) { edges { node { id } } } }',
    );
    const unitId = found.units.edges[0]!.node.id;
    const person = { name, email: 'erasable@example.org' };
    const { data: nominated } = await ask<{ nominateChampion: { position: string; userErrors: object[] } }>(nominate, {
      input: { programmeId, unitId, person, route: 'PEER', rationale: 'Others ask them for help.' },
    });
    expect(nominated.nominateChampion.userErrors).toEqual([]);
    const position = BigInt(nominated.nominateChampion.position);
    let eventId = '';
    eventId = (await server.parts.store.readAt(position))!.id;
    const before = (await inclusion(eventId)).data.inclusionProof!;
    const replayed = () =>
      ask<{ champions: { totalCount: number; edges: { node: { name: string | null } }[] } }>(
        `query ($programmeId: ID!) { champions(programmeId: $programmeId, first: 5, knownAt: "${position}") { totalCount edges { node { name } } } }`,
      );
    expect((await replayed()).data.champions.edges[0]!.node.name).toBe(name);

    for (const [command, input] of [
      ['requestErasure', { programmeId, personId: 'C-1' }],
      ['decideErasure', { programmeId, personId: 'C-1', decision: 'ERASE', ground: 'They asked.' }],
    ] as const) {
      const type = `${command[0]!.toUpperCase()}${command.slice(1)}Input`;
      await ask(`mutation ($input: ${type}!) { ${command}(input: $input) { position userErrors { code } } }`, {
        input,
      });
    }
    const after = (await inclusion(eventId, `, size: "${before.checkpoint.size}"`)).data.inclusionProof!;
    expect(after).toEqual(before);
    expect(isProved((await inclusion(eventId)).data.inclusionProof!)).toBe(true);
    // Counts stay in every past; the name is in none of them any more.
    expect((await replayed()).data.champions).toEqual({ totalCount: 1, edges: [{ node: { name: null } }] });
  });
});

describe('the log over HTTP', () => {
  it('gives the newest checkpoint, tiles and bundles of leaves', async () => {
    const newest = await checkpoint();
    const told = await get('/log/checkpoint');
    expect([told.status, told.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(await told.text()).toBe(newest.note);
    const tile = await get('/log/tile/0/000');
    expect(tile.headers.get('cache-control')).toContain('immutable');
    expect((await tile.arrayBuffer()).byteLength).toBe(256 * 32);
    expect((await (await get('/log/tile/0/001.p/3')).arrayBuffer()).byteLength).toBe(3 * 32);
  });
  it('gives the leaves of a bundle in their order, each as its proof has it', async () => {
    const bundle = Buffer.from(await (await get('/log/tile/entries/000')).arrayBuffer());
    const leaves: string[] = [];
    for (let at = 0; at < bundle.length;) {
      const end = at + 2 + bundle.readUInt16BE(at);
      leaves.push(bundle.toString('utf8', at + 2, end));
      at = end;
    }
    expect(leaves.map((leaf) => (JSON.parse(leaf) as { id: string }).id)).toEqual(eventIds.slice(0, 256));
    const told = (await inclusion(eventIds[17]!)).data.inclusionProof!;
    expect(leaves[17]).toBe(told.leafEnvelope);
    const tile = Buffer.from(await (await get('/log/tile/0/000')).arrayBuffer());
    expect(leaves.every((leaf, at) => leafHash(leaf).equals(tile.subarray(at * 32, at * 32 + 32)))).toBe(true);
  });
  it.each([
    '/log/tile/0/001',
    '/log/tile/0/001.p/0',
    '/log/tile/0/999',
    '/log/tile/7/000',
    '/log/tile/0/../../x',
    '/log/tile/0/1',
  ])('has nothing at %s', async (path) => expect((await get(path)).status).toBe(404));
  it('is closed to those without a token, and to roles that do not read books', async () => {
    expect((await get('/log/checkpoint', null)).status).toBe(401);
    expect((await get('/log/checkpoint', 'wrong-token-0123456789')).status).toBe(401);
    expect((await get('/log/checkpoint', tokenOf('auditor'))).status).toBe(200);
    for (const role of ['viewer', 'contributor'] as const)
      for (const path of ['/log/checkpoint', '/log/tile/0/000', '/log/tile/entries/000'])
        expect((await get(path, tokenOf(role))).status).toBe(403);
  });
  it('tells the ids of lines to nobody whose token is for some programmes', async () => {
    const store = openSqliteTokenStore(filesIn(server.data).access);
    const token = 'test-token-of-one-programme';
    const plain = Buffer.from(programmeId, 'base64').toString().split(':')[1]!;
    const terms = {
      label: 'one programme',
      role: 'auditor',
      actorId: 'test-one',
      programmes: [plain],
      units: 'all',
    } as const;
    await store.add(storedToken('test-one', token, terms, new Date()));
    await store.close();
    // The server looks for new tokens twice a second.
    for (let tries = 0; tries < 40 && (await get('/log/tile/0/000', token)).status === 401; tries++) await pause(200);
    expect((await get('/log/tile/0/000', token)).status).toBe(200);
    expect((await get('/log/tile/entries/000', token)).status).toBe(403);
  });
});

describe('the budget of a token', () => {
  it('is spent on the log as on everything else, and told in the same header fields', async () => {
    const costPerMinute = 2_000;
    const poor = await startTestServer({ server: { costPerMinute } });
    try {
      await chartered(poor);
      const headers = { authorization: `Bearer ${tokenOf('auditor')}` };
      const from = (path: string) => fetch(`${poor.url}${path}`, { headers });
      await poor.parts.proof.sealer!.waitFor(1n, 20_000);
      const checkpointed = await from('/log/checkpoint');
      expect([checkpointed.status, checkpointed.headers.get('ratelimit-policy')]).toEqual([200, '"cost";q=2000;w=60']);
      expect(checkpointed.headers.get('ratelimit')).toMatch(/^"cost";r=1990;t=\d+$/);
      expect((await from('/log/tile/entries/000.p/1')).headers.get('ratelimit')).toMatch(/^"cost";r=1984;/);
      // What is asked for and not there costs what it would have cost.
      expect((await from('/log/tile/entries/000')).headers.get('ratelimit')).toMatch(/^"cost";r=448;/);
      const refused = await from('/log/tile/entries/000');
      expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
      expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
      // It is one budget: GraphQL has no more left than the log.
      const asked = await poor.graphql('{ __typename }', undefined, { token: tokenOf('auditor') });
      expect(asked.headers.get('ratelimit')).toMatch(/^"cost";r=4\d\d;/);
      expect((await from('/log/checkpoint')).status).toBe(200);
    } finally {
      await poor.remove();
    }
  }, 60_000);
});

(hasGo ? describe : describe.skip)(
  'Go’s own reader of such logs (golang.org/x/mod/sumdb), which needs the command `go`',
  () => {
    const check = async (input: object) => {
      const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' };
      const child = spawn('go', ['run', program], { env, stdio: ['pipe', 'pipe', 'inherit'] });
      let stdout = '';
      child.stdout.on('data', (chunk: Buffer) => (stdout += String(chunk)));
      child.stdin.end(JSON.stringify(input));
      const [status] = (await once(child, 'close')) as [number];
      return { status, stdout };
    };
    const inputFor = async (at: number) => {
      const proof = (await inclusion(eventIds[at]!)).data.inclusionProof!;
      const { data } = await consistency(`from: "${early.size}"`);
      const newest = await checkpoint();
      const { note } = newest;
      await fetch(`${server.url}/log/cosignatures`, {
        method: 'POST',
        headers: { authorization: `Bearer ${testToken}`, 'content-type': 'text/plain' },
        body: note + witness.cosign(note),
      });
      // What Go opens has the signature of a witness below that of the log.
      expect(await (await get('/log/checkpoint')).text()).toContain(`\n— ${witness.name} `);
      expect([proof.checkpoint.size, data.consistencyProof!.to.size]).toEqual([newest.size, newest.size]);
      return {
        url: server.url,
        token: testToken,
        verifierKey: newest.verifierKey,
        index: at,
        envelope: proof.leafEnvelope,
        inclusion: proof.hashes,
        from: Number(early.size),
        fromRoot: early.rootHash,
        consistency: data.consistencyProof!.hashes,
      };
    };

    it('opens the checkpoint, and believes the proofs and the tiles', async () => {
      expect(await check(await inputFor(7))).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^ok: \d+ leaves\n$/) as unknown,
      });
      expect(await check(await inputFor(260))).toMatchObject({ status: 0 });
    }, 240_000);
    it('believes neither another line, nor another key, nor another earlier tree', async () => {
      const right = await inputFor(7);
      expect((await check({ ...right, envelope: right.envelope.replace('"7"', '"8"') })).stdout).toContain('inclusion');
      expect((await check({ ...right, fromRoot: right.inclusion[0] })).stdout).toContain('consistency');
      const [name, , key] = right.verifierKey.split('+');
      expect((await check({ ...right, verifierKey: `${name}+00000000+${key}` })).stdout).toContain('verifier key');
    }, 240_000);
  },
);
