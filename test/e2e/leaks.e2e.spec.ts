import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { bookModel, bookProjections } from '#book';
import { EventStoreError } from '#event-store';
import { VaultError } from '#privacy';
import { accept, mutationOf } from '../support/command.js';
import { charter } from '../support/programme.js';
import { type TestServer, startTestServer, testToken } from '../support/server.js';

// Synthetic: nobody is called so, and the words occur nowhere else.
const canary = 'Kanarifuglen-4711';
const name = 'Synthetic Qvörtelius Zandemåker';
const email = 'qvortelius.zandemaker@example.org';
const words = 'Xylofonspill i åttende klasse overbeviste lærerværelset.';
const personal = [name, email, words, 'Zandemåker', 'qvortelius', 'Xylofonspill', encodeURIComponent(name)];

let server: TestServer;
let programmeId: string;
const person = { title: 'Principal', name, email };
beforeAll(async () => {
  server = await startTestServer();
  const { programme } = await accept<{ programme: { id: string } }>(
    server,
    'charterProgramme',
    { ...charter, owner: person },
    { select: 'programme { id }' },
  );
  programmeId = programme.id;
});
afterAll(() => server.remove());
afterEach(() => {
  jest.restoreAllMocks();
});

const thrown = () => {
  throw new Error(canary, { cause: new Error(canary) });
};

interface Heard {
  readonly text: string;
  readonly errors: readonly { readonly extensions: Record<string, unknown> }[];
}

const overHttp = async (query: string, variables: object): Promise<Heard> => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { errors = [] } = JSON.parse(text) as Partial<Heard>;
  return { text: text + JSON.stringify([...response.headers]), errors };
};

/** Everything that a socket is told until there are errors, or it is closed. */
const overSocket = (query: string, variables: object, afterwards?: () => void): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    let text = '';
    const end = (errors: Heard['errors']) => {
      socket.terminate();
      resolve({ text, errors });
    };
    socket.on('error', reject);
    socket.on('close', (code, reason) => end([{ extensions: { code, traceId: String(reason) } }]));
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${testToken}` } })),
    );
    socket.on('message', (data: Buffer) => {
      text += String(data);
      const { type, payload } = JSON.parse(String(data)) as { type: string; payload?: unknown };
      if (type === 'connection_ack')
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }));
      if (type === 'error') end(payload as Heard['errors']);
      const { errors } = (payload ?? {}) as Partial<Heard>;
      if (errors) end(errors);
      else if (type === 'next') afterwards?.();
    });
  });

const expectMasked = ({ text, errors }: Heard): void => {
  expect(text).not.toContain('Kanari');
  expect(errors.length).toBeGreaterThan(0);
  for (const { extensions } of errors)
    expect(extensions).toMatchObject({ code: 'INTERNAL', traceId: expect.any(String) });
};

const pause = mutationOf('raiseEscalation');
const pauseInput = { about: 'Shall the tablets be bought or leased?', answerDueBy: '2099-01-31' };
const read = `query ($id: ID!) { programme(id: $id) { name status owner { name } } }`;

describe('a fault', () => {
  it.each([
    ['the pipeline', () => jest.spyOn(server.parts.ledger, 'submit').mockRejectedValue(new Error(canary))],
    ['the rules', () => jest.spyOn(bookModel, 'decide').mockImplementation(thrown)],
    ['the event store', () => jest.spyOn(server.parts.store, 'append').mockRejectedValue(new Error(canary))],
    [
      'the wait for the read models',
      () => jest.spyOn(server.parts.readModels, 'waitFor').mockRejectedValue(new Error(canary)),
    ],
  ])('in %s is told to nobody who gives a command', async (_where, plant) => {
    const planted = plant();
    const variables = { input: { programmeId, ...pauseInput } };
    expectMasked(await overHttp(pause, variables));
    expectMasked(await overSocket(pause, variables));
    expect(planted).toHaveBeenCalled();
  });

  it.each([
    ['the vault', () => jest.spyOn(server.parts.vault, 'openField').mockImplementation(thrown)],
    ['the read models', () => jest.spyOn(server.parts.readModels.db, 'selectFrom').mockImplementation(thrown)],
    [
      'the serialisation of a value',
      () => jest.spyOn(server.parts.vault, 'openField').mockResolvedValue({ [canary]: canary } as never),
    ],
  ])('in %s is told to nobody who asks', async (_where, plant) => {
    const planted = plant();
    expectMasked(await overHttp(read, { id: programmeId }));
    expectMasked(await overSocket(read, { id: programmeId }));
    expect(planted).toHaveBeenCalled();
  });

  it.each([
    ['a store', new EventStoreError('STORE_UNAVAILABLE', canary, {}, { cause: new Error(canary) })],
    ['keys', new VaultError('VAULT_UNAVAILABLE', canary, { cause: new Error(canary) })],
  ])('of %s out of reach has a code of its own, and its cause is told to nobody', async (_what, unavailable) => {
    jest.spyOn(server.parts.ledger, 'submit').mockRejectedValue(unavailable);
    const variables = { input: { programmeId, ...pauseInput } };
    for (const { text, errors } of [await overHttp(pause, variables), await overSocket(pause, variables)]) {
      expect(errors).toMatchObject([{ extensions: { code: 'LEDGER_UNAVAILABLE', traceId: expect.any(String) } }]);
      expect(text).not.toContain(canary);
    }
  });

  const follow = 'subscription ($id: ID!) { ledgerEvents(programmeId: $id) { type sentence } }';

  it('in the source of a subscription is told to nobody', async () => {
    const planted = jest.spyOn(server.parts.store, 'read').mockImplementation(thrown);
    expectMasked(await overSocket(follow, { id: programmeId }));
    expect(planted).toHaveBeenCalled();
  });

  it('in the middle of a subscription is told to nobody', async () => {
    const query =
      'subscription ($id: ID!) { adoptionProgress(programmeId: $id) { position programme { owner { name } } } }';
    const heard = overSocket(query, { id: programmeId }, () => {
      jest.spyOn(server.parts.vault, 'openField').mockImplementation(thrown);
      void accept(server, 'addSolution', { programmeId, name: 'Tablets', description: 'Synthetic' });
    });
    expectMasked(await heard);
  });

  it('in the look at a token is told to nobody', async () => {
    const planted = jest.spyOn(server.access, 'authenticate').mockRejectedValue(new Error(canary));
    const heard = await overHttp(read, { id: programmeId });
    expectMasked(heard);
    const { text, errors } = await overSocket(read, { id: programmeId });
    expect(text + JSON.stringify(errors)).not.toContain('Kanari');
    expect(planted).toHaveBeenCalledTimes(2);
  });
});

describe('a request that is none', () => {
  const headers = { authorization: `Bearer ${testToken}`, 'content-type': 'application/json' };
  const send = (path: string, init: RequestInit) => fetch(server.url + path, init);

  it.each<[string, string, RequestInit, number]>([
    ['a body that is no JSON', '/graphql', { method: 'POST', headers, body: `{"query": ${canary}` }, 400],
    ['a body that is empty', '/graphql', { method: 'POST', headers, body: '' }, 400],
    [
      'a body of another kind',
      '/graphql',
      { method: 'POST', headers: { ...headers, 'content-type': canary }, body: canary },
      415,
    ],
    ['no body and no type', '/graphql', { method: 'POST', headers: { authorization: headers.authorization } }, 415],
    ['a method that is not there', '/graphql', { method: 'PUT', headers, body: canary }, 405],
    ['no token', '/graphql', { method: 'POST', body: canary }, 401],
    ['an address that is not there', `/${canary}?${canary}`, {}, 404],
    ['an address below', `/graphql/${canary}`, { method: 'POST', headers, body: '{}' }, 404],
    ['an address that cannot be read', `/${canary}/%zz`, {}, 400],
    ['a page of Altair that is not there', `/altair/${canary}`, {}, 404],
  ])('is not repeated: %s', async (_what, path, init, status) => {
    const response = await send(path, init);
    const text = (await response.text()) + JSON.stringify([...response.headers]);
    expect(response.status).toBe(status);
    expect(text).not.toContain(canary);
    const { errors } = JSON.parse(text.slice(0, text.lastIndexOf('[['))) as Heard;
    for (const { extensions } of errors)
      expect(extensions).toMatchObject({ code: expect.any(String), traceId: expect.any(String) });
    expect(errors).toHaveLength(1);
  });
});

describe('the log', () => {
  const authorization = `Bearer ${testToken}`;
  const give = (command: string, input: object) => overHttp(mutationOf(command), { input: { programmeId, ...input } });

  it('bears no personal data, whatever is sent and whatever fails', async () => {
    const { unit } = await accept<{ unit: { id: string } }>(
      server,
      'enrolUnit',
      { programmeId, name: 'Synthetic school of Fjellbygda', eligible: 100 },
      { select: 'unit { id }' },
    );
    const nomination = { unitId: unit.id, route: 'PEER', person: { name, email }, rationale: words };
    await accept(server, 'nominateChampion', { programmeId, ...nomination });
    await give('acceptNomination', { championId: 'C-1' });
    await give('recogniseChampion', { championId: 'C-1', what: words });
    await give('nominateChampion', { ...nomination, record: { commandId: name } });

    // In places where they do not belong.
    await give('nominateChampion', { ...nomination, route: name, unitId: email });
    await give(`recogniseChampion`, { championId: name, what: 7, [`${'Zandemåker'}`]: email });
    await overHttp(`query { programme(id: "${name}") { ${'Zandemaker_qvortelius'} } }`, {});
    await overHttp(`{ programme(id: "${email}" `, {});
    await overHttp('query ($p: Position) { programmes(first: 1, minPosition: $p) { totalCount } }', { p: email });
    await fetch(`${server.url}/graphql?${String(new URLSearchParams({ query: words, variables: name }))}`, {
      headers: { authorization, 'accept-language': email },
    });
    await fetch(`${server.url}/${encodeURIComponent(name)}?${email}`);
    await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: `{"query": "${name}`,
    });
    await overSocket(`{ programme(id: "${email}" `, {});
    await overSocket('subscription ($id: ID!) { ledgerEvents(programmeId: $id) { type } }', { id: name });

    // With faults in all of it.
    jest.spyOn(server.parts.store, 'append').mockRejectedValueOnce(new Error('the disk is full'));
    await give('recogniseChampion', { championId: 'C-1', what: words });
    jest.spyOn(server.parts.vault, 'openField').mockResolvedValueOnce({ name, email } as never);
    await overHttp(read, { id: programmeId });
    jest.spyOn(server.parts.vault, 'openField').mockImplementationOnce(() => JSON.parse(`{"${name}`) as never);
    await overHttp(read, { id: programmeId });
    jest.spyOn(server.parts.vault, 'openField').mockImplementationOnce(() => {
      throw Object.assign(new Error('no such row'), { row: { name, email } });
    });
    await overHttp(read, { id: programmeId });

    const log = JSON.stringify(server.logged);
    for (const text of [...personal, testToken]) expect(log).not.toContain(text);
    // It is still a log: each fault stands in it, with its type and place.
    const faults = server.logged.filter(({ err }) => err).map(({ err }) => err as { message: string; stack: string });
    expect(faults.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['the disk is full', 'no such row', '(left out: it may quote what somebody wrote)']),
    );
    for (const { stack } of faults) expect(stack).toMatch(/^\s+at /);
  });
});

// Last, as the read models stand still from here on.
describe('a fault in a projection', () => {
  it('is told to nobody: neither in answers nor by the health of the server', async () => {
    for (const projection of bookProjections as unknown as { apply: () => unknown }[])
      jest.spyOn(projection, 'apply').mockImplementation(thrown);
    const { text } = await overHttp(pause, { input: { programmeId, ...pauseInput } });
    expect(text).not.toContain('Kanari');
    const { stopped } = await server.parts.readModels.status();
    expect(stopped.length).toBeGreaterThan(0);
    const health = await fetch(`${server.url}/health/ready`);
    expect(health.status).toBe(503);
    expect(await health.text()).not.toContain('Kanari');
  });
});
