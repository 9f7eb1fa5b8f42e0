import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accept } from '../support/command.js';
import { chartered, twoChampionsNominated } from '../support/programme.js';
import { type TestServer, startTestServer, tokenOf } from '../support/server.js';

let server: TestServer;
let programmeId: string;

interface Entry {
  actor: { id: string; role: string };
  kind: string;
  person: { id: string } | null;
  proofOf: string | null;
  times: number;
  programmeId: string | null;
}
interface Log {
  accessLog: { totalCount: number; edges: { cursor: string; node: Entry }[]; pageInfo: { hasNextPage: boolean } };
}

const ask = <Data>(query: string, variables: object = {}, token?: string) =>
  server.graphql<Data>(query, variables, token === undefined ? {} : { token });
const entries = async (args = 'first: 100', token?: string): Promise<readonly Entry[]> => {
  const { data } = await ask<Log>(
    `{ accessLog(${args}) { totalCount edges { cursor node { actor { id role } kind person { id } proofOf times programmeId } } pageInfo { hasNextPage } } }`,
    {},
    token,
  );
  return data.accessLog.edges.map(({ node }) => node);
};
const names = (token?: string) =>
  ask<{ champions: { edges: { node: { name: string | null; email: string | null } }[] } }>(
    'query ($programmeId: ID!) { champions(programmeId: $programmeId, first: 10) { edges { node { name email } } } }',
    { programmeId },
    token,
  );

beforeAll(async () => {
  server = await startTestServer();
  programmeId = await chartered(server);
  await twoChampionsNominated(server, programmeId);
});
afterAll(() => server.remove());

describe('the access log', () => {
  it('tells who read whose name, before they were told, and not what it was', async () => {
    expect(await entries()).toEqual([]);
    const { data } = await names(tokenOf('manager'));
    expect(data.champions.edges.map(({ node }) => node.name)).toEqual(['Synthetic 1', 'Synthetic 2']);
    const read = await entries();
    expect(read).toHaveLength(2);
    expect(new Set(read.map(({ person }) => person!.id)).size).toBe(2);
    for (const entry of read)
      expect(entry).toMatchObject({
        actor: { id: 'test-manager', role: 'manager' },
        kind: 'PERSONAL_DATA',
        proofOf: null,
        times: 1,
        programmeId,
      });
    await names(tokenOf('manager'));
    expect((await entries()).map(({ times }) => times)).toEqual([2, 2]);
    expect(JSON.stringify(await entries())).not.toContain('Synthetic');
  });

  it('has nothing of those who asked and were told nothing', async () => {
    const before = await entries();
    // Nobody has accepted yet: an auditor is shown no name.
    const { data } = await names(tokenOf('auditor'));
    expect(data.champions.edges.map(({ node }) => node.name)).toEqual([null, null]);
    expect(await entries()).toEqual(before);
  });

  it('tells who asked for proofs, over GraphQL and of the tiles', async () => {
    const head = await server.parts.store.head();
    const events: string[] = [];
    for await (const { id } of server.parts.store.readAll()) events.push(id);
    await ask(
      `{ checkpoint(minPosition: "${head}") { size } consistencyProof(from: "1") { hashes } }`,
      {},
      tokenOf('auditor'),
    );
    await ask(
      'query ($programmeId: ID!, $eventId: ID!) { inclusionProof(programmeId: $programmeId, eventId: $eventId) { leafIndex } }',
      { programmeId, eventId: events[1] },
      tokenOf('auditor'),
    );
    await fetch(`${server.url}/log/tile/entries/000.p/1`, {
      headers: { authorization: `Bearer ${tokenOf('auditor')}` },
    });
    const proofs = await entries('first: 100, kind: PROOF');
    expect(proofs.map(({ proofOf, actor }) => [proofOf, actor.id]).sort()).toEqual(
      [events[1], 'checkpoint', 'consistency', 'entries'].map((subject) => [subject, 'test-auditor']).sort(),
    );
    expect(await entries('first: 100, kind: PROOF, actorId: "nobody"')).toEqual([]);
  });

  it('is read page by page, the newest first', async () => {
    const all = await entries();
    const { data } = await ask<Log>(
      '{ accessLog(first: 2) { edges { cursor node { times } } pageInfo { hasNextPage } } }',
    );
    expect(data.accessLog.pageInfo.hasNextPage).toBe(true);
    const rest = await entries(`first: 100, after: "${data.accessLog.edges[1]!.cursor}"`);
    expect(rest).toEqual(all.slice(2));
    const last = await ask<Log>('{ accessLog(last: 1) { edges { cursor node { times } } pageInfo { hasNextPage } } }');
    expect(await entries(`last: 1, before: "${last.data.accessLog.edges[0]!.cursor}"`)).toEqual([all.at(-2)]);
    const wrong = await ask<Log | null>('{ accessLog(first: 1, after: "x") { totalCount } }');
    expect(wrong.errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  });

  it.each(['viewer', 'manager'] as const)('is not for a %s', async (role) => {
    const { errors } = await ask('{ accessLog(first: 1) { totalCount } }', {}, tokenOf(role));
    expect(errors![0]!.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is kept when the person is erased, and names nobody', async () => {
    await accept(server, 'requestErasure', { programmeId, personId: 'C-1' });
    await accept(server, 'decideErasure', { programmeId, personId: 'C-1', decision: 'ERASE', ground: 'Synthetic' });
    const before = await entries('first: 100, kind: PERSONAL_DATA');
    const { data } = await names(tokenOf('manager'));
    expect(data.champions.edges.map(({ node }) => node.name)).toEqual([null, 'Synthetic 2']);
    const after = await entries('first: 100, kind: PERSONAL_DATA');
    expect(after.map(({ times }) => times).sort()).toEqual([2, 3]);
    expect(before.map(({ times }) => times)).toEqual([2, 2]);
  });
});
