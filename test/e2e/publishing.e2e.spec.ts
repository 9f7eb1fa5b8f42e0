import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { notesIn, parseCheckpoint, textOfNote } from '#proof';
import { CommandLine, charterLongAgo, enrol } from '../support/command-line.js';
import { Receiver, fails } from '../support/receiver.js';
import { until } from '../support/until.js';

let line: CommandLine;
let receiver: Receiver;
beforeEach(async () => {
  line = await CommandLine.open();
  receiver = await Receiver.open();
});
afterEach(async () => {
  await line.remove();
  await receiver.close();
});

const sizesOf = (notes: readonly string[]) => notes.map((note) => parseCheckpoint(textOfNote(note)).size);

const started = async (environment: Readonly<Record<string, string>>) => {
  const running = line.start(['start'], environment);
  const url = /ready at (http:\/\/[\d.:]+)/.exec(await running.says('ready at'))![1]!;
  const stop = async () => {
    running.child.kill('SIGTERM');
    return running.ended;
  };
  return { url, stop };
};

describe('a server that gives its checkpoints away', () => {
  it('sends each to an address and appends it to a file, which the command line holds the ledger against', async () => {
    const file = join(line.data, 'checkpoints.txt');
    const { stop } = await started({
      WAVEBOOK_CHECKPOINT_FILE: file,
      WAVEBOOK_CHECKPOINT_URL: receiver.url.href,
      WAVEBOOK_CHECKPOINT_EVERY: '1',
      WAVEBOOK_CHECKPOINT_PRIVATE: 'allow',
    });
    await receiver.received(1);
    const programmeId = await line.withLedger((ledger) => charterLongAgo(ledger));
    await receiver.received(2);
    await line.withLedger((ledger) => enrol(ledger, programmeId, [{ name: 'Synthetic unit', eligible: 4 }]));
    await until(
      async () => sizesOf(receiver.bodies).at(-1),
      (size) => size === 3n,
    );
    const written = await until(
      async () => sizesOf(notesIn(readFileSync(file, 'utf8'))),
      (sizes) => sizes.at(-1) === 3n,
    );
    expect(written).toEqual([...new Set(written)].sort());
    expect((await stop()).code).toBe(0);

    const verified = await line.run('verify', '--checkpoint', file, '--json');
    expect(verified).toMatchObject({ code: 0 });
    expect(JSON.parse(verified.out)).toMatchObject({ checkpoints: written.length, finding: null });
    expect((await line.run('verify', '--checkpoint', file)).out).toContain(
      `The ledger begins with what ${written.length} checkpoints in ${file} stand for.`,
    );
  });

  it('works on when neither takes any, and tells in its health since when', async () => {
    receiver.manner = fails;
    const folder = join(line.data, 'a-folder');
    mkdirSync(folder);
    const { url, stop } = await started({
      WAVEBOOK_CHECKPOINT_FILE: folder,
      WAVEBOOK_CHECKPOINT_URL: receiver.url.href,
      WAVEBOOK_CHECKPOINT_PRIVATE: 'allow',
    });
    await receiver.received(1);
    type Health = { parts: { publishing: { places: { behind: boolean; since: string }[] } } };
    const health = await until(
      async () => {
        const response = await fetch(`${url}/health/ready`);
        return { ...((await response.json()) as Health), status: response.status };
      },
      ({ status, parts }) => status === 200 && parts.publishing.places.every(({ behind }) => behind),
    );
    expect(health.parts.publishing).toEqual({
      ok: true,
      places: [
        {
          name: 'WAVEBOOK_CHECKPOINT_FILE',
          size: null,
          behind: true,
          since: expect.any(String),
          code: 'FILE_NOT_WRITTEN',
        },
        { name: 'WAVEBOOK_CHECKPOINT_URL', size: null, behind: true, since: expect.any(String), code: 'NOT_TAKEN' },
      ],
    });
    expect((await stop()).code).toBe(0);
  });

  it('does not start when it is to send them to this machine and was not told that it may', async () => {
    const { code, err } = await line.start(['start'], { WAVEBOOK_CHECKPOINT_URL: 'https://127.0.0.1:8443/' }).ended;
    expect({ code, err }).toEqual({
      code: 1,
      err: 'WAVEBOOK_CHECKPOINT_URL must not be an address of this machine or of a private network, unless WAVEBOOK_CHECKPOINT_PRIVATE is allow.\n',
    });
  });
});
