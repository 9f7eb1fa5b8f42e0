import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { charter, charterProgramme } from '../support/programme.js';
import { type TestServer, startTestServer, testToken } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());
afterEach(() => {
  jest.restoreAllMocks();
});

const query = '{ programmes(first: 1) { totalCount } }';
const authorization = `Bearer ${testToken}`;

/** What a socket is closed with, after it has sent these messages. */
const closedWith = (messages: readonly object[]): Promise<{ code: number; reason: string }> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('open', () => messages.forEach((message) => socket.send(JSON.stringify(message))));
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
    socket.on('error', reject);
  });

describe('the lock', () => {
  it.each([
    ['no token', null, {}, /^Det här kräver en åtkomsttoken/],
    ['a wrong token', 'wrong-token-0123456789', { rule: 'TOKEN_NOT_IN_FORCE' }, /^Den här åtkomsttoken/],
  ])('refuses %s, in the shape of GraphQL and in the language of the caller', async (_what, token, rule, words) => {
    const { status, headers, errors } = await server.graphql(query, {}, { token, language: 'sv-SE' });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="wavebook"');
    expect(errors).toEqual([
      {
        message: expect.stringMatching(words),
        extensions: { code: 'UNAUTHENTICATED', traceId: expect.any(String), ...rule },
      },
    ]);
  });

  it('closes a socket whose first message has no token that is somebody’s', async () => {
    const init = { type: 'connection_init', payload: { Authorization: 'Bearer wrong-token-0123456789' } };
    expect(await closedWith([init])).toEqual({ code: 4403, reason: 'Forbidden' });
  });

  it('closes a socket that subscribes before it was let in', async () => {
    const subscribe = { id: '1', type: 'subscribe', payload: { query } };
    expect(await closedWith([subscribe])).toEqual({ code: 4401, reason: 'Unauthorized' });
  });

  it.each(['/health/live', '/health/ready', '/altair/'])('leaves %s open', async (path) => {
    expect((await fetch(server.url + path)).status).toBe(200);
  });

  it('writes no token into the log', async () => {
    await server.graphql(query);
    expect(server.logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(server.logged)).not.toContain(testToken);
  });
});

describe('HTTP', () => {
  const body = JSON.stringify({ query });
  const post = (headers: Record<string, string>, sent = body) =>
    fetch(`${server.url}/graphql`, { method: 'POST', headers: { authorization, ...headers }, body: sent });
  const get = (parameters: Record<string, string>) =>
    fetch(`${server.url}/graphql?${String(new URLSearchParams(parameters))}`, { headers: { authorization } });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
  ])('refuses %s, as a form on another site could send it', async (type) => {
    const response = await post({ 'content-type': type });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] });
  });

  it('refuses what names no type at all, as another site could send it without asking', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { authorization },
      body: new TextEncoder().encode(body),
    });
    expect(response.status).toBe(415);
  });

  it('lets nobody in by an address alone, as a link or an image could', async () => {
    const response = await fetch(`${server.url}/graphql?${String(new URLSearchParams({ query }))}`);
    expect(response.status).toBe(401);
  });

  it('answers a query by GET, and in the newer media type where it is asked for', async () => {
    const response = await fetch(`${server.url}/graphql?${String(new URLSearchParams({ query }))}`, {
      headers: { authorization, accept: 'application/graphql-response+json' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(await response.json()).toMatchObject({ data: { programmes: { totalCount: expect.any(Number) } } });
  });

  it('refuses a mutation by GET', async () => {
    const response = await get({ query: charterProgramme, variables: JSON.stringify({ input: charter }) });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }] });
  });

  it.each([
    ['no JSON', '{"query"', 'body'],
    ['no object', '[]', 'body'],
    ['no document', '{}', 'query'],
    ['a batch', JSON.stringify(Array(1_000).fill({ query })), 'body'],
    ['variables that are text', JSON.stringify({ query, variables: '{}' }), 'variables'],
    ['a number for operationName', JSON.stringify({ query, operationName: 1 }), 'operationName'],
  ])('refuses %s and names the part', async (_what, sent, part) => {
    const response = await post({ 'content-type': 'application/json' }, sent);
    const { errors } = (await response.json()) as { errors: { message: string; extensions: object }[] };
    expect(response.status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'REQUEST_MALFORMED' } }]);
    expect(errors[0]!.message).toContain(part);
  });

  it('refuses more than a megabyte', async () => {
    const response = await post(
      { 'content-type': 'application/json' },
      JSON.stringify({ query, pad: 'x'.repeat(1_048_576) }),
    );
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] });
  });

  // Questions about the schema go round in circles, so that they can be as deep as one likes.
  const deep = (levels: number): string => `{ ofType ${levels === 0 ? '{ name }' : deep(levels - 1)} }`;
  const tooDeep = `{ programmes(first: 1) { totalCount } __schema { types { fields { type ${deep(8)} } } } }`;

  it.each([
    ['a document that cannot be parsed', '{', 'GRAPHQL_PARSE_FAILED'],
    ['a document as JSON', '{"kind":"Document","definitions":[]}', 'GRAPHQL_PARSE_FAILED'],
    ['a field that does not exist', '{ nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an operation that is too deep', tooDeep, 'TOO_DEEP'],
    ['too many tokens', `{ ${'a '.repeat(10_001)} }`, 'TOO_MANY_TOKENS'],
    ['a subscription', 'subscription { ledgerEvents(programmeId: "x") { type } }', 'SUBSCRIPTION_NEEDS_SOCKET'],
  ])('refuses %s, by status where the newer media type is asked for', async (_what, document, code) => {
    const accept = { accept: 'application/graphql-response+json' };
    const answer = await server.graphql(document, {}, { headers: accept });
    expect(answer.status).toBe(400);
    expect(answer.errors![0]!.extensions['code']).toBe(code);
    expect(answer).not.toHaveProperty('data');
    expect((await server.graphql(document)).status).toBe(200);
  });

  it.each([
    ['nb', 'input.purposes mangler.'],
    ['da', 'input.purposes mangler.'],
    ['sv', 'input.purposes saknas.'],
    ['en', 'input.purposes is missing.'],
  ])('names each variable that is wrong, in %s', async (language, message) => {
    const head = await server.parts.store.head();
    const { purposes: _purposes, ...input } = charter;
    const variables = { input: { ...input, owner: { name: 7 }, scopes: 'All' } };
    const { status, errors } = await server.graphql(charterProgramme, variables, { language });
    expect(status).toBe(200);
    const traceId = expect.any(String);
    expect(errors!.map(({ extensions }) => extensions)).toEqual([
      { code: 'BAD_USER_INPUT', rule: 'INPUT_UNKNOWN_FIELD', field: 'input.scopes', traceId },
      { code: 'BAD_USER_INPUT', rule: 'INPUT_MISSING', field: 'input.owner.title', traceId },
      { code: 'BAD_USER_INPUT', rule: 'INPUT_NOT_TEXT', field: 'input.owner.name', traceId },
      { code: 'BAD_USER_INPUT', rule: 'INPUT_MISSING', field: 'input.purposes', traceId },
    ]);
    expect(errors!.at(-1)!.message).toBe(message);
    expect(await server.parts.store.head()).toBe(head);
  });

  it('names what is missing in a document, and where', async () => {
    const document = '{ waves(first: "1") { totalCount } }';
    const accept = { accept: 'application/graphql-response+json' };
    const { status, errors } = await server.graphql(document, {}, { language: 'nb', headers: accept });
    expect(status).toBe(400);
    expect(errors).toEqual([
      {
        message: 'first må være et tall.',
        locations: [{ line: 1, column: 16 }],
        extensions: { code: 'BAD_USER_INPUT', rule: 'INPUT_NOT_A_NUMBER', field: 'first', traceId: expect.any(String) },
      },
      {
        message: 'programmeId mangler.',
        locations: [{ line: 1, column: 3 }],
        extensions: {
          code: 'BAD_USER_INPUT',
          rule: 'INPUT_MISSING',
          field: 'programmeId',
          traceId: expect.any(String),
        },
      },
    ]);
  });

  it('names an argument that became null by its variable', async () => {
    const document = `query ($interval: CurveInterval) {
      adoptionCurve(programmeId: "x", solutionId: "x", interval: $interval) { interval }
    }`;
    const { errors } = await server.graphql(document, { interval: null }, { language: 'sv' });
    expect(errors).toMatchObject([
      { message: 'interval saknas.', path: ['adoptionCurve'], extensions: { field: 'interval' } },
    ]);
  });

  it('keeps the words of graphql-js for a document that does not fit the schema', async () => {
    const { errors } = await server.graphql('{ programs { totalCount } }', {}, { language: 'nb' });
    expect(errors![0]!.message).toBe(
      'Cannot query field "programs" on type "Query". Did you mean "programme" or "programmes"?',
    );
  });
});

describe('a socket', () => {
  it.each([
    ['a field that does not exist', 'subscription { nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a document that cannot be parsed', '{', 'GRAPHQL_PARSE_FAILED'],
    ['too many tokens', `{ ${'a '.repeat(10_001)} }`, 'TOO_MANY_TOKENS'],
  ])('refuses %s, as HTTP does', async (_what, document, code) => {
    const client = server.socket();
    await expect(client.iterate({ query: document }).next()).rejects.toMatchObject([{ extensions: { code } }]);
    await client.dispose();
  });

  it.each([
    ['a query', 'query ($n: Int!) { programmes(first: $n) { totalCount } }', {}, 'n mangler.'],
    [
      'a subscription',
      'subscription ($id: ID!, $after: Position) { ledgerEvents(programmeId: $id, after: $after) { type } }',
      { id: 'x', after: 'yesterday' },
      'after skal være en position',
    ],
    ['a document', 'subscription { ledgerEvents { type } }', {}, 'programmeId mangler.'],
  ])(
    'names what is wrong with the values of %s, in the language of the caller',
    async (_what, query, variables, said) => {
      const client = server.socket({ language: 'da' });
      const refused = [{ message: expect.stringContaining(said), extensions: { code: 'BAD_USER_INPUT' } }];
      await expect(client.iterate({ query, variables }).next()).rejects.toMatchObject(refused);
      await client.dispose();
    },
  );
});

describe('a fault', () => {
  it('is masked with a trace id, and stands whole in the log under it', async () => {
    jest.spyOn(server.parts.ledger, 'submit').mockRejectedValueOnce(new Error('the disk of room 7 is full'));
    const { data, errors } = await server.graphql(charterProgramme, { input: charter }, { language: 'nb' });
    expect(data).toBeNull();
    expect(JSON.stringify(errors)).not.toContain('room 7');
    const { traceId } = errors![0]!.extensions;
    expect(errors).toMatchObject([
      {
        message: `Noe gikk galt hos oss; oppgi sporings-id ${String(traceId)} når du melder fra.`,
        extensions: { code: 'INTERNAL' },
      },
    ]);
    const line = server.logged.find((each) => each['traceId'] === traceId && each['err']);
    expect(line).toMatchObject({ err: { message: 'the disk of room 7 is full' } });
  });

  it('is masked on a socket too', async () => {
    jest.spyOn(server.parts.ledger, 'submit').mockRejectedValueOnce(new Error('the disk of room 7 is full'));
    const client = server.socket();
    const results = client.iterate({ query: charterProgramme, variables: { input: charter } });
    const value: unknown = (await results.next()).value;
    expect(value).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'INTERNAL', traceId: expect.any(String) } }],
    });
    expect(JSON.stringify(value)).not.toContain('room 7');
    await client.dispose();
  });
});

describe('health', () => {
  it('tells that each part is well', async () => {
    const response = await fetch(`${server.url}/health/ready`);
    expect(await response.json()).toMatchObject({
      status: 'ready',
      parts: {
        eventStore: { ok: true },
        readModels: { ok: true, stopped: [] },
        reactions: { ok: true },
        clock: { ok: true },
      },
    });
  });

  it('names the part that is not', async () => {
    const status = await server.parts.readModels.status();
    const stopped = [{ projection: 'programme', position: 7n, eventType: 'ProgrammePaused', error: 'no row' }];
    jest.spyOn(server.parts.readModels, 'status').mockResolvedValueOnce({ ...status, stopped });
    const response = await fetch(`${server.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      status: 'not ready',
      parts: {
        eventStore: { ok: true },
        readModels: {
          ok: false,
          problem: 'Projections stopped at a line that they could not take: programme.',
          runbook: 'docs/operations/projection-stopped.md',
          stopped: [{ projection: 'programme', position: '7' }],
        },
      },
    });
  });

  it('tells since when, until it is well again', async () => {
    const head = jest.spyOn(server.parts.store, 'head').mockRejectedValue(new Error('room 7'));
    const ask = async () => {
      const text = await (await fetch(`${server.url}/health/ready`)).text();
      expect(text).not.toContain('room 7');
      return (JSON.parse(text) as { parts: Record<string, { ok: boolean; since?: string }> }).parts['eventStore']!;
    };
    const first = await ask();
    expect(first).toEqual({
      ok: false,
      problem: 'eventStore gives no answer.',
      runbook: 'docs/operations/store-away.md',
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect((await ask()).since).toBe(first.since);
    head.mockRestore();
    expect(await ask()).toEqual({ ok: true, head: expect.any(String) });
  });
});
