import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeptCheckpoint } from '#proof';
import { Receiver, fails, hangs, redirects, takes } from '../../../test/support/receiver.js';
import { postText, takenText } from './post-text.js';
import { isPublicAddress, publicLookup } from './public-address.js';
import { type Publisher, runPublisher } from './publisher.js';
import type { PublishingError } from './publishing-error.js';

let receiver: Receiver;
let ending: AbortController;
beforeEach(async () => {
  receiver = await Receiver.open();
  ending = new AbortController();
});
afterEach(async () => {
  ending.abort();
  await receiver.close();
});

const checkpoint = (size: bigint): KeptCheckpoint => ({ size, note: `note ${size}`, sealedAt: '2018-01-15T12:00:00Z' });
const logged = () => {
  const lines: { readonly message: string; readonly code?: unknown }[] = [];
  const news = new EventEmitter();
  const add = (fields: object, message: string) => {
    lines.push({ ...fields, message });
    news.emit('line');
  };
  const said = async (message: string) => {
    while (!lines.some((line) => line.message === message)) await once(news, 'line');
  };
  return { lines, said, logger: { info: add, warn: add } };
};

/** A publisher that sends what `tree` says to the receiver, as the server does it but in a hurry. */
const publishing = (tree: { newest: KeptCheckpoint | undefined }, everyMs = 1, timeoutMs = 10_000) => {
  const { signal } = ending;
  const log = logged();
  const publisher = runPublisher({
    place: {
      name: 'RECEIVER',
      give: async ({ note }) =>
        void takenText(await postText(receiver.url, note, { allowPrivate: true, signal, timeoutMs })),
    },
    newest: () => Promise.resolve(tree.newest),
    everyMs,
    signal,
    logger: log.logger,
    retryMs: 2,
  });
  return { publisher, ...log };
};

const given = async (publisher: Publisher, size: bigint) => {
  while (publisher.status().size !== size) await new Promise(setImmediate);
};

describe('giving checkpoints to a receiver', () => {
  it('sends the note as it is signed, as plain text, and again only when the tree has grown', async () => {
    const tree = { newest: checkpoint(1n) };
    const { publisher } = publishing(tree);
    await receiver.received(1);
    await given(publisher, 1n);
    tree.newest = checkpoint(3n);
    expect(await receiver.received(2)).toEqual(['note 1', 'note 3']);
    expect(receiver.types).toEqual(['text/plain; charset=utf-8', 'text/plain; charset=utf-8']);
    await given(publisher, 3n);
    expect(publisher.status()).toEqual({ name: 'RECEIVER', size: 3n });
  });

  it('sends nothing more within the time that it is to wait between two', async () => {
    const tree = { newest: checkpoint(1n) };
    const { publisher } = publishing(tree, 3_600_000);
    await given(publisher, 1n);
    tree.newest = checkpoint(2n);
    ending.abort();
    await publisher.done;
    expect(receiver.bodies).toEqual(['note 1']);
  });

  it('tries again while the receiver fails, tells since when, and sends the newest when it is back', async () => {
    receiver.manner = fails;
    const tree = { newest: checkpoint(1n) };
    const { publisher, said, lines } = publishing(tree);
    await receiver.received(3);
    expect(publisher.status()).toMatchObject({
      size: undefined,
      behind: { since: expect.stringMatching(/^\d{4}-/), code: 'NOT_TAKEN' },
    });
    tree.newest = checkpoint(2n);
    tree.newest = checkpoint(7n);
    receiver.manner = takes;
    await said('checkpoints are given away again');
    const after = receiver.bodies.at(-1);
    expect(after).toBe('note 7');
    expect(receiver.bodies).not.toContain('note 2');
    expect(publisher.status()).toEqual({ name: 'RECEIVER', size: 7n });
    // However often it was tried, the log tells it once.
    expect(lines.filter(({ code }) => code === 'NOT_TAKEN')).toHaveLength(1);
  });

  it('gives up on an answer that does not come, and goes on when the receiver is well again', async () => {
    receiver.manner = hangs;
    const { publisher, said } = publishing({ newest: checkpoint(1n) }, 1, 50);
    await said('a checkpoint was not given away');
    expect(publisher.status().behind?.code).toBe('TIMED_OUT');
    receiver.manner = takes;
    await said('checkpoints are given away again');
  });

  it('does not follow an answer that leads elsewhere', async () => {
    const elsewhere = await Receiver.open();
    receiver.manner = redirects(elsewhere.url.href);
    const { publisher } = publishing({ newest: checkpoint(1n) });
    await receiver.received(2);
    expect(publisher.status().behind?.code).toBe('REDIRECTED');
    expect(elsewhere.bodies).toEqual([]);
    await elsewhere.close();
  });

  it('ends at once, also while it waits for an answer', async () => {
    receiver.manner = hangs;
    const { publisher } = publishing({ newest: checkpoint(1n) });
    await receiver.received(1);
    ending.abort();
    await publisher.done;
    expect(publisher.status().behind).toBeUndefined();
  });

  it('outlives a fault of whoever tells the newest checkpoint', async () => {
    let asked = 0;
    const tree = {
      get newest() {
        if (asked++ === 0) throw new Error('the disk is away');
        return checkpoint(1n);
      },
    };
    const { said } = publishing(tree);
    await said('checkpoints are given away again');
    expect(receiver.bodies).toEqual(['note 1']);
  });
});

describe('an address that checkpoints are sent to', () => {
  const codeOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'taken',
      (error: PublishingError) => error.code,
    );
  const options = () => ({ allowPrivate: false, signal: ending.signal });

  it.each([
    ['93.184.215.14', true],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
    ...[
      ...['127.0.0.1', '127.255.255.254', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
      ...['100.64.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.1', '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1'],
      ...[
        '::ffff:127.0.0.1',
        '::ffff:10.0.0.1',
        '::127.0.0.1',
        '64:ff9b::a00:1',
        '2002:7f00:1::',
        '2001:0:1::',
        'ff02::1',
      ],
      ...['localhost', ''],
    ].map((address) => [address, false] as const),
  ])('%j is one of the internet: %s', (address, expected) => expect(isPublicAddress(address)).toBe(expected));

  it('is refused without a connection when it is this machine, in whatever way that is written', async () => {
    const { port } = receiver.url;
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]'])
      expect([host, await codeOf(postText(new URL(`http://${host}:${port}/`), 'note', options()))]).toEqual([
        host,
        'ADDRESS_NOT_PUBLIC',
      ]);
    expect(receiver.bodies).toEqual([]);
  });

  it.each([true, false])(
    'is checked after its name was looked up, in the look-up that connects (all: %s)',
    async (all) => {
      const error = await new Promise((resolve) => publicLookup('localhost', { all }, resolve));
      expect(error).toMatchObject({ code: 'ADDRESS_NOT_PUBLIC' });
    },
  );

  it('that nobody answers at is told as such, and so is an answer without an end', async () => {
    const gone = await Receiver.open();
    const { url } = gone;
    await gone.close();
    const allowed = { ...options(), allowPrivate: true };
    expect(await codeOf(postText(url, 'note', allowed))).toBe('NOT_REACHED');
    receiver.manner = (_request, response) => void response.writeHead(200).write('x'.repeat(100_000));
    expect(await codeOf(postText(receiver.url, 'note', allowed))).toBe('ANSWER_TOO_LONG');
    receiver.manner = (_request, response) => {
      response.writeHead(200).write('half of');
      response.destroy();
    };
    expect(await codeOf(postText(receiver.url, 'note', allowed))).toBe('NOT_REACHED');
  });
});
