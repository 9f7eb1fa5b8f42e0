import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { WebSocket } from 'ws';
import { type Attack, attacks, bodyOf, byPage } from '../support/attacks.js';
import { type TestServer, startTestServer, testToken, tokenOf } from '../support/server.js';

let server: TestServer;
let production: TestServer;
const costPerMinute = 1_000;
const failedSignInsPerMinute = 5;
beforeAll(async () => {
  server = await startTestServer({ server: { costPerMinute: 0 } });
  production = await startTestServer({ server: { production: true, costPerMinute, failedSignInsPerMinute } });
});
afterAll(async () => {
  await server.remove();
  await production.remove();
});

const answerMsMax = 1_000;

const post = (
  body: string,
  {
    at = server,
    token = testToken,
    headers = {},
  }: { at?: TestServer; token?: string; headers?: Record<string, string> } = {},
) =>
  fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body,
  });

interface Answered {
  readonly data?: object | null;
  readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[];
  readonly extensions?: { readonly cost: Record<string, number> };
}

/** The server answers somebody else at once. */
const expectAnswering = async (): Promise<void> => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokenOf('auditor')}`, 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
    signal: AbortSignal.timeout(answerMsMax),
  });
  expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
};

const codeOf = ({ data, errors }: Answered): unknown => {
  if (!errors) return data ? 'answered' : 'neither data nor errors';
  for (const { extensions } of errors) expect(extensions['traceId']).toEqual(expect.any(String));
  return errors[0]!.extensions['code'];
};

/** A raw client of graphql-transport-ws. */
const openSocket = async (at: TestServer, token = testToken) => {
  const socket = new WebSocket(`${at.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const waiting: ((message: Record<string, unknown>) => void)[] = [];
  socket.on('message', (text: Buffer) => {
    const message = JSON.parse(String(text)) as Record<string, unknown>;
    if (message['type'] === 'ping') socket.send('{"type":"pong"}');
    else if (message['type'] !== 'complete') waiting.shift()?.(message);
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const heard = () => new Promise<Record<string, unknown>>((resolve) => waiting.push(resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const acknowledged = heard();
  socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }));
  await acknowledged;
  let id = 0;
  return {
    socket,
    closed,
    async ask(attack: Pick<Attack, 'query' | 'variables'>): Promise<Answered> {
      const answer = heard();
      id += 1;
      socket.send(`{"id":"${id}","type":"subscribe","payload":${bodyOf(attack)}}`);
      const { type, payload } = await answer;
      return type === 'error' ? { errors: payload as NonNullable<Answered['errors']> } : (payload as Answered);
    },
  };
};

describe('an attack over HTTP', () => {
  it.each(attacks.map((attack) => [attack.name, attack.code, attack] as const))(
    '%s: %s',
    async (_name, code, attack) => {
      const response = await post(bodyOf(attack));
      expect(codeOf((await response.json()) as Answered)).toBe(code);
      await expectAnswering();
    },
  );

  it('with a page by a variable, on a document that the server knows', async () => {
    const ask = async (first: number) =>
      codeOf((await (await post(bodyOf({ query: byPage, variables: { first } }))).json()) as Answered);
    expect([await ask(1), await ask(100), await ask(100), await ask(1)]).toEqual([
      'answered',
      'TOO_COSTLY',
      'TOO_COSTLY',
      'answered',
    ]);
    await expectAnswering();
  });

  it('with more than a megabyte', async () => {
    const response = await post(bodyOf({ query: `{ __typename } #${'x'.repeat(2_000_000)}` }));
    expect(response.status).toBe(413);
    expect(codeOf((await response.json()) as Answered)).toBe('PAYLOAD_TOO_LARGE');
    await expectAnswering();
  });

  it('with a thousand requests in one', async () => {
    const response = await post(JSON.stringify(Array(1_000).fill({ query: '{ __typename }' })));
    expect([response.status, codeOf((await response.json()) as Answered)]).toEqual([400, 'REQUEST_MALFORMED']);
    await expectAnswering();
  });

  it('with the prototype of objects in its variables', async () => {
    const response = await post('{"query":"{ __typename }","variables":{"__proto__":{"first":1}}}');
    expect([response.status, codeOf((await response.json()) as Answered)]).toEqual([400, 'REQUEST_MALFORMED']);
  });
});

describe('an attack over a WebSocket', () => {
  let client: Awaited<ReturnType<typeof openSocket>>;
  beforeAll(async () => {
    client = await openSocket(server);
  });
  afterAll(() => client.socket.terminate());

  it.each(attacks.map((attack) => [attack.name, attack.code, attack] as const))(
    '%s: %s',
    async (_name, code, attack) => {
      expect(codeOf(await client.ask(attack))).toBe(code);
      await expectAnswering();
    },
  );

  it('as a subscription', async () => {
    const query =
      'subscription ($id: ID!) { adoptionProgress(programmeId: $id) { solutions { waves { wave { units { unit { children { children { id } } } } } } } } }';
    expect(codeOf(await client.ask({ query, variables: { id: 'x' } }))).toBe('TOO_COSTLY');
    await expectAnswering();
  });

  it('with a page by a variable, on a document that the server knows', async () => {
    const ask = async (first: number) => codeOf(await client.ask({ query: byPage, variables: { first } }));
    expect([await ask(1), await ask(100), await ask(100), await ask(1)]).toEqual([
      'answered',
      'TOO_COSTLY',
      'TOO_COSTLY',
      'answered',
    ]);
    await expectAnswering();
  });

  it.each([
    ['a frame of two megabytes', `{"type":"ping","payload":{"x":"${'x'.repeat(2_000_000)}"}}`, 1009],
    ['a thousand messages in one', JSON.stringify(Array(1_000).fill({ type: 'ping' })), 4400],
  ])('with %s', async (_what, frame, code) => {
    const own = await openSocket(server);
    own.socket.send(frame);
    expect(await own.closed).toBe(code);
    await expectAnswering();
  });
});

describe('in production', () => {
  it.each([
    ['introspection', '{ __schema { queryType { name } } }'],
    ['introspection by a tool', getIntrospectionQuery()],
    ['introspection of a type', '{ __type(name: "Wave") { name } }'],
  ])('%s is off', async (_what, query) => {
    const asked = { query };
    const overHttp = (await (await post(bodyOf(asked), { at: production })).json()) as Answered;
    expect(codeOf(overHttp)).toBe('GRAPHQL_VALIDATION_FAILED');
    const { ask, socket } = await openSocket(production);
    expect(codeOf(await ask(asked))).toBe('GRAPHQL_VALIDATION_FAILED');
    socket.terminate();
  });

  it.each([
    ['a field', '{ programs { totalCount } }'],
    ['an argument', '{ programmes(frist: 1) { totalCount } }'],
    ['a type', 'query ($a: Wav) { __typename }'],
    ['a field of an input', 'mutation { closeProgramme(input: { programme: "x" }) { position } }'],
  ])('nothing is suggested for %s', async (_what, query) => {
    const token = tokenOf('manager');
    const overHttp = (await (await post(bodyOf({ query }), { at: production, token })).json()) as Answered;
    const { ask, socket } = await openSocket(production, token);
    const overSocket = await ask({ query });
    socket.terminate();
    for (const { errors } of [overHttp, overSocket]) {
      expect(errors!.length).toBeGreaterThan(0);
      expect(JSON.stringify(errors)).not.toContain('Did you mean');
    }
  });

  it('a type is still told its name', async () => {
    const { data } = (await (await post('{"query":"{ __typename }"}', { at: production })).json()) as Answered;
    expect(data).toEqual({ __typename: 'Query' });
  });
});

describe('the budget', () => {
  const query = 'query ($first: Int) { programmes(first: $first) { edges { node { id name } } } }';

  it('is told with each answer, in the body and in the header', async () => {
    const response = await post(bodyOf({ query, variables: { first: 10 } }), {
      at: production,
      token: tokenOf('viewer'),
    });
    const { extensions } = (await response.json()) as Answered;
    const { requested, limit, remaining, resetSeconds } = extensions!.cost;
    // A list, ten edges with a node of two fields.
    expect([requested, limit]).toEqual([42, 100_000]);
    // The document was read for the first time.
    expect(remaining).toBe(costPerMinute - 20 - 42);
    expect(response.headers.get('ratelimit-policy')).toBe('"cost";q=1000;w=60');
    expect(response.headers.get('ratelimit')).toBe(`"cost";r=${remaining};t=${resetSeconds}`);
  });

  it('is told with the first answer over a WebSocket, and is the same one', async () => {
    const { ask, socket } = await openSocket(production, tokenOf('viewer'));
    const { extensions } = await ask({ query, variables: { first: 10 } });
    expect(extensions!.cost).toMatchObject({ requested: 42, limit: 100_000, remaining: costPerMinute - 20 - 2 * 42 });
    socket.terminate();
  });

  it('refuses when it is used up, over HTTP and over a WebSocket, and leaves others alone', async () => {
    const token = tokenOf('contributor');
    const much = { query, variables: { first: 100 } };
    const ask = () => post(bodyOf(much), { at: production, token });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    const refused = await ask();
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    const { errors } = (await refused.json()) as Answered;
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: seconds } }]);

    const { ask: askSocket, socket } = await openSocket(production, token);
    expect(codeOf(await askSocket(much))).toBe('RATE_LIMITED');
    // What was refused took nothing: there is enough left for something small.
    expect(codeOf(await askSocket({ query, variables: { first: 1 } }))).toBe('answered');
    socket.terminate();
    expect((await post('{"query":"{ __typename }"}', { at: production, token: tokenOf('auditor') })).status).toBe(200);
  });

  it('does not count health', async () => {
    for (let n = 0; n < 50; n += 1) expect((await fetch(`${production.url}/health/live`)).status).toBe(200);
  });

  it('pays for reading what turns out to be wrong', async () => {
    const token = tokenOf('auditor');
    const statuses = new Set<number>();
    for (let n = 0; n < 60; n += 1)
      statuses.add((await post(bodyOf({ query: `{ nothing${n} }` }), { at: production, token })).status);
    expect([...statuses]).toEqual([200, 429]);
  });
});

describe('sign-ins that fail', () => {
  it('are limited by address, and lock out nobody who was let in before', async () => {
    const tokens = Array.from({ length: failedSignInsPerMinute + 1 }, (_, n) => `wrong-token-${n}-0123456789`);
    const query = '{"query":"{ __typename }"}';
    expect((await post(query, { at: production })).status).toBe(200);
    const statuses: number[] = [];
    for (const token of tokens) statuses.push((await post(query, { at: production, token })).status);
    expect(statuses).toEqual([...Array<number>(failedSignInsPerMinute).fill(401), 429]);
    const refused = await post(query, { at: production, token: 'wrong-token-x-0123456789' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(codeOf((await refused.json()) as Answered)).toBe('RATE_LIMITED');
    const { ask, socket } = await openSocket(production);
    expect(codeOf(await ask({ query: '{ __typename }' }))).toBe('answered');
    socket.terminate();
    expect((await post(query, { at: production })).status).toBe(200);
  });
});
