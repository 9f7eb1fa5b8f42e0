import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { openSqliteTokenStore } from '../../apps/ledger/access/sqlite-token-store.js';
import { filesIn } from '../../apps/ledger/config.js';
import { chartered, solutionAdded } from '../support/programme.js';
import { type Message, RawSocket } from '../support/raw-socket.js';
import { type TestServer, startTestServer, tokenOf } from '../support/server.js';

const socketsPerTokenMax = 8;
const operationsPerSocketMax = 4;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    server: {
      origins: ['https://dashboard.example'],
      sockets: {
        socketsPerTokenMax,
        operationsPerSocketMax,
        initMsMax: 200,
        unreadMsMax: 1_000,
        pingEveryMs: 2_000,
        farewellMsMax: 5_000,
      },
    },
  });
});
afterAll(() => server.remove());

const events = `subscription ($programmeId: ID!, $after: Position) {
  ledgerEvents(programmeId: $programmeId, after: $after) { position data }
}`;
const progress = `subscription ($programmeId: ID!) { adoptionProgress(programmeId: $programmeId) { position } }`;

const init = { type: 'connection_init', payload: { Authorization: 'Bearer test-token-0123456789' } };
const ask = { id: '1', type: 'subscribe', payload: { query: '{ __typename }' } };

const positionOf = ({ payload }: Message): string =>
  (payload as { data: { ledgerEvents: { position: string } } }).data.ledgerEvents.position;
const codesOf = ({ payload }: Message) =>
  (payload as readonly { extensions: { code: string; traceId: string } }[]).map(({ extensions }) => extensions.code);

/** What a socket is closed with, after it has sent these messages. */
const closedAfter = async (...messages: readonly (Message | string)[]) => {
  const raw = await RawSocket.open(server);
  raw.send(...messages);
  return raw.closed;
};

describe('graphql-transport-ws', () => {
  it('is chosen among the subprotocols that a client speaks, also by the first client of all', async () => {
    const raw = await RawSocket.open(server, { protocols: ['mqtt', 'graphql-transport-ws'] });
    expect(raw.socket.protocol).toBe('graphql-transport-ws');
    await raw.end();
  });

  it.each([
    ['what is no JSON', 'hello'],
    ['what is no object', '[]'],
    ['a type that there is not', { type: 'start' }],
    ['a type that only the server says', { type: 'connection_ack' }],
    ['a subscription without an id', { type: 'subscribe', payload: { query: '{ __typename }' } }],
    ['a subscription without a document', { type: 'subscribe', id: '1', payload: {} }],
    ['a payload that is no object', { type: 'connection_init', payload: 'token' }],
  ])('closes with 4400 on %s', async (_what, message) => {
    expect(await closedAfter(message)).toEqual({ code: 4400, reason: 'Invalid message received' });
  });

  it('closes with 4401 when somebody asks before they were let in', async () => {
    expect(await closedAfter(ask)).toEqual({ code: 4401, reason: 'Unauthorized' });
  });

  it.each([
    ['no token', undefined],
    ['a token that is nobody’s', { Authorization: 'Bearer nobody-0123456789' }],
    ['a token under another scheme', { Authorization: 'Basic test-token-0123456789' }],
  ])('closes with 4403 on %s', async (_what, payload) => {
    expect(await closedAfter({ type: 'connection_init', payload })).toEqual({ code: 4403, reason: 'Forbidden' });
  });

  it('closes with 4406 when no subprotocol is spoken', async () => {
    const raw = await RawSocket.open(server, { protocols: [] });
    expect(await raw.closed).toEqual({ code: 4406, reason: 'Subprotocol not acceptable' });
  });

  it('agrees to no other subprotocol', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-ws');
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toBe('Server sent no subprotocol');
  });

  it('closes with 4408 when nobody says who they are', async () => {
    expect(await closedAfter()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  });

  it('closes with 4409 when an id is taken', async () => {
    const programmeId = await chartered(server, 'Twice');
    const raw = await RawSocket.admitted(server);
    raw.subscribe('1', events, { programmeId });
    raw.subscribe('1', events, { programmeId });
    expect((await raw.closed).code).toBe(4409);
  });

  it('closes with 4429 when somebody says twice who they are', async () => {
    expect(await closedAfter(init, init)).toEqual({ code: 4429, reason: 'Too many initialisation requests' });
  });

  it('closes with 1009 when a message is larger than a request may be', async () => {
    expect((await closedAfter(JSON.stringify({ ...ask, filler: 'x'.repeat(1_048_576) }))).code).toBe(1009);
  });

  it('answers pings of the protocol, before and after somebody is let in, and takes pongs', async () => {
    const raw = await RawSocket.open(server);
    raw.send({ type: 'ping', payload: { n: 1 } }, { type: 'pong' }, init, { type: 'ping' });
    expect([await raw.next(), await raw.next(), await raw.next()]).toEqual(
      expect.arrayContaining([{ type: 'pong', payload: { n: 1 } }, { type: 'connection_ack' }, { type: 'pong' }]),
    );
    await raw.end();
  });

  it('answers pings of the WebSocket', async () => {
    const raw = await RawSocket.open(server);
    raw.socket.ping('still there?');
    expect(String((await once(raw.socket, 'pong'))[0])).toBe('still there?');
    await raw.end();
  });

  it('ends a source when the client completes it, and lets the id be used again', async () => {
    const programmeId = await chartered(server, 'Completed');
    let sources = 0;
    const onProjected = server.parts.readModels.onProjected.bind(server.parts.readModels);
    const spy = jest.spyOn(server.parts.readModels, 'onProjected').mockImplementation((listener) => {
      const stop = onProjected(listener);
      sources++;
      return () => {
        sources--;
        stop();
      };
    });
    const raw = await RawSocket.admitted(server);
    raw.subscribe('1', progress, { programmeId });
    expect(await raw.next()).toMatchObject({ id: '1', type: 'next' });
    expect(sources).toBe(1);
    raw.send({ id: '1', type: 'complete' }, { type: 'ping' });
    expect(await raw.next()).toEqual({ type: 'pong' });
    expect(sources).toBe(0);
    raw.subscribe('1', progress, { programmeId });
    expect(await raw.next()).toMatchObject({ id: '1', type: 'next' });
    await raw.end();
    spy.mockRestore();
  });

  it('answers a query with its cost, and says that it is done', async () => {
    const raw = await RawSocket.admitted(server);
    raw.send(ask);
    expect(await raw.next()).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { __typename: 'Query' }, extensions: { cost: expect.objectContaining({ requested: 1 }) } },
    });
    expect(await raw.next()).toEqual({ id: '1', type: 'complete' });
    await raw.end();
  });

  it('gives every error a code and a trace id', async () => {
    const raw = await RawSocket.admitted(server);
    const extensions = { code: expect.any(String), traceId: expect.stringMatching(/^[0-9a-f-]{36}$/) };
    const wrong: [string, object][] = [
      ['{ nothing }', {}],
      ['{ ', {}],
      [events, { programmeId: {} }],
    ];
    for (const [query, variables] of wrong) {
      raw.subscribe('1', query, variables);
      expect(await raw.next()).toMatchObject({ type: 'error', payload: [{ extensions }] });
    }
    raw.subscribe('2', events, { programmeId: '00000000-0000-4000-8000-000000000000' });
    expect(await raw.next()).toMatchObject({ type: 'next', payload: { errors: [{ extensions }] } });
    await raw.end();
  });
});

describe('a socket of a page', () => {
  const opened = async (headers: Record<string, string>): Promise<number> => {
    const raw = await RawSocket.open(server, { headers });
    await raw.end();
    return 101;
  };

  it('opens where the page came from here, from a site that is named, or from no site', async () => {
    expect(await opened({ origin: server.url })).toBe(101);
    expect(await opened({ origin: 'https://dashboard.example' })).toBe(101);
    expect(await opened({})).toBe(101);
  });

  it.each(['https://evil.example', 'http://dashboard.example', 'null'])('is refused for %s', async (origin) => {
    const url = `${server.url.replace('http', 'ws')}/graphql`;
    const socket = new WebSocket(url, 'graphql-transport-ws', { headers: { origin, 'accept-language': 'nb' } });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(403);
    const body = JSON.parse(Buffer.concat(await response.toArray()).toString()) as unknown;
    expect(body).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('Sider på dette nettstedet'),
          extensions: { code: 'ORIGIN_FORBIDDEN', traceId: expect.any(String) },
        },
      ],
    });
  });
});

describe('limits', () => {
  it('holds the sockets of a token to a number, and counts those that are closed no more', async () => {
    const token = tokenOf('contributor');
    const open = await Promise.all(Array.from({ length: socketsPerTokenMax }, () => RawSocket.admitted(server, token)));
    const payload = { Authorization: `Bearer ${token}` };
    const oneMore = { code: 1013, reason: `A token may have ${socketsPerTokenMax} sockets` };
    expect(await closedAfter({ type: 'connection_init', payload })).toEqual(oneMore);
    await (await RawSocket.admitted(server, tokenOf('auditor'))).end();
    await open.pop()!.end();
    open.push(await RawSocket.admitted(server, token));
    await Promise.all(open.map((each) => each.end()));
  });

  it('holds the operations of a socket to a number, in the language of the caller', async () => {
    const programmeId = await chartered(server, 'Operations');
    const raw = await RawSocket.admitted(server, undefined, 'da');
    const ids = Array.from({ length: operationsPerSocketMax }, (_, n) => String(n));
    for (const id of ids) raw.subscribe(id, events, { programmeId });
    for (const _id of ids) expect((await raw.next()).type).toBe('next');
    raw.subscribe('more', events, { programmeId });
    const refused = await raw.next();
    expect(refused).toMatchObject({
      id: 'more',
      type: 'error',
      payload: [{ message: expect.stringContaining('Højst 4 operationer') }],
    });
    expect(codesOf(refused)).toEqual(['TOO_MANY_OPERATIONS']);
    raw.send({ id: '0', type: 'complete' });
    raw.subscribe('instead', events, { programmeId });
    expect(await raw.next()).toMatchObject({ id: 'instead', type: 'next' });
    await raw.end();
  });
});

describe('a peer that is gone', () => {
  it('is asked for a sign of life, and cut off when it gives none', async () => {
    const alive = await RawSocket.admitted(server);
    const dead = await RawSocket.open(server, { autoPong: false });
    dead.send(init);
    await once(dead.socket, 'ping');
    expect(await dead.closed).toEqual({ code: 1006, reason: '' });
    alive.send(ask);
    expect(await alive.next()).toMatchObject({ type: 'next' });
    await alive.end();
  }, 15_000);
});

describe('a subscriber that does not read', () => {
  const lines = 40;
  const copies = 50;
  const heavy = `subscription ($programmeId: ID!) { ledgerEvents(programmeId: $programmeId) {
    position ${Array.from({ length: copies }, (_, n) => `copy${n}: data`).join(' ')}
  } }`;
  const description = 'Synthetic '.repeat(400);
  const addSolution = `mutation ($input: AddSolutionInput!) { addSolution(input: $input) { position } }`;
  const wasGivenUp = () => server.logged.some(({ reason }) => reason === 'Too slow');

  it('holds up nobody, is handed no more than it takes, and is told where to go on when it is dropped', async () => {
    const programmeId = await chartered(server, 'Stuck');
    const stuck = await RawSocket.admitted(server);
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of ids) stuck.subscribe(id, heavy, { programmeId });
    const taken = [];
    for (const _id of ids) taken.push(await stuck.next());
    stuck.socket.pause();

    const other = await RawSocket.admitted(server);
    other.subscribe('1', events, { programmeId });
    const written = [positionOf(await other.next())];
    for (let n = 1; n < lines; n++) {
      const input = { programmeId, name: `Solution ${n}`, description };
      const { data } = await server.graphql<{ addSolution: { position: string } }>(addSolution, { input });
      written.push(data.addSolution.position);
      expect(positionOf(await other.next())).toBe(data.addSolution.position);
    }

    while (!wasGivenUp()) await new Promise((resolve) => setTimeout(resolve, 20));
    stuck.socket.resume();
    const { code, reason } = await stuck.closed;
    const all = [...taken, ...(await stuck.rest())];
    const lastOf = (id: string) => Number(positionOf(all.filter((each) => each.id === id).at(-1)!));
    const resumeAfter = String(Math.min(...ids.map(lastOf)));
    expect({ code, reason }).toEqual({ code: 1013, reason: `Too slow; resume after ${resumeAfter}` });
    expect(all.length).toBeLessThan(lines * ids.length);

    const back = await RawSocket.admitted(server);
    back.subscribe('1', events, { programmeId, after: resumeAfter });
    const missed = written.slice(written.indexOf(resumeAfter) + 1);
    expect(missed.length).toBeGreaterThan(0);
    for (const position of missed) expect(positionOf(await back.next())).toBe(position);
    await Promise.all([back.end(), other.end()]);
  }, 30_000);
});

describe('a token that ends', () => {
  it('closes what was opened with it, whoever ended it, and nothing else', async () => {
    const programmeId = await chartered(server, 'Revoked');
    const own = await RawSocket.admitted(server, tokenOf('manager'));
    own.subscribe('1', events, { programmeId });
    const last = positionOf(await own.next());
    const other = await RawSocket.admitted(server);
    // As the command line does it, beside the server.
    const tokens = openSqliteTokenStore(filesIn(server.data).access);
    expect(await tokens.revoke('test-manager', new Date().toISOString())).toBe(true);
    await tokens.close();
    expect(await own.closed).toEqual({ code: 4403, reason: `The access token has ended; resume after ${last}` });
    const payload = { Authorization: `Bearer ${tokenOf('manager')}` };
    expect(await closedAfter({ type: 'connection_init', payload })).toEqual({ code: 4403, reason: 'Forbidden' });
    other.subscribe('1', events, { programmeId });
    expect(positionOf(await other.next())).toBe(last);
    await other.end();
  });
});

describe('somebody who is let in', () => {
  /** What happens between the look at a token and its answer, as with an issuer that takes its time. */
  const meanwhile = (happens: () => Promise<unknown>) => {
    const authenticate = server.access.authenticate.bind(server.access);
    jest.spyOn(server.access, 'authenticate').mockImplementationOnce(async (token) => {
      const grant = await authenticate(token);
      await happens();
      return grant;
    });
  };

  it('is not, when the token ends in that moment', async () => {
    meanwhile(async () => {
      const ended = new Promise((resolve) => server.access.onEnded(resolve));
      const tokens = openSqliteTokenStore(filesIn(server.data).access);
      await tokens.revoke('test-viewer', new Date().toISOString());
      await tokens.close();
      await ended;
    });
    const payload = { Authorization: `Bearer ${tokenOf('viewer')}` };
    expect(await closedAfter({ type: 'connection_init', payload })).toEqual({ code: 4403, reason: 'Forbidden' });
  });

  it('counts no more who has left in that moment', async () => {
    const token = tokenOf('auditor');
    for (let n = 0; n < socketsPerTokenMax; n += 1) {
      const raw = await RawSocket.open(server);
      const looked = new Promise<void>((resolve) =>
        meanwhile(async () => {
          await raw.end();
          resolve();
        }),
      );
      raw.send({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } });
      await looked;
    }
    await (await RawSocket.admitted(server, token)).end();
  });
});

describe('following', () => {
  it('reads the store once for a line, however many follow', async () => {
    const programmeId = await chartered(server, 'Followed by many');
    const followers = await Promise.all(Array.from({ length: 6 }, () => RawSocket.admitted(server)));
    const ids = ['a', 'b', 'c', 'd'];
    for (const each of followers) {
      for (const id of ids) each.subscribe(id, events, { programmeId });
      for (const _id of ids) await each.next();
    }
    const read = jest.spyOn(server.parts.store, 'read');
    const position = await solutionAdded(server, programmeId, 'Tablets');
    for (const each of followers) for (const _id of ids) expect(positionOf(await each.next())).toBe(position);
    // The command itself reads its book.
    expect(read.mock.calls.length).toBeLessThan(4);
    read.mockRestore();
    await Promise.all(followers.map((each) => each.end()));
  });
});
