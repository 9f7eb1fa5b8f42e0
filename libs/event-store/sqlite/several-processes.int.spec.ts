import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collect, newEvents, newStream, upTo } from '../contract/engine.js';
import type { EventStore, StoredEvent } from '../port.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

const program = fileURLToPath(new URL('../../../test/support/append-process.js', import.meta.url));

let folder: string;
let file: string;
let processes: ChildProcessWithoutNullStreams[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wavebook-processes-'));
  file = join(folder, 'ledger.db');
  processes = [];
});
afterEach(async () => {
  for (const child of processes) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

interface Writer {
  readonly child: ChildProcessWithoutNullStreams;
  /** Ids that the process was told are durable, and their positions. */
  readonly acknowledged: Map<string, bigint>;
  readonly ready: Promise<void>;
  readonly ended: Promise<{ code: number | null; complaints: string }>;
  go(): void;
}

const startWriter = (count: number, shared: string, told: (writer: Writer) => void = () => undefined): Writer => {
  const child = spawn(process.execPath, [program, file, String(count), shared]);
  processes.push(child);
  const acknowledged = new Map<string, bigint>();
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  let isReady = (): void => undefined;
  const writer: Writer = {
    child,
    acknowledged,
    ready: new Promise((resolve) => (isReady = resolve)),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, complaints })),
    go: () => child.stdin.write('go\n'),
  };
  createInterface(child.stdout).on('line', (line) => {
    const [what, id, position] = line.split(' ');
    if (what === 'ready') return isReady();
    acknowledged.set(id!, BigInt(position!));
    told(writer);
  });
  return writer;
};

const startTogether = async (writers: readonly Writer[]): Promise<void> => {
  await Promise.all(writers.map(({ ready }) => ready));
  for (const writer of writers) writer.go();
};

const reopened = async <Result>(use: (store: EventStore) => Promise<Result>): Promise<Result> => {
  const store = await openSqliteEventStore({ file, pollMs: 5 });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
};

const expectNoGaps = (events: readonly StoredEvent[]): void => {
  expect(events.map(({ position }) => position)).toEqual(upTo(events.length).map((n) => BigInt(n + 1)));
  const lengths = new Map<string, bigint>();
  for (const { stream, revision } of events) {
    expect(revision).toBe(lengths.get(stream) ?? 0n);
    lengths.set(stream, revision + 1n);
  }
};

const expectStored = (events: readonly StoredEvent[], { acknowledged }: Writer): void => {
  const positionOf = new Map(events.map(({ id, position }) => [id, position]));
  for (const [id, position] of acknowledged) expect(positionOf.get(id)).toBe(position);
};

describe('several writer processes on one ledger', () => {
  it('all make the file, all write at once, none is refused for a lock, and no position is lost', async () => {
    const [count, shared] = [150, newStream()];
    const writers = Array.from({ length: 4 }, () => startWriter(count, shared));
    await startTogether(writers);
    for (const { ended } of writers) expect(await ended).toEqual({ code: 0, complaints: '' });
    const events = await reopened((store) => collect(store.readAll()));
    expectNoGaps(events);
    expect(events).toHaveLength(4 * count);
    for (const writer of writers) {
      expect(writer.acknowledged.size).toBe(count);
      expectStored(events, writer);
    }
    expect(events.filter(({ stream }) => stream === shared)).toHaveLength((4 * count) / 10);
  });

  it('keep what was acknowledged when one is killed in the middle of it, and the others go on', async () => {
    const shared = newStream();
    const killed = startWriter(1_000_000, shared, ({ acknowledged, child }) => {
      if (acknowledged.size === 200) child.kill('SIGKILL');
    });
    const survivor = startWriter(300, shared);
    await startTogether([killed, survivor]);
    expect(await survivor.ended).toEqual({ code: 0, complaints: '' });
    expect(await killed.ended).toMatchObject({ code: null });
    const events = await reopened((store) => collect(store.readAll()));
    expectNoGaps(events);
    expect(killed.acknowledged.size).toBeGreaterThanOrEqual(200);
    for (const writer of [killed, survivor]) expectStored(events, writer);
  });

  it('are noticed by the subscribers of another process', async () => {
    const received = await reopened(async (store) => {
      await store.append(newStream(), 'no_stream', newEvents(2));
      const writer = startWriter(30, newStream());
      await writer.ready;
      let nudges = 0;
      store.onAppend(() => nudges++);
      const events: StoredEvent[] = [];
      for await (const batch of store.subscribe({ signal: new AbortController().signal })) {
        events.push(...batch.events);
        // Nothing is written before the subscriber has caught up and sleeps: only the poll can wake it.
        if (batch.caughtUp && events.length === 2) writer.go();
        if (events.length === 32) break;
      }
      expect(nudges).toBeGreaterThan(0);
      expect(await writer.ended).toEqual({ code: 0, complaints: '' });
      expectStored(events, writer);
      return events;
    });
    expectNoGaps(received);
  });

  it('end when they have nothing more to do, although the ledger is open', async () => {
    const index = new URL('../index.js', import.meta.url).href;
    const script = `const { openSqliteEventStore } = await import(${JSON.stringify(index)});
      const store = await openSqliteEventStore({ file: ${JSON.stringify(file)} });
      store.onAppend(() => undefined);
      await store.append('s', 'no_stream', [{ id: '${newEvents(1)[0]!.id}', type: 'T', data: {}, metadata: {} }]);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    processes.push(child);
    expect((await once(child, 'close'))[0]).toBe(0);
    expect(await reopened((store) => store.head())).toBe(1n);
  });
});
