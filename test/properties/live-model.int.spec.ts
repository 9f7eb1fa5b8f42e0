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
import { DrawnBook, type Given, stories } from './drawn-book.js';
import { personalEmail, personalName } from './drawn-input.js';

const turnsMax = 100;
const waitMsMax = 30_000;

describe('a ledger that is given any sequence of commands', () => {
  let data: string;
  let parts: Parts;
  let now: string;
  let books = 0;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'wavebook-properties-'));
    parts = await openParts({
      data,
      masterKey: undefined,
      timeZone: 'Europe/Oslo',
      log: pino({ level: 'silent' }),
      now: () => new Date(now),
      onDuty: false,
    });
  });
  afterAll(async () => {
    await parts.close();
    rmSync(data, { recursive: true, force: true });
  });

  const submit = async ({ command, input, commandId, occurredOn, lines }: Given, programmeId: string) => {
    const outcome = await parts.ledger.submit({
      ...(command === 'charterProgramme' ? {} : { programmeId }),
      command,
      input,
      actor: { id: 'test-manager', role: 'manager' },
      record: { commandId, occurredOn },
    });
    if (!outcome.accepted) throw new Error(`${command} was refused: ${JSON.stringify(outcome.refusals)}`);
    const placeOf = ({ id, type, revision, occurredOn: on }: (typeof lines)[number]) => ({ id, type, revision, on });
    expect(outcome.events.map(placeOf)).toEqual(lines.map(placeOf));
  };

  /** Commands that the ledger learns of at the same moment are given at once: they are decided one on top of the other. */
  const submitAll = async ({ given, programmeId }: DrawnBook) => {
    for (let from = 0; from < given.length;) {
      now = given[from]!.now;
      const moment = given.slice(from).findIndex((each) => each.now !== now);
      const to = moment < 0 ? given.length : from + moment;
      await Promise.all(given.slice(from, to).map((each) => submit(each, programmeId)));
      from = to;
    }
  };

  holds(
    'writes what the domain decides, and its live tables are what the lines make',
    8,
    fc.asyncProperty(stories(turnsMax), async (turns) => {
      const drawn = new DrawnBook(`book ${++books}`);
      for (const turn of turns) drawn.take(turn);
      await submitAll(drawn);
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
