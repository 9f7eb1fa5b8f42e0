import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Reaction, type ReactionParts, runReaction } from './reaction.js';
import { counterCatalogue } from './testing/counter-model.js';
import { gate, until } from './testing/watched-store.js';
import { type Bench, command, openCounter, workbench } from './testing/workbench.js';

let bench: ReturnType<typeof workbench>;
let stop: AbortController;
let running: Reaction[];
const told: object[] = [];

beforeEach(() => {
  bench = workbench();
  stop = new AbortController();
  running = [];
  told.length = 0;
});
afterEach(async () => {
  await end();
  await bench.remove();
});

/** Stops all reactions and waits for them. */
const end = async () => {
  stop.abort();
  await Promise.all(running.map(({ done }) => done));
};

const log = { warn: () => undefined, error: (values: object) => void told.push(values) };

const start = ({ store, vault }: Bench, on: ReactionParts['on'], checkpoints: ReactionParts['checkpoints'] = vault) => {
  const parts = { name: 'test', store, catalogue: counterCatalogue, checkpoints, on, retryDelayMs: 2, log };
  const reaction = runReaction({ ...parts, signal: stop.signal });
  running.push(reaction);
  return reaction;
};

const countUpTo = async (opened: Bench, programmeId: string, count: number) => {
  for (let n = 0; n < count; n++) await opened.ledger.submit(command('count', { step: 1 }, { programmeId }));
};

const totals = (seen: number[]): ReactionParts['on'] => ({
  Counted: async ({ data }) => void seen.push((data as { total: number }).total),
});

describe('a reaction', () => {
  it('is given each event that it is for, in order, old ones and new ones', async () => {
    const opened = await bench.open();
    const programmeId = await openCounter(opened.ledger);
    await countUpTo(opened, programmeId, 3);
    const seen: number[] = [];
    const reaction = start(opened, totals(seen));
    await until(() => seen.length === 3);
    await countUpTo(opened, programmeId, 2);
    await until(() => seen.length === 5);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    await until(() => reaction.status().position === 6n);
    expect(reaction.status()).toEqual({ name: 'test', position: 6n });
  });

  it('goes on after a restart where it had got to', async () => {
    const before = await bench.open();
    const programmeId = await openCounter(before.ledger);
    await countUpTo(before, programmeId, 2);
    const first: number[] = [];
    start(before, totals(first));
    await until(() => first.length === 2);
    await end();
    await bench.close(before);
    const after = await bench.open();
    await countUpTo(after, programmeId, 2);
    stop = new AbortController();
    const second: number[] = [];
    start(after, totals(second));
    await until(() => second.length === 2);
    expect([...first, ...second]).toEqual([1, 2, 3, 4]);
  });

  it('is given an event again when it was cut down before it could say that it was done', async () => {
    const opened = await bench.open();
    const programmeId = await openCounter(opened.ledger);
    await countUpTo(opened, programmeId, 1);
    const seen: number[] = [];
    let cut = true;
    const checkpoints = {
      checkpoint: (name: string) => opened.vault.checkpoint(name),
      async saveCheckpoint(name: string, position: bigint) {
        if (cut) throw new Error('the disk is full');
        await opened.vault.saveCheckpoint(name, position);
      },
    };
    const reaction = start(opened, totals(seen), checkpoints);
    await until(() => told.length > 0);
    await end();
    expect(reaction.status().failing?.error).toContain('the disk is full');
    expect(await opened.vault.checkpoint('test')).toBeUndefined();
    cut = false;
    stop = new AbortController();
    const again: number[] = [];
    start(opened, totals(again));
    await until(() => again.length === 1);
    expect([seen[0], again[0]]).toEqual([1, 1]);
  });

  it('waits for a checkpoint that cannot be read, and starts where it got to', async () => {
    const opened = await bench.open();
    const programmeId = await openCounter(opened.ledger);
    await countUpTo(opened, programmeId, 2);
    await opened.vault.saveCheckpoint('test', 2n);
    let isThere = false;
    const checkpoints: ReactionParts['checkpoints'] = {
      checkpoint: (name) => (isThere ? opened.vault.checkpoint(name) : Promise.reject(new Error('no keys just now'))),
      saveCheckpoint: (name, position) => opened.vault.saveCheckpoint(name, position),
    };
    const seen: number[] = [];
    const reaction = start(opened, totals(seen), checkpoints);
    await until(() => reaction.status().failing !== undefined);
    expect(reaction.status()).toMatchObject({ position: 0n, failing: { error: 'Error: no keys just now' } });
    isThere = true;
    await until(() => seen.length === 1);
    expect(seen).toEqual([2]);
    await until(() => reaction.status().failing === undefined);
  });

  it('tries an event again until it succeeds, keeps the order, and shows what it is stuck on', async () => {
    const opened = await bench.open();
    const programmeId = await openCounter(opened.ledger);
    await countUpTo(opened, programmeId, 3);
    const seen: number[] = [];
    let broken = true;
    const reaction = start(opened, {
      Counted: async ({ data }) => {
        const { total } = data as { total: number };
        if (total === 2 && broken) throw new Error('not now');
        seen.push(total);
      },
    });
    await until(() => (reaction.status().failing?.attempts ?? 0) >= 3);
    expect(reaction.status()).toMatchObject({
      position: 2n,
      failing: { position: 3n, eventType: 'Counted', error: 'Error: not now' },
    });
    expect(seen).toEqual([1]);
    expect(told[0]).toMatchObject({ reaction: 'test', attempts: 1 });
    broken = false;
    await until(() => seen.length === 3);
    expect(seen).toEqual([1, 2, 3]);
    expect(reaction.status().failing).toBeUndefined();
  });

  it('finishes the event in hand when it is stopped, and starts no other', async () => {
    const opened = await bench.open();
    const programmeId = await openCounter(opened.ledger);
    await countUpTo(opened, programmeId, 2);
    const door = gate();
    const steps: string[] = [];
    start(opened, {
      Counted: async () => {
        steps.push('begun');
        await door.opened;
        steps.push('done');
      },
    });
    await until(() => steps.length === 1);
    stop.abort();
    door.open();
    await end();
    expect(steps).toEqual(['begun', 'done']);
    expect(await opened.vault.checkpoint('test')).toBe(2n);
  });

  it('remembers that it passed events that are not for it', async () => {
    const opened = await bench.open();
    const programmeId = await openCounter(opened.ledger);
    await countUpTo(opened, programmeId, 5);
    const reaction = start(opened, {});
    await until(() => reaction.status().position === 6n);
    await end();
    expect(await opened.vault.checkpoint('test')).toBe(6n);
  });
});
