import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { programOf } from '../../apps/cli/program.js';
import { readConfig } from '../../apps/ledger/config.js';
import { type Service, interpolated, readCompose, variablesIn } from '../support/compose-file.js';
import { readDockerfile } from '../support/dockerfile.js';
import { type Double, startDouble } from '../support/eventstoredb-double/start-double.js';
import { postgresDatabase } from '../support/postgres.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const text = (name: string): string => readFileSync(join(root, name), 'utf8');
const composeText = text('docker-compose.yml');
const compose = readCompose(composeText);
const image = readDockerfile(text('Dockerfile'));
const services = Object.entries(compose.services);
const own = services.filter(([, { build }]) => build !== undefined);

/** What somebody would write into .env. */
const filled = {
  WAVEBOOK_MASTER_KEY: 'ab'.repeat(32),
  WAVEBOOK_ADMIN_TOKEN: 'container-token-0123456789',
  POSTGRES_PASSWORD: 'synthetic',
};

const environmentOf = ({ environment = {} }: Service): Record<string, string> => ({
  ...image.environment,
  ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, interpolated(value, filled)])),
});

describe('docker-compose.yml', () => {
  it('keeps to the specification, and what is not in it is found', () => {
    expect(() => readCompose(composeText.replace('restart:', 'restarts:'))).toThrow('restarts');
    expect(() => readCompose(composeText.replace('condition: service_healthy', 'condition: healthy'))).toThrow();
  });

  it.each(services)('%s comes from a pinned image and depends on what is there', (_name, service) => {
    expect(service.image).toMatch(/:\d+\.\d+(\.\d+)?(-[a-z-]+)?$/);
    for (const [other, { required = true }] of Object.entries(service.depends_on ?? {})) {
      const profiles = compose.services[other]!.profiles;
      // In a profile in which the other one does not start, it must not be required.
      if (required) expect(profiles).toEqual(expect.arrayContaining(service.profiles));
    }
    for (const volume of service.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(':', 1)[0]);
  });

  it.each(services.filter(([name]) => name !== 'certificates'))(
    '%s may do little, and tells whether it is well',
    (_name, service) => {
      expect(service).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
      expect(service.healthcheck ?? service.build).toBeDefined();
      expect(service.stop_grace_period).toBeDefined();
    },
  );

  it.each(own)('%s runs on a root file system that is read-only, with settings that are taken', (_name, service) => {
    expect(service.read_only).toBe(true);
    expect(service.tmpfs).toContain('/tmp');
    expect(`${service.volumes?.join()} ${service.tmpfs?.join()}`).toMatch(/[:,]?\/data\b/);
    expect(readConfig(environmentOf(service))).toMatchObject({ adminToken: filled.WAVEBOOK_ADMIN_TOKEN, port: 4000 });
  });

  it('holds no secret, and .env.example names every variable that has no default', () => {
    for (const [, { environment = {} }] of services)
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|TOKEN|KEY$/.test(name)) expect(value).toMatch(/^\$\{\w+(:[-?][^}]*)?\}$/);
    for (const name of variablesIn(composeText).filter((each) => !new RegExp(`\\$\\{${each}:-[^}]`).test(composeText)))
      if (name !== 'OTEL_EXPORTER_OTLP_ENDPOINT') expect(text('.env.example')).toContain(`${name}=`);
    expect(text('.env.example').match(/^\w+=.+$/m)).toBeNull();
    expect(text('.gitignore').split('\n')).toContain('.env');
    expect(text('.dockerignore').split('\n')).toContain('.env');
  });

  it('uses every volume that it declares', () => {
    const used = services.flatMap(([, { volumes = [] }]) => volumes.map((each) => each.split(':', 1)[0]));
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });
});

describe('the Dockerfile', () => {
  it('builds in one stage and runs in another, of the same Node, as an ordinary user', () => {
    const versions = image.stages.map((each) => /^node:(\d+\.\d+\.\d+)-/.exec(each)?.[1]);
    expect(versions).toHaveLength(2);
    expect(versions[0]).toBeDefined();
    expect(versions[1]).toBe(versions[0]);
    expect(image.user).toBe('node');
  });
});

/** The folder of the image, as its last stage makes it, and a folder for data. */
let folder: string;
let data: string;
let children: ChildProcess[];

/** The user `node` of the image, where these tests may become another user and that one can read the packages. */
const userId = 1000;
const asNode = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const user = { uid: userId, gid: userId };
  const reads = spawnSync(process.execPath, ['-e', 'fs.readdirSync("node_modules/")'], { cwd: folder, ...user });
  return reads.status === 0 ? user : {};
};

const layOut = (): void => {
  for (const path of image.copied.filter((each) => each !== 'node_modules'))
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      filter: (from) => !/\/dist\/(test|scripts)$|\.map$/.test(from),
    });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  chmodSync(folder, 0o755);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-image-'));
  data = mkdtempSync(join(tmpdir(), 'wavebook-volumes-'));
  chmodSync(data, 0o755);
  children = [];
  layOut();
});
afterAll(async () => {
  for (const child of children) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('close', resolve));
  }
  rmSync(folder, { recursive: true });
  rmSync(data, { recursive: true });
});

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

interface Running {
  readonly url: string;
  readonly said: () => string;
  /** Asks as the health check of the image does, until it is satisfied. */
  readonly healthy: () => Promise<void>;
  readonly stop: () => Promise<number | null>;
}

const programOfNode = ([node, ...args]: readonly string[]): readonly [string, string[]] => {
  expect(node).toBe('node');
  return [process.execPath, args];
};

/** Starts what a container of the service would start, with other ports and addresses. */
const start = async (name: string, elsewhere: Readonly<Record<string, string>> = {}): Promise<Running> => {
  const service = compose.services[name]!;
  const user = asNode();
  const home = join(data, name);
  mkdirSync(home);
  if (user.uid !== undefined) chownSync(home, userId, userId);
  const port = String(await freePort());
  const env = { ...environmentOf(service), PORT: port, HOST: '127.0.0.1', WAVEBOOK_DATA: home, ...elsewhere };
  const [program, args] = programOfNode([...image.entrypoint, ...(service.command ?? image.command)]);
  const child = spawn(program, args, { cwd: folder, env, ...user, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += String(chunk)));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [checker, checkArgs] = programOfNode(image.healthcheck);
  const check = () =>
    new Promise<number | null>((resolve) =>
      spawn(checker, checkArgs, { cwd: folder, env, ...user, stdio: 'ignore' }).once('close', resolve),
    );
  return {
    url: `http://127.0.0.1:${port}`,
    said: () => said,
    async healthy() {
      while ((await check()) !== 0) {
        if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} and said: ${said}`);
        await pause(100);
      }
    },
    stop() {
      child.kill('SIGTERM');
      return exit;
    },
  };
};

const ask = async (url: string, query: string): Promise<unknown> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${filled.WAVEBOOK_ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
};

describe('what a container starts', () => {
  it('is a server on the embedded store that becomes healthy, answers, and ends by itself when it is told to', async () => {
    const ledger = await start('ledger');
    await ledger.healthy();
    expect(await ask(ledger.url, '{ __typename }')).toMatchObject({ data: { __typename: 'Query' } });
    expect(ledger.said()).not.toContain(filled.WAVEBOOK_ADMIN_TOKEN);
    expect(await ledger.stop()).toBe(0);
  });

  const options = programOf(
    { out: () => undefined, err: () => undefined, interactive: false, width: 80 },
    () => undefined,
  ).commands.find((each) => each.name() === 'start')!.options;
  const rolesAreThere = options.some(({ long }) => long === '--role');

  (rolesAreThere ? it : it.skip)(
    'is two API nodes and a projector, which show each other what was written',
    async () => {
      const double: Double = await startDouble();
      const elsewhere = { EVENTSTORE_URL: double.url(), READ_DATABASE_URL: await postgresDatabase() };
      const names = own.flatMap(([name, { profiles }]) => (profiles.includes('insecure') ? name : []));
      expect(names).toEqual(['api-1', 'api-2', 'projector']);
      const nodes = await Promise.all(names.map((name) => start(name, elsewhere)));
      await Promise.all(nodes.map((each) => each.healthy()));
      const [one, two] = nodes;
      const charter = `mutation { charterProgramme(input: { name: "Synthetic", owner: { title: "Director" },
      currentSituation: "a", targetPicture: "b", purposes: ["c"], scope: "d" }) { position userErrors { code } } }`;
      const { data: written } = (await ask(one!.url, charter)) as { data: { charterProgramme: { position: string } } };
      const { position } = written.charterProgramme;
      const seen = await ask(two!.url, `{ programmes(first: 1, minPosition: "${position}") { totalCount } }`);
      expect(seen).toMatchObject({ data: { programmes: { totalCount: 1 } } });
      expect(await Promise.all(nodes.map((each) => each.stop()))).toEqual([0, 0, 0]);
      await double.stop();
    },
  );
});
