import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pino } from 'pino';
import { type Parts, openParts } from '../../apps/ledger/parts.js';
import { filesWith } from '../support/plaintext.js';
import { holds } from '../support/property.js';
import { assertRefolded } from '../support/refolded.js';
import { DrawnBook, stories } from './drawn-book.js';
import { personalEmail, personalName } from './drawn-input.js';
import { HandClock, submitDrawn } from './submit-drawn.js';

const turnsMax = 100;
const waitMsMax = 30_000;

describe('a ledger that is given any sequence of commands', () => {
  let data: string;
  let parts: Parts;
  const clock = new HandClock();
  let books = 0;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'wavebook-properties-'));
    parts = await openParts({
      data,
      masterKey: undefined,
      timeZone: 'Europe/Oslo',
      log: pino({ level: 'silent' }),
      now: clock.now,
      role: 'visitor',
    });
  });
  afterAll(async () => {
    await parts.close();
    rmSync(data, { recursive: true, force: true });
  });

  holds(
    'writes what the domain decides, and its live tables are what the lines make',
    8,
    fc.asyncProperty(stories(turnsMax), async (turns) => {
      const drawn = new DrawnBook(`book ${++books}`);
      for (const turn of turns) drawn.take(turn);
      await submitDrawn(parts, clock, drawn);
      const { readModels, store, ledger } = parts;
      expect(await readModels.waitFor(await store.head(), { timeoutMs: waitMsMax })).toBe(true);
      expect((await readModels.status()).stopped).toEqual([]);
      await assertRefolded(store, readModels);
      expect((await ledger.book(drawn.programmeId))?.revision).toBe(
        BigInt(drawn.given.flatMap((each) => each.lines).length - 1),
      );
    }),
  );

  it('finds the same tables when it makes them anew, and no person’s name in any file', async () => {
    expect(await parts.readModels.rebuild()).toMatchObject({ differs: [] });
    expect(await assertRefolded(parts.store, parts.readModels)).toBeGreaterThan(0);
    expect(await filesWith(data, [personalName, personalEmail])).toEqual([]);
  });
});
