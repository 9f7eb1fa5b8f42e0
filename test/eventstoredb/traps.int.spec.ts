import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDouble } from '../support/eventstoredb-double/start-double.js';
import { serverName, type ServerUnderTest, startServer } from './server.js';

const program = fileURLToPath(new URL('./trap-program.js', import.meta.url));

interface Ended {
  readonly code: number;
  readonly told: string;
  readonly complained: string;
}

const walkInto = (trap: string, url: string): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [program, trap, url], (_error, told, complained) =>
      resolve({ code: child.exitCode ?? -1, told, complained }),
    );
  });

describe(`traps of the client, with ${serverName}`, () => {
  let server: ServerUnderTest;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it('one client that is disposed of fails the appends of another, and the late answer ends the process', async () => {
    const { code, told, complained } = await walkInto('dispose the other', server.url);
    expect(told).toMatch(/^the append of the first client failed: 1 CANCELLED: Cancelled on client\n$/);
    expect(complained).toMatch(/TypeError: (promiseBank.get|undefined is not iterable|.*not iterable)/);
    expect(code).toBe(1);
  });

  it('an append of what cannot be written as JSON, or at no revision, is never answered', async () => {
    const { code, told } = await walkInto('never settles', server.url);
    expect(told.trim().split('\n')).toEqual([
      'data that is undefined: nobody knows',
      'data with a BigInt: nobody knows',
      'a revision that is null: nobody knows',
    ]);
    expect(code).toBe(0);
  });
});

describe('traps of the client that need a fault, with the double alone', () => {
  it('an append that is acknowledged twice ends the process', async () => {
    const double = await startDouble();
    await double.fault({ kind: 'duplicate acknowledgement' });
    const { code, complained } = await walkInto('answered twice', double.url());
    expect(complained).toMatch(/TypeError: .*not iterable/);
    expect(code).toBe(1);
    await double.stop();
  });
});
