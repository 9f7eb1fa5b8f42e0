import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EventStoreError } from '#event-store';
import { give } from '../support/command.js';
import { charter, charterProgramme, chartered } from '../support/programme.js';
import { RawSocket } from '../support/raw-socket.js';
import { type TestServer, startTestServer, testToken } from '../support/server.js';

// Synthetic: nobody is called so, and the words occur nowhere else.
const name = 'Synthetic Bjørkenstrøm Vindfløy';
const email = 'bjorkenstrom.vindfloy@example.org';
const wrongToken = 'wrong-token-tikkelikk-0987654321';
const password = 'hakkebakke4711';
const databaseUrl = `postgres://ledger:${password}@db.example:5432/ledger`;
const secrets = [
  name,
  'Vindfløy',
  email,
  'Vindfloy',
  'vindfloy',
  encodeURIComponent(name),
  testToken,
  wrongToken,
  password,
];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

const post = (body: string, token: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body,
  });

/** Lines that were logged while something was done. */
const during = async (work: () => Promise<unknown>): Promise<readonly Record<string, unknown>[]> => {
  const before = server.logged.length;
  await work();
  return server.logged.slice(before);
};

describe('a line of the log', () => {
  it('of a request bears its trace id once, the same as the answer', async () => {
    jest.spyOn(server.parts.ledger, 'submit').mockRejectedValueOnce(new Error('the disk is full'));
    const lines = await during(async () => {
      const { errors } = await server.graphql(charterProgramme, { input: charter });
      await fetch(`${server.url}/nowhere`);
      await post('{"query": ', testToken);
      await post('{}', wrongToken);
      expect(errors![0]!.extensions['traceId']).toBe(
        server.logged.find(({ msg }) => msg === 'a fault was masked')!['traceId'],
      );
    });
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const line of lines) expect(line['traceId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of an operation on a socket bears the trace id of the operation, and the socket', async () => {
    jest.spyOn(server.parts.ledger, 'submit').mockRejectedValueOnce(new Error('the disk is full'));
    const raw = await RawSocket.admitted(server);
    raw.subscribe('1', charterProgramme, { input: charter });
    const { payload } = (await raw.next()) as { payload: { errors: { extensions: { traceId: string } }[] } };
    const { traceId } = payload.errors[0]!.extensions;
    const line = server.logged.findLast(({ msg }) => msg === 'a fault was masked')!;
    expect(line).toMatchObject({
      traceId,
      socketId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      field: 'charterProgramme',
    });
    expect(line['socketId']).not.toBe(traceId);
    await raw.end();
  });

  it('of a command bears the ids that its lines in the ledger bear', async () => {
    const programmeId = await chartered(server);
    const input = { programmeId, name: 'Tablets', description: 'Synthetic' };
    const lines = await during(() => give(server, 'addSolution', input));
    const stored = await server.parts.store.readAt(await server.parts.store.head());
    const { commandId, correlationId } = stored!.metadata as { commandId: string; correlationId: string };
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'a command was accepted',
        command: 'addSolution',
        commandId,
        correlationId,
        traceId: correlationId,
      }),
    );
    const refused = await during(() => give(server, 'addSolution', input));
    expect(refused).toContainEqual(
      expect.objectContaining({ msg: 'a command was refused', refusals: ['SOLUTION_NAME_TAKEN'] }),
    );
  });

  it('never says the same twice', () => {
    for (const line of server.loggedText)
      for (const key of ['traceId', 'trace_id', 'socketId', 'msg', 'level'])
        expect(line.split(`"${key}":`).length).toBeLessThanOrEqual(2);
  });
});

describe('the log at its most talkative', () => {
  it('bears no personal data, no token and no password, whatever is sent and whatever fails', async () => {
    const fails = (error: Error) => jest.spyOn(server.parts.ledger, 'submit').mockRejectedValueOnce(error);
    const lines = await during(async () => {
      const { data } = await server.graphql<{ charterProgramme: { programme: { id: string } } }>(charterProgramme, {
        input: { ...charter, owner: { title: 'Principal', name, email } },
      });
      const { id } = data.charterProgramme.programme;
      await server.graphql('query ($id: ID!) { programme(id: $id) { owner { name } } }', { id });
      await server.graphql(`query { Vindfloy: programme(id: "${name}") { name } }`);

      // Tokens that are not in force, wherever they may stand.
      await post(JSON.stringify({ query: '{ __typename }' }), wrongToken);
      await fetch(`${server.url}/graphql?${String(new URLSearchParams({ query: '{ x }', token: wrongToken }))}`);
      await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${wrongToken}`, cookie: wrongToken } });
      const raw = await RawSocket.open(server);
      raw.send({ type: 'connection_init', payload: { Authorization: `Bearer ${wrongToken}` } });
      await raw.closed;

      // Faults whose words hold what they should not.
      const input = { programmeId: id, name: 'Tablets', description: 'Synthetic' };
      const mutation = 'mutation ($input: AddSolutionInput!) { Vindfloy: addSolution(input: $input) { position } }';
      fails(new Error(`no connection to ${databaseUrl}`, { cause: new Error(databaseUrl) }));
      await server.graphql(mutation, { input });
      fails(Object.assign(new Error('refused'), { url: databaseUrl, headers: { authorization: testToken } }));
      await server.graphql(mutation, { input });
      fails(new EventStoreError('STORE_UNAVAILABLE', `esdb://admin:${password}@db.example:2113 is away`));
      await server.graphql(mutation, { input });
      fails(new Error(`sent Bearer ${wrongToken}`));
      await server.graphql(mutation, { input });
    });
    expect(lines.filter(({ err }) => err)).toHaveLength(4);
    expect(lines.some(({ level }) => level === 20)).toBe(true);
    const text = server.loggedText.join('');
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).toContain('no connection to postgres://(left out)@db.example:5432/ledger');
  });
});
