import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { chartered, solutionAdded } from '../support/programme.js';
import { startTestServer, testToken } from '../support/server.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The client that docs/subscriptions.md shows, as it stands there. */
const exampleClient = async (): Promise<string> => {
  const text = await readFile(join(root, 'docs/subscriptions.md'), 'utf8');
  return /```js\n(.*?)```/s.exec(text)![1]!;
};

/** The client at work, in a process of its own, and what it has printed so far. */
const startClient = async (environment: Record<string, string>) => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', await exampleClient()], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...environment },
  });
  const printed = { out: '', err: '' };
  let wake: () => void = () => undefined;
  for (const stream of ['out', 'err'] as const)
    child[`std${stream}`].on('data', (chunk) => {
      printed[stream] += String(chunk);
      wake();
    });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  void exited.then(() => wake());
  return {
    printed,
    exited,
    async until(stream: 'out' | 'err', text: string): Promise<void> {
      while (!printed[stream].includes(text)) {
        if (child.exitCode !== null) throw new Error(`the client ended: ${printed.err}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async stop(): Promise<void> {
      child.kill();
      await exited;
    },
  };
};

const countOf = (text: string, part: string): number => text.split(part).length - 1;

describe('the client of docs/subscriptions.md', () => {
  it('prints each line once, over restarts of the server and of its own', async () => {
    let server = await startTestServer();
    const { port } = new URL(server.url);
    const programmeId = await chartered(server, 'Exemplary');
    const environment = {
      WAVEBOOK: `${server.url.replace('http', 'ws')}/graphql`,
      TOKEN: testToken,
      PROGRAMME: programmeId,
      POSITION_FILE: join(server.data, 'position.txt'),
    };
    let client = await startClient(environment);
    try {
      await client.until('out', 'Exemplary');
      await server.stop();
      await client.until('err', '1001 The server is shutting down; resume after 1');
      server = await startTestServer({ data: server.data, server: { port: Number(port) } });
      const position = await solutionAdded(server, programmeId, 'Tablets');
      await client.until('out', 'Tablets');
      while ((await readFile(environment.POSITION_FILE, 'utf8')) !== position) await new Promise(setImmediate);
      await client.stop();
      const before = client.printed.out;
      await solutionAdded(server, programmeId, 'Robots');
      client = await startClient(environment);
      await client.until('out', 'Robots');
      const printed = before + client.printed.out;
      for (const name of ['Exemplary', 'Tablets', 'Robots']) expect(countOf(printed, name)).toBe(1);
    } finally {
      await client.stop();
      await server.stop();
      await rm(server.data, { recursive: true, force: true });
    }
  }, 60_000);

  it('gives up when its token lets nobody in', async () => {
    const server = await startTestServer();
    const client = await startClient({
      WAVEBOOK: `${server.url.replace('http', 'ws')}/graphql`,
      TOKEN: 'nobody-0123456789',
      PROGRAMME: '00000000-0000-4000-8000-000000000000',
      POSITION_FILE: join(server.data, 'position.txt'),
    });
    try {
      expect(await client.exited).toEqual([1, null]);
      expect(client.printed.err).toBe('4403 Forbidden\n');
    } finally {
      await server.remove();
    }
  }, 60_000);
});
