import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { programOf } from '../../apps/cli/program.js';
import { accept } from '../support/command.js';
import { charter, chartered } from '../support/programme.js';
import { type TestServer, startTestServer } from '../support/server.js';

const main = fileURLToPath(new URL('../../bin/wavebook.js', import.meta.url));

let server: TestServer;
let ownId: string;
let ownUnitId: string;
beforeAll(async () => {
  server = await startTestServer();
  ownId = await chartered(server);
  await chartered(server, 'Synthetic neighbour');
  const school = { name: 'Synthetic school', eligible: 10, externalIds: [{ scheme: 'orgnr', value: '974760673' }] };
  const { unit } = await accept<{ unit: { id: string } }>(
    server,
    'enrolUnit',
    { programmeId: ownId, ...school },
    { select: 'unit { id }' },
  );
  ownUnitId = unit.id;
});
afterAll(() => server.remove());

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line as a process of its own, on the data of the running server. */
const besides = async (...args: readonly string[]): Promise<Ran> => {
  const env = { PATH: process.env['PATH'], WAVEBOOK_DATA: server.data };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [main, 'token', ...args], { env });
  return { code: 0, out: stdout, err: stderr };
};

/** The same, in this process. */
const token = async (...args: readonly string[]): Promise<Ran> => {
  const ran = { code: 0, out: '', err: '' };
  const terminal = {
    out: (text: string) => void (ran.out += text),
    err: (text: string) => void (ran.err += text),
    interactive: false,
    width: 120,
  };
  process.env['WAVEBOOK_DATA'] = server.data;
  try {
    await programOf(terminal, (code) => void (ran.code = code)).parseAsync(['node', 'wavebook', 'token', ...args]);
  } finally {
    delete process.env['WAVEBOOK_DATA'];
  }
  return ran;
};
const made = async (...args: readonly string[]) => {
  const { out } = await token('create', '--label', 'Synthetic', '--json', ...args);
  return JSON.parse(out) as Record<string, string> & { readonly token: string; readonly id: string };
};

const programmes = '{ programmes(first: 10) { totalCount edges { node { name } } } }';
const statusWith = async (bearer: string) => (await server.graphql(programmes, {}, { token: bearer })).status;

describe('a token that is made beside a running server', () => {
  it('is shown once, works at once, and ends with its subscriptions when it is revoked', async () => {
    const { out } = await besides('create', '--role', 'manager', '--label', 'Synthetic team', '--expires', '1y');
    const bearer = /wb_[0-9a-f]{12}_[0-9a-f]{72}/.exec(out)![0];
    const id = bearer.split('_')[1]!;
    expect(await statusWith(bearer)).toBe(200);
    expect((await token('list')).out).toContain('Synthetic team');
    expect((await token('list', '--json')).out).not.toContain(bearer.split('_')[2]!.slice(0, 16));

    const client = server.socket({ token: bearer });
    const closed = new Promise<{ code: number }>((resolve) =>
      client.on('closed', (event) => resolve(event as { code: number })),
    );
    const query = 'subscription ($id: ID!) { ledgerEvents(programmeId: $id) { type } }';
    const values = client.iterate({ query, variables: { id: ownId } });
    expect((await values.next()).done).toBe(false);
    const rest = (async () => {
      for await (const _each of values);
    })().catch(() => undefined);

    expect((await besides('revoke', bearer)).out).toContain(`${id} is revoked`);
    expect((await closed).code).toBeGreaterThanOrEqual(4400);
    await rest;
    expect(await statusWith(bearer)).toBe(401);
    expect((await token('list', '--json')).out).toContain('"status": "revoked"');
  });

  it('sees the programmes that it is for, and no others', async () => {
    const { token: bearer, ...rest } = await made('--role', 'viewer', '--programme', charter.name);
    expect(rest).toMatchObject({ role: 'viewer', programmes: [expect.any(String)], units: 'all', status: 'in force' });
    const { data } = await server.graphql(programmes, {}, { token: bearer });
    expect(data).toEqual({ programmes: { totalCount: 1, edges: [{ node: { name: charter.name } }] } });
  });

  it('of a contributor is for the programme of its units, found by their numbers', async () => {
    const { token: bearer } = await made(
      '--role',
      'contributor',
      '--unit',
      'orgnr:974760673',
      '--actor',
      'actor-of-jong',
    );
    const { solution } = await accept<{ solution: { id: string } }>(
      server,
      'addSolution',
      { programmeId: ownId, name: 'Tablets', description: 'Synthetic' },
      { select: 'solution { id }' },
    );
    const interest = { programmeId: ownId, unitId: ownUnitId, solutionId: solution.id };
    await accept(server, 'expressInterest', interest, { token: bearer });
    const { data } = await server.graphql<{ history: { edges: [{ node: object }] } }>(
      'query ($id: ID!) { history(programmeId: $id, last: 1) { edges { node { type actor { id role } } } } }',
      { id: ownId },
    );
    expect(data.history.edges[0].node).toEqual({
      type: 'InterestExpressed',
      actor: { id: 'actor-of-jong', role: 'contributor' },
    });
  });

  it('can be made to end by itself', async () => {
    const { token: bearer, expiresAt } = await made('--role', 'auditor', '--expires', '2h');
    const hours = (Date.parse(expiresAt!) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.9);
    expect(hours).toBeLessThanOrEqual(2);
    expect(await statusWith(bearer)).toBe(200);
    expect((await made('--role', 'auditor', '--expires', 'never'))['expiresAt']).toBeNull();
    expect((await made('--role', 'auditor', '--expires', '2099-01-31'))['expiresAt']).toBe('2099-01-31T23:59:59.999Z');
  });
});

describe('a wrong use', () => {
  it.each([
    ['UNIT_NEEDED', ['--role', 'contributor']],
    ['UNIT_NOT_FOR_ROLE', ['--role', 'manager', '--unit', 'Synthetic school']],
    ['UNIT_UNKNOWN', ['--role', 'contributor', '--unit', 'Nowhere']],
    ['ADMIN_IS_FOR_ALL', ['--role', 'admin', '--programme', charter.name]],
    ['PROGRAMME_NOT_FOUND', ['--role', 'viewer', '--programme', 'Nowhere']],
    ['LABEL_INVALID', ['--role', 'viewer', '--label', 'two\nlines']],
  ])('is refused in words, and for scripts: %s', async (code, args) => {
    const { tokens: before } = JSON.parse((await token('list', '--json')).out) as { tokens: readonly unknown[] };
    const ran = await token('create', '--label', 'Synthetic', '--json', ...args);
    expect(JSON.parse(ran.out)).toMatchObject({ error: { code } });
    expect([ran.code, ran.err.length > 20]).toEqual([2, true]);
    const { tokens } = JSON.parse((await token('list', '--json')).out) as { tokens: readonly unknown[] };
    expect(tokens).toHaveLength(before.length);
  });

  it('of revoke tells what is not there', async () => {
    const ran = await token('revoke', '000000000000', 'test-viewer', '--json');
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out)).toEqual({
      tokens: [
        { id: '000000000000', fate: 'unknown' },
        { id: 'test-viewer', fate: 'revoked' },
      ],
    });
  });
});
