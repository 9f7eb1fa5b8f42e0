import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../support/command-line.js';

const timeoutMs = 120_000;

let cli: CommandLine;
beforeEach(async () => {
  cli = await CommandLine.open();
});
afterEach(() => cli.remove());

const ready = 'Ctrl-C stops the server';
const readyAt = (said: string) => ({
  url: /Open +(\S+)\/altair#token=/.exec(said)![1]!,
  token: /Token +(\S+)/.exec(said)![1]!,
});

const askedFor = async ({ url, token }: { url: string; token: string }): Promise<unknown> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ programmes(first: 1) { totalCount edges { node { name } } } }' }),
  });
  const { data } = (await response.json()) as { data: unknown };
  return { data };
};
const programmes = { data: { programmes: { totalCount: 1, edges: [{ node: { name: 'Digital skolehverdag' } }] } } };

describe('wavebook demo', () => {
  it(
    'writes the demo, serves it with a token of its own, and uses it again until it is told to write it anew',
    async () => {
      const first = cli.start(['demo']);
      const said = await first.says(ready);
      expect(said).toMatch(/^The demo was written to \S+ in [\d.]+ s\.\n/);
      expect(await askedFor(readyAt(said))).toEqual(programmes);
      const [command] = /curl [^]*?}'/.exec(said)!;
      expect(command).toContain(`Bearer ${readyAt(said).token}`);

      const beside = await cli.run('demo', '--fresh');
      const { url } = readyAt(said);
      expect(beside).toMatchObject({ code: 1, out: '' });
      expect(beside.err).toContain(
        `in use by process ${first.child.pid}, which serves it at ${url}. Stop that (Ctrl-C`,
      );
      expect(await askedFor(readyAt(said))).toEqual(programmes);
      first.child.kill('SIGINT');
      expect(await first.ended).toMatchObject({ code: 0, out: expect.not.stringContaining('"level"') as unknown });

      const second = cli.start(['demo'], { WAVEBOOK_ADMIN_TOKEN: 'a-token-of-my-own' });
      const saidAgain = await second.says(ready);
      expect(saidAgain).toContain('is used again');
      expect(readyAt(saidAgain).token).toBe('a-token-of-my-own');
      expect(await askedFor(readyAt(saidAgain))).toEqual(programmes);
      second.child.kill('SIGTERM');
      expect((await second.ended).code).toBe(0);

      await writeFile(join(cli.folder, 'added'), '');
      const third = cli.start(['demo', '--fresh']);
      expect(await third.says(ready)).toContain('was written');
      expect(await readdir(cli.folder)).not.toContain('added');
    },
    timeoutMs,
  );

  it(
    'leaves nothing half written behind when it is stopped, and clears away what one that was killed has left',
    async () => {
      const drafts = async () => (await readdir(cli.data)).filter((name) => name.includes('.draft-'));
      const writing = async (besides: readonly string[] = []) => {
        const demo = cli.start(['demo']);
        while ((await drafts()).every((name) => besides.includes(name))) await pause(5);
        return demo;
      };
      const killed = await writing();
      killed.child.kill('SIGKILL');
      await killed.ended;
      const left = await drafts();
      expect(left).toHaveLength(1);

      const stopped = await writing(left);
      stopped.child.kill('SIGINT');
      expect((await stopped.ended).code).toBe(130);
      expect(await readdir(cli.data)).toEqual(['ledger']);
      expect(await readdir(cli.folder)).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'does not touch a folder that holds something else, not even when it is to write anew',
    async () => {
      await writeFile(join(cli.folder, 'mine'), '');
      for (const args of [['demo'], ['demo', '--fresh']])
        expect(await cli.run(...args)).toMatchObject({
          code: 1,
          out: '',
          err: expect.stringMatching(/holds something else than the demo, and is left alone.*\n$/) as unknown,
        });
      expect(await readdir(cli.folder)).toEqual(['mine']);
    },
    timeoutMs,
  );
});

describe('wavebook start', () => {
  it(
    'serves the ledger, and says in a sentence what is wrong with its configuration',
    async () => {
      expect(await cli.start(['start'], { PORT: 'x' }).ended).toEqual({
        code: 1,
        out: '',
        err: 'PORT must be a whole number from 0 to 65535.\n',
      });
      const server = cli.start(['start'], { LOG_LEVEL: 'warn' });
      const said = await server.says('shown this once');
      const [, url] = /ready at (\S+)/.exec(said)!;
      const [, token] = /shown this once: +(\S+)/.exec(said)!;
      expect(await askedFor({ url: url!, token: token! })).toEqual({
        data: { programmes: { totalCount: 0, edges: [] } },
      });
      server.child.kill('SIGTERM');
      expect((await server.ended).code).toBe(0);
    },
    timeoutMs,
  );
});
