import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { CommandLine } from '../support/command-line.js';
import { accept } from '../support/command.js';
import { filesWith } from '../support/plaintext.js';
import { charter } from '../support/programme.js';
import { type TestServer, follow, startTestServer, tokenOf } from '../support/server.js';

// Synthetic: nobody is called so, and the words occur nowhere else.
const name = 'Synthetic Qvörtelius Zandemåker';
const email = 'qvortelius.zandemaker@example.org';
const rationale = 'Xylofonspill i åttende klasse overbeviste lærerværelset.';
const thanks = 'Kveldskurs for foreldregruppen på Bjørnefjellhøgda.';
const ownerName = 'Synthetic Ottilde Krambodskar';
const plaintexts = [name, email, rationale, thanks, 'Zandemåker', 'qvortelius', 'Xylofonspill'];

let server: TestServer;
let programmeId: string;
beforeAll(async () => {
  server = await startTestServer();
  const owner = { title: 'Municipal director', name: ownerName, email: 'ottilde@example.org' };
  const { programme } = await accept<{ programme: { id: string } }>(
    server,
    'charterProgramme',
    { ...charter, owner },
    { select: 'programme { id }' },
  );
  programmeId = programme.id;
  const { unit } = await accept<{ unit: { id: string } }>(
    server,
    'enrolUnit',
    { programmeId, name: 'Synthetic school of Fjellbygda', eligible: 100 },
    { select: 'unit { id }' },
  );
  const nomination = { unitId: unit.id, route: 'PEER', person: { name, email }, rationale };
  await accept(server, 'nominateChampion', { programmeId, ...nomination });
  await accept(server, 'acceptNomination', { programmeId, championId: 'C-1' });
  await accept(server, 'allocateTime', { programmeId, championId: 'C-1', percent: 20 });
  await accept(server, 'recogniseChampion', { programmeId, championId: 'C-1', what: thanks });
});
afterAll(() => server.remove());

const everything = `query ($id: ID!) {
  programme(id: $id) { owner { title name email } }
  champions(programmeId: $id, first: 10) {
    edges { node { ref status name email rationale lastRecognisedFor personalData allocatedPercent recognitions } }
  }
  championCoverage(programmeId: $id) { activeUnits unitsWithChampion activeChampions championsWithoutTime }
  history(programmeId: $id, first: 100) { edges { node { sentence data } } }
}`;

interface Everything {
  readonly programme: { readonly owner: object };
  readonly champions: { readonly edges: readonly { readonly node: Record<string, unknown> }[] };
  readonly championCoverage: object;
  readonly history: object;
}

const read = async (token?: string): Promise<Everything> => {
  const { data, errors } = await server.graphql<Everything>(everything, { id: programmeId }, token ? { token } : {});
  expect(errors).toBeUndefined();
  return data;
};
const championIn = ({ champions }: Everything) => champions.edges[0]!.node;

describe('personal data', () => {
  it.each(['manager', 'auditor'] as const)('is shown to the role %s', async (role) => {
    const data = await read(tokenOf(role));
    expect(championIn(data)).toMatchObject({ name, email, rationale, lastRecognisedFor: thanks });
    expect(data.programme.owner).toMatchObject({ name: ownerName, email: 'ottilde@example.org' });
  });

  it('is shown to contributors as far as working together needs it', async () => {
    const champions = (fields: string) =>
      server.graphql<Pick<Everything, 'champions'>>(
        `query ($id: ID!) { champions(programmeId: $id, first: 1) { edges { node { ${fields} } } } }`,
        { id: programmeId },
        { token: tokenOf('contributor') },
      );
    const { data } = await champions('name lastRecognisedFor');
    expect(data.champions.edges[0]!.node).toEqual({ name, lastRecognisedFor: thanks });
    for (const field of ['email', 'rationale']) {
      const answer = await champions(`name ${field}`);
      expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      expect(JSON.stringify(answer)).not.toContain({ email, rationale }[field]);
    }
  });

  it.each(['contributor', 'viewer'] as const)(
    'and who wrote what, and why somebody was erased, is kept from the role %s',
    async (role) => {
      const query = 'query ($id: ID!) { history(programmeId: $id, first: 100) { edges { node { sentence } } } }';
      const { data, errors } = await server.graphql(query, { id: programmeId }, { token: tokenOf(role) });
      expect([data, errors]).toMatchObject([null, [{ extensions: { code: 'FORBIDDEN' } }]]);
      const client = server.socket({ token: tokenOf(role) });
      const lines = follow(client, 'subscription ($id: ID!) { ledgerEvents(programmeId: $id) { sentence } }', {
        id: programmeId,
      });
      await expect(lines.next()).rejects.toThrow('"code":"FORBIDDEN"');
      await client.dispose();
    },
  );

  it('is never shown to viewers, who see that somebody is there', async () => {
    const ask = (fields: string) =>
      server.graphql<object>(`query ($id: ID!) { ${fields} }`, { id: programmeId }, { token: tokenOf('viewer') });
    const { data } = await ask(
      'programme(id: $id) { owner { title } } championCoverage(programmeId: $id) { activeChampions }',
    );
    expect(data).toEqual({
      programme: { owner: { title: 'Municipal director' } },
      championCoverage: { activeChampions: 1 },
    });
    const hidden = [
      'programme(id: $id) { owner { name } }',
      'programme(id: $id) { owner { email } }',
      'champions(programmeId: $id, first: 10) { edges { node { name email rationale lastRecognisedFor } } }',
      'history(programmeId: $id, first: 100) { edges { node { sentence data actor { id } } } }',
    ];
    for (const fields of hidden) {
      const answer = await ask(fields);
      expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      const text = JSON.stringify(answer);
      expect([...plaintexts, ownerName].filter((each) => text.includes(each))).toEqual([]);
    }
  });

  it('does not travel with the lines of the book', async () => {
    const client = server.socket();
    const query = 'subscription ($id: ID!) { ledgerEvents(programmeId: $id) { type sentence data } }';
    const lines = JSON.stringify(await follow(client, query, { id: programmeId }).take(6));
    await client.dispose();
    expect(lines).toContain('ChampionNominated');
    expect(lines).toContain('Fjellbygda');
    expect(plaintexts.filter((text) => lines.includes(text))).toEqual([]);
  });

  it('lies nowhere in clear', async () => {
    // What is not personal does, so that this would be found.
    expect((await filesWith(server.data, ['Fjellbygda'])).length).toBeGreaterThan(1);
    expect(await filesWith(server.data, [...plaintexts, ownerName])).toEqual([]);
  });
});

describe('somebody who is erased', () => {
  const counts = (data: Everything) => {
    const { ref, status, allocatedPercent, recognitions } = championIn(data);
    return { coverage: data.championCoverage, champion: { ref, status, allocatedPercent, recognitions } };
  };
  let before: Everything;

  const expectForgotten = async () => {
    const data = await read();
    expect(championIn(data)).toMatchObject({
      name: null,
      email: null,
      rationale: null,
      lastRecognisedFor: null,
      personalData: 'ERASED',
    });
    expect(counts(data)).toEqual(counts(before));
    expect(data.programme.owner).toMatchObject({ name: ownerName });
    expect(plaintexts.filter((text) => JSON.stringify(data).includes(text))).toEqual([]);
    expect(await filesWith(server.data, plaintexts)).toEqual([]);
    const logged = JSON.stringify(server.logged);
    expect(plaintexts.filter((text) => logged.includes(text))).toEqual([]);
  };

  it('is gone from every answer, file and log, and still counts', async () => {
    before = await read();
    const input = { programmeId, personId: 'C-1' };
    await accept(server, 'requestErasure', input);
    const { position } = await accept(server, 'decideErasure', { ...input, decision: 'ERASE', ground: 'Asked for it' });
    await expectForgotten();
    const [erasing] = server.parts.duties.reactions;
    while (erasing!.status().position < BigInt(position)) await new Promise(setImmediate);
    await expectForgotten();
  });

  it('cannot be opened by anybody any more, not with the keys in hand', async () => {
    const [row] = await server.parts.readModels.db.selectFrom('champion').selectAll().execute();
    expect(row!.sealedName).toMatchObject({ person: row!.personId });
    expect(await server.parts.vault.openField(row!.sealedName!)).toBeUndefined();
  });

  it('is in no export that is made after, whose proofs all hold', async () => {
    const cli = await CommandLine.open();
    const out = join(cli.data, 'archive');
    const run = (...args: string[]) => cli.start(args, { WAVEBOOK_DATA: server.data }).ended;
    expect(await run('export', '--out', out)).toMatchObject({ code: 0 });
    expect((await filesWith(out, ['Fjellbygda'])).length).toBeGreaterThan(0);
    expect(await filesWith(out, [...plaintexts, ownerName])).toEqual([]);
    expect(await run('verify', out)).toMatchObject({ code: 0 });
    const { out: verified } = await run('verify', '--json');
    expect(JSON.parse(verified)).toMatchObject({ finding: null });
    await cli.remove();
  });

  it('stays gone after a restart', async () => {
    const { data } = server;
    await server.stop();
    expect(await filesWith(data, plaintexts)).toEqual([]);
    server = await startTestServer({ data });
    await expectForgotten();
  });
});
