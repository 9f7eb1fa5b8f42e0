import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Told } from './told.js';

export const token = 'bench-token-0123456789';

const pollMs = 5;
const readyMsMax = 120_000;

/** A server in a process of its own. */
export interface ChildServer {
  /** Where GraphQL is served. */
  readonly url: string;
  readonly process: ChildProcess;
  /** What it tells of itself; for entries that call `tellWhenAsked`. */
  ask(): Promise<Told>;
  /** From the start of the process until `/health/ready` answered 200. */
  readonly readyMs: number;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );

/**
 * Starts a compiled entry of this project, as `node` would without it, and waits until it is ready. Both streams go to
 * a file in the folder, as under a service manager. `BENCH_NODE_OPTIONS` is for a profiler.
 */
export const startChild = async (
  entry: string,
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildServer> => {
  const port = await freePort();
  const logFile = join(folder, `${port}.log`);
  const log = openSync(logFile, 'w');
  const script = fileURLToPath(new URL(`../../${entry}`, import.meta.url));
  const began = performance.now();
  const flags = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter(Boolean);
  const child = spawn(process.execPath, [...flags, script], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PORT: String(port),
      WAVEBOOK_DATA: folder,
      WAVEBOOK_ADMIN_TOKEN: token,
      ...environment,
    },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const root = `http://127.0.0.1:${port}`;
  while (!(await isReady(root))) {
    if (child.exitCode !== null || performance.now() - began > readyMsMax)
      throw new Error(`${entry} is not ready: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
    await delay(pollMs);
  }
  return {
    url: `${root}/graphql`,
    process: child,
    readyMs: performance.now() - began,
    async ask() {
      const told = once(child, 'message');
      child.send('tell');
      return ((await told) as [Told])[0];
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
};
