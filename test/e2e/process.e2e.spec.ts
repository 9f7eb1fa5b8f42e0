import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { filesIn } from '../../apps/ledger/config.js';

const main = fileURLToPath(new URL('../../bin/ledger.js', import.meta.url));

let data: string;
let running: ChildProcess[];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'wavebook-'));
  running = [];
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(data, { recursive: true, force: true });
});

interface Ran {
  readonly child: ChildProcess;
  /** Everything it has written so far, to both streams. */
  readonly output: () => string;
  /** Resolves when it has written this. */
  readonly says: (text: string) => Promise<string>;
  readonly exit: Promise<number | null>;
}

const startMain = (environment: Record<string, string> = {}): Ran => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], PORT: '0', WAVEBOOK_DATA: data, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  const checks = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    output += String(chunk);
    for (const check of checks) check();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const says = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const check = () => {
        if (output.includes(text)) resolve(output);
      };
      checks.add(check);
      void exit.then((code) => reject(new Error(`it ended with ${code} and said: ${output}`)));
      check();
    });
  return { child, output: () => output, says, exit };
};

describe('the server as a process', () => {
  it('prints an admin token on its first start alone, serves with it, and ends on SIGTERM with 0', async () => {
    const first = startMain();
    const said = await first.says('shown this once');
    const url = /ready at (\S+)/.exec(said)![1]!;
    const token = /shown this once: {2}(\S+)/.exec(said)![1]!;
    const response = await fetch(`${url}/graphql?query={__typename}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);

    const second = startMain();
    await second.says('ready at');
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
    expect(second.output()).not.toContain('token=');
    expect(second.output()).not.toContain(token);
  });

  it('says in a sentence that its port is taken, and ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const server = startMain({
      PORT: String(port),
      WAVEBOOK_ADMIN_TOKEN: 'test-token-0123456789',
      LOG_LEVEL: 'silent',
    });
    expect(await server.exit).toBe(1);
    expect(server.output()).toBe(
      `Port ${port} on 127.0.0.1 is taken by another program. Stop that one, or set PORT to another number.\n`,
    );
    await new Promise((resolve) => other.close(resolve));
  });

  it('tells the admin token that it has made, also when it cannot start then', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const failed = startMain({ PORT: String((other.address() as AddressInfo).port) });
    expect(await failed.exit).toBe(1);
    await new Promise((resolve) => other.close(resolve));
    const token = /shown this once: {2}(\S+)/.exec(failed.output())![1]!;

    const url = /ready at (\S+)/.exec(await startMain().says('Data '))![1]!;
    const response = await fetch(`${url}/graphql?query={__typename}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(200);
  });

  it('says that the master key is missing, and makes no other', async () => {
    const first = startMain();
    await first.says('ready at');
    first.child.kill('SIGTERM');
    await first.exit;
    const { masterKey } = filesIn(data);
    await rm(masterKey);
    const second = startMain({ LOG_LEVEL: 'silent' });
    expect(await second.exit).toBe(1);
    expect(second.output()).toBe(
      `MASTER_KEY_MISSING: set WAVEBOOK_MASTER_KEY to the key that the keys of persons were made with, or put it into ${masterKey}\n`,
    );
    expect(existsSync(masterKey)).toBe(false);
  });

  it('leaves a backup as it is', async () => {
    await writeFile(filesIn(data).manifest, '{}');
    const server = startMain();
    expect(await server.exit).toBe(1);
    expect(server.output()).toBe(
      `${data} is a backup, and stays as it is. Restore it into another folder with “wavebook restore ${data}”.\n`,
    );
    expect(await readdir(data)).toEqual(['backup.json']);
  });

  it('says in a sentence that its data folder is a file', async () => {
    const file = join(data, 'file');
    await writeFile(file, '');
    const server = startMain({ WAVEBOOK_DATA: file });
    expect(await server.exit).toBe(1);
    expect(server.output()).toBe(`${file} cannot be used: it is a file, or lies in one, where a folder is needed.\n`);
  });

  it('names the variable that is wrong, and ends with 1', async () => {
    const server = startMain({ PORT: 'http' });
    expect(await server.exit).toBe(1);
    expect(server.output()).toBe('PORT must be a whole number from 0 to 65535.\n');
  });
});
