import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ClockParts, runClock } from './clock.js';
import { clockCommandIdOf, isUuid } from './ids.js';
import { manualClock } from './testing/manual-clock.js';
import { settle, until } from './testing/watched-store.js';
import { type Bench, openCounter, uuid, workbench } from './testing/workbench.js';

let bench: ReturnType<typeof workbench>;
let stop: AbortController;
let running: Promise<void>[];
let told: string[];

beforeEach(() => {
  bench = workbench();
  stop = new AbortController();
  running = [];
  told = [];
});
afterEach(async () => {
  stop.abort();
  await Promise.all(running);
  await bench.remove();
});

const log = {
  warn: (_values: object, message: string) => void told.push(message),
  error: (_values: object, message: string) => void told.push(message),
};

const start = ({ ledger, vault }: Bench, clock: ReturnType<typeof manualClock>, due: ClockParts['due']) =>
  void running.push(runClock({ ledger, vault, due, now: clock.now, wait: clock.wait, signal: stop.signal, log }));

const linesOf = async ({ store }: Bench, programmeId: string) => {
  const lines = [];
  for await (const { type, data, metadata } of store.read(`programme-${programmeId}`, { from: 1n }))
    lines.push({ type, data, metadata: metadata as { occurredOn: string } });
  return lines;
};
const daysOf = async (opened: Bench, programmeId: string) =>
  (await linesOf(opened, programmeId)).map(({ data }) => (data as { day: string }).day);

describe('the clock', () => {
  it('catches up at the start on what fell due while nothing ran, each day dated as it was', async () => {
    const clock = manualClock('2018-01-01T12:00:00Z');
    const before = await bench.open({ now: clock.now });
    const programmeId = await openCounter(before.ledger);
    await bench.close(before);
    clock.moveTo('2018-01-04T12:00:00Z');
    const after = await bench.open({ now: clock.now });
    start(after, clock, async () => [programmeId]);
    await until(() => clock.alarms().length === 1);
    const lines = await linesOf(after, programmeId);
    expect(lines.map(({ data }) => data)).toEqual([
      { day: '2018-01-02' },
      { day: '2018-01-03' },
      { day: '2018-01-04' },
    ]);
    expect(lines.map(({ metadata }) => metadata.occurredOn)).toEqual(['2018-01-02', '2018-01-03', '2018-01-04']);
    const secret = await after.vault.secret('clock-command-id');
    for (const { metadata } of lines)
      expect(metadata).toMatchObject({
        recordedAt: '2018-01-04T12:00:00.000Z',
        actor: { id: 'clock', role: 'system' },
        commandId: clockCommandIdOf(secret, programmeId, '2018-01-04', 0n),
      });
  });

  it('bears an id that only this ledger can work out', async () => {
    const { vault } = await bench.open();
    const idBy = (secret: Buffer) => clockCommandIdOf(secret, uuid(1), '2018-01-04', 0n);
    const own = await vault.secret('clock-command-id');
    expect(isUuid(idBy(own))).toBe(true);
    expect(idBy(own)).toBe(idBy(await vault.secret('clock-command-id')));
    expect(idBy(Buffer.alloc(32))).not.toBe(idBy(own));
  });

  it('comes every minute and at midnight, and is silent when nothing is due', async () => {
    const clock = manualClock('2018-01-15T22:58:30Z');
    const opened = await bench.open({ now: clock.now });
    const programmeId = await openCounter(opened.ledger);
    const asked: string[] = [];
    start(opened, clock, async (today) => {
      asked.push(today);
      return [programmeId];
    });
    for (const moment of ['2018-01-15T22:59:30.000Z', '2018-01-15T23:00:00.000Z', '2018-01-15T23:00:30.000Z']) {
      await until(() => clock.alarms().length === 1);
      expect(clock.alarms()).toEqual([moment]);
      clock.moveTo(moment);
    }
    await until(() => asked.length === 4);
    await until(() => clock.alarms().length === 1);
    expect(asked).toEqual(['2018-01-15', '2018-01-15', '2018-01-16', '2018-01-16']);
    expect(await daysOf(opened, programmeId)).toEqual(['2018-01-16']);
    expect(told).toEqual([]);
  });

  it('writes once what two clocks in two processes find due', async () => {
    const clock = manualClock('2018-01-01T12:00:00Z');
    const benches = [await bench.open({ now: clock.now }), await bench.open({ now: clock.now })];
    const books = [await openCounter(benches[0]!.ledger), await openCounter(benches[0]!.ledger)];
    for (const each of benches) start(each, clock, async () => books);
    const days = Array.from({ length: 15 }, (_, n) => `2018-01-${String(n + 2).padStart(2, '0')}`);
    for (const day of days) {
      await until(() => clock.alarms().length === 2);
      clock.moveTo(`${day}T12:00:00Z`);
    }
    await until(() => clock.alarms().length === 2);
    for (const programmeId of books) expect(await daysOf(benches[1]!, programmeId)).toEqual(days);
    expect(told).toEqual([]);
  });

  it('goes on with the other books when one fails, tells of it, and tries again in the next round', async () => {
    const clock = manualClock('2018-01-01T12:00:00Z');
    const opened = await bench.open({ now: clock.now });
    const [bad, good] = [await openCounter(opened.ledger), await openCounter(opened.ledger)];
    clock.moveTo('2018-01-02T12:00:00Z');
    opened.store.through = (forward, { stream }) =>
      stream.endsWith(bad) ? Promise.reject(new Error('no room')) : forward();
    start(opened, clock, async () => [bad, uuid(404), good]);
    await until(() => clock.alarms().length === 1);
    expect(await daysOf(opened, good)).toEqual(['2018-01-02']);
    expect(told).toEqual(['what fell due was not written; the next round tries again']);
    opened.store.through = (forward) => forward();
    clock.moveTo('2018-01-02T12:01:00Z');
    await until(() => clock.alarms().length === 1);
    expect(await daysOf(opened, bad)).toEqual(['2018-01-02']);
  });

  it('outlives keys that cannot be reached, and writes what fell due once they can', async () => {
    const clock = manualClock('2018-01-01T12:00:00Z');
    const opened = await bench.open({ now: clock.now });
    const programmeId = await openCounter(opened.ledger);
    clock.moveTo('2018-01-02T12:00:00Z');
    let isThere = false;
    const secret = (name: string) =>
      isThere ? opened.vault.secret(name) : Promise.reject(new Error('no keys just now'));
    start({ ...opened, vault: { ...opened.vault, secret } }, clock, async () => [programmeId]);
    await until(() => clock.alarms().length === 1);
    expect(await daysOf(opened, programmeId)).toEqual([]);
    isThere = true;
    clock.moveTo('2018-01-02T12:01:00Z');
    await until(() => clock.alarms().length === 1);
    expect(await daysOf(opened, programmeId)).toEqual(['2018-01-02']);
  });

  it('survives a round that finds nothing out', async () => {
    const clock = manualClock('2018-01-01T12:00:00Z');
    const opened = await bench.open({ now: clock.now });
    let rounds = 0;
    start(opened, clock, () => (rounds++ === 0 ? Promise.reject(new Error('no read models')) : Promise.resolve([])));
    await until(() => clock.alarms().length === 1);
    expect(told).toEqual(['a round of the clock failed; the next one tries again']);
    clock.moveTo('2018-01-01T12:01:00Z');
    await until(() => rounds === 2);
  });

  it('does nothing more once it was stopped', async () => {
    const clock = manualClock('2018-01-01T12:00:00Z');
    const opened = await bench.open({ now: clock.now });
    const programmeId = await openCounter(opened.ledger);
    clock.moveTo('2018-01-05T12:00:00Z');
    start(opened, clock, async () => {
      stop.abort();
      return [programmeId];
    });
    await running[0];
    await settle();
    expect(await daysOf(opened, programmeId)).toEqual([]);
  });
});
