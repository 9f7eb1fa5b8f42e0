import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { postgresDatabase } from '../support/postgres.js';

const program = fileURLToPath(new URL('./lead-program.js', import.meta.url));
const candidates: ReturnType<typeof candidateOn>[] = [];

const candidateOn = (url: string) => {
  const child = spawn(process.execPath, [program, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async (): Promise<string> => (await lines.next()).value as string;
  return { said, send: (signal: NodeJS.Signals) => child.kill(signal) };
};
const join = (url: string) => {
  const candidate = candidateOn(url);
  candidates.push(candidate);
  return candidate;
};
afterAll(() => candidates.forEach(({ send }) => send('SIGKILL')));

it('goes to another process within seconds when the one that leads is frozen, which finds out when it goes on', async () => {
  const url = await postgresDatabase();
  const frozen = join(url);
  expect(await frozen.said()).toBe('leads 1');
  const next = join(url);
  frozen.send('SIGSTOP');
  const began = performance.now();
  expect(await next.said()).toBe('leads 2');
  expect(performance.now() - began).toBeLessThan(10_000);
  frozen.send('SIGCONT');
  expect(await frozen.said()).toBe('over 1');
}, 30_000);
