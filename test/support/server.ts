import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type Access, openAccess } from '../../apps/ledger/access/access.js';
import type { TokenStore } from '../../apps/ledger/access/token-store.js';
import { storedToken } from '../../apps/ledger/access/token.js';
import { openLog } from '../../apps/ledger/log.js';
import { type Parts, type PartsOptions, openParts } from '../../apps/ledger/parts.js';
import { type Server, type ServerOptions, startServer } from '../../apps/ledger/server.js';

export const testToken = 'test-token-0123456789';

export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data;
  readonly errors?: readonly { message: string; path?: readonly string[]; extensions: Record<string, unknown> }[];
}

export interface AskOptions {
  readonly headers?: Record<string, string>;
  /** Null sends no token. */
  readonly token?: string | null;
  readonly language?: string;
}

export interface TestServer {
  readonly url: string;
  readonly data: string;
  readonly parts: Parts;
  readonly access: Access;
  /** Lines that the server logged. */
  readonly logged: readonly Record<string, unknown>[];
  /** The same, as they were written. */
  readonly loggedText: readonly string[];
  /** Statements that queries ran on the read models. */
  readonly statements: string[];
  /** POST /graphql, as a client does it. */
  graphql<Data = Record<string, never>>(query: string, variables?: object, options?: AskOptions): Promise<Answer<Data>>;
  /** A client of graphql-transport-ws that does not come back by itself. */
  socket(options?: { readonly token?: string; readonly language?: string }): Client;
  /** Stops the server and keeps its data. */
  stop(): Promise<void>;
  /** Stops everything that still runs, and removes the data. */
  remove(): Promise<void>;
}

export interface TestServerOptions {
  /** A folder that is there already; a new one when absent. */
  readonly data?: string;
  /** Where the ledger and what lies beside it are, where not in the folder, and what the process does of the work. */
  readonly place?: Partial<Pick<PartsOptions, 'eventStoreUrl' | 'readDatabaseUrl' | 'masterKey' | 'role'>>;
  /** The clock of the ledger, where a test moves it by hand. Otherwise it makes its first round and no more. */
  readonly clock?: Pick<PartsOptions, 'now' | 'wait'>;
  /** Where checkpoints are given away; nowhere when absent. */
  readonly publishing?: NonNullable<PartsOptions['publishing']>;
  /** What follows commands to subscribers; nothing when absent. */
  readonly tracing?: PartsOptions['tracing'];
  /** What the server in front of the parts is told beside them: limits, production. */
  readonly server?: Partial<Omit<ServerOptions, 'parts' | 'access' | 'log'>>;
}

const waitForTheEnd = (_ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** The roles that somebody holds in a new folder beside the admin, each with a token of its own. */
const roles = ['manager', 'contributor', 'auditor', 'viewer'] as const;
export const tokenOf = (role: (typeof roles)[number]): string => `test-token-of-the-${role}`;

const grantRoles = async (store: TokenStore): Promise<void> => {
  const known = new Set((await store.all()).map(({ id }) => id));
  for (const role of roles) {
    // Another node on the same database has granted it.
    if (known.has(`test-${role}`)) continue;
    const terms = { label: `test ${role}`, role, actorId: `test-${role}`, programmes: 'all', units: 'all' } as const;
    await store.add(storedToken(`test-${role}`, tokenOf(role), terms, new Date('2018-01-15T12:00:00.000Z')));
  }
  await store.close();
};

const capturing = () => {
  const logged: Record<string, unknown>[] = [];
  const loggedText: string[] = [];
  const write = (line: string) => {
    loggedText.push(line);
    logged.push(JSON.parse(line) as Record<string, unknown>);
  };
  return { log: openLog('trace', { write }), logged, loggedText };
};

const asking =
  (url: string): TestServer['graphql'] =>
  async (query, variables, { headers = {}, token = testToken, language } = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(language ? { 'accept-language': language } : {}),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as object;
    return { status: response.status, headers: response.headers, ...body } as never;
  };

/** A real server on a free port, in this process, with its data in a folder of its own. */
export const startTestServer = async ({
  clock = { wait: waitForTheEnd },
  ...options
}: TestServerOptions = {}): Promise<TestServer> => {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'wavebook-')));
  const { log, logged, loggedText } = capturing();
  const statements: string[] = [];
  const onStatement = (sql: string) => void statements.push(sql);
  const config = { data, masterKey: undefined, timeZone: 'Europe/Oslo', ...options.place };
  const { publishing, tracing } = options;
  const parts = await openParts({
    ...config,
    log,
    onStatement,
    ...clock,
    ...(publishing ? { publishing } : {}),
    ...(tracing ? { tracing } : {}),
  });
  if (!options.data) await grantRoles(await parts.beside.tokens());
  const access = await openAccess({ tokens: await parts.beside.tokens(), adminToken: testToken });
  const server: Server = await startServer({ parts, access, log, port: 0, host: '127.0.0.1', ...options.server });

  let stopped: Promise<void> | undefined;
  const stop = () =>
    (stopped ??= server
      .close()
      .then(() => access.close())
      .then(() => parts.close()));
  return {
    url: server.url,
    data,
    parts,
    access,
    logged,
    loggedText,
    statements,
    graphql: asking(server.url),
    socket: ({ token = testToken, language } = {}) =>
      createClient({
        url: `${server.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: { Authorization: `Bearer ${token}`, ...(language ? { 'Accept-Language': language } : {}) },
      }),
    stop,
    async remove() {
      await stop();
      await rm(data, { recursive: true, force: true });
    },
  };
};

/** Values of a subscription, taken one by one. */
export const follow = <Data>(client: Client, query: string, variables: Record<string, unknown>) => {
  const values = client.iterate<Data>({ query, variables });
  return {
    async next(): Promise<Data> {
      const step = await values.next();
      if (step.done) throw new Error('the subscription has ended');
      const { data, errors } = step.value as { data: Data; errors?: readonly unknown[] };
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    async take(count: number): Promise<Data[]> {
      const taken: Data[] = [];
      while (taken.length < count) taken.push(await this.next());
      return taken;
    },
    async end(): Promise<void> {
      await values.return?.();
    },
  };
};
