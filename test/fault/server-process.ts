import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const token = 'fault-token-0123456789';
const main = fileURLToPath(new URL('../../bin/ledger.js', import.meta.url));

/** The server as an operator starts it, in a process of its own. */
export interface ServerProcess {
  /** Where GraphQL is served. */
  readonly url: string;
  readonly root: string;
  /** Ends it as a crash does: nothing is closed, nothing is answered. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it as an operator does; gives its exit code. */
  stop(): Promise<number | null>;
}

interface Started {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  /** What it wrote, to both streams. */
  readonly said: () => string;
  /** Resolves with what it said as soon as this is in it. */
  readonly says: (text: string | RegExp) => Promise<string>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Starts a compiled program of this project, or one that is named before it. */
export const startProgram = (
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Started => {
  const [program, ...args] = command;
  const child = spawn(program!, args, {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let said = '';
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  void exit.then(() => running.delete(child));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += String(chunk);
      child.emit('heard');
    });
  const says = (text: string | RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (said.search(text) >= 0) resolve(said);
      };
      child.on('heard', look);
      void exit.then((code) => reject(new Error(`it ended with ${code} and said: ${said}`)));
      look();
    });
  return { child, exit, said: () => said, says };
};

const environmentOf = (data: string): Record<string, string> => ({
  PORT: '0',
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  WAVEBOOK_DATA: data,
  WAVEBOOK_ADMIN_TOKEN: token,
  WAVEBOOK_COST_PER_MINUTE: '0',
});

/** Starts a server that is given no time to become ready. */
export const startUnready = (data: string): Started => startProgram([process.execPath, main], environmentOf(data));

export const startServerProcess = async (data: string): Promise<ServerProcess> => {
  const { child, exit, says } = startUnready(data);
  const root = /ready at (\S+)/.exec(await says(/ready at \S+\s/))![1]!;
  return {
    root,
    url: `${root}/graphql`,
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
    stop() {
      child.kill('SIGTERM');
      return exit;
    },
  };
};
