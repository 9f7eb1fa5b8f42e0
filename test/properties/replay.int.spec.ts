import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { type EventStore, openSqliteEventStore } from '#event-store';
import { addDays, isRefusal, streamOf } from '#kernel';
import { openReadModels } from '#read-models';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { type Parts, openParts } from '../../apps/ledger/parts.js';
import { diffProgramme } from '../../apps/ledger/replay/diff.js';
import { type Clocks, type Past, openPast } from '../../apps/ledger/replay/past.js';
import { holds } from '../support/property.js';
import { DrawnBook, stories } from './drawn-book.js';
import { HandClock, submitDrawn } from './submit-drawn.js';

const turnsMax = 80;
const waitMsMax = 30_000;

type AnyTables = Kysely<Record<string, { key: string; programmeId: string }>>;

/** Every table of a book, ordered by key. */
const tablesOf = async (db: Kysely<Tables>, programmeId: string): Promise<Record<string, readonly object[]>> => {
  const tables: Record<string, readonly object[]> = {};
  for (const { name } of bookProjections)
    tables[name] = await (db as unknown as AnyTables)
      .selectFrom(name)
      .selectAll()
      .where('programmeId', '=', programmeId)
      .orderBy('key')
      .execute();
  return tables;
};

describe('a replay', () => {
  let data: string;
  let parts: Parts;
  const clock = new HandClock();
  let books = 0;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'wavebook-replay-'));
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

  const drawn = async (turns: Parameters<DrawnBook['take']>[0][]): Promise<DrawnBook> => {
    const book = new DrawnBook(`replayed book ${++books}`);
    for (const turn of turns) book.take(turn);
    await submitDrawn(parts, clock, book);
    expect(await parts.readModels.waitFor(await parts.store.head(), { timeoutMs: waitMsMax })).toBe(true);
    return book;
  };
  const past = async (programmeId: string, clocks: Clocks): Promise<Past> => {
    const opened = await openPast(parts, clocks, [programmeId]);
    if (isRefusal(opened)) throw new Error(`refused: ${JSON.stringify(opened.values)}`);
    return opened;
  };

  /** The live tables of another ledger, that was never told more than the lines of a book up to a position. */
  const cutOff = async (programmeId: string, upTo: bigint) => {
    const folder = mkdtempSync(join(data, 'cut-'));
    const store: EventStore = await openSqliteEventStore({ file: join(folder, 'ledger.db') });
    const models = await openReadModels<Tables>({
      directory: join(folder, 'read'),
      projections: bookProjections,
      catalogue: bookCatalogue,
      correction: bookCorrection,
      store,
    });
    const running = new AbortController();
    const stopped = models.run(running.signal);
    const positions = new Map<string, string>();
    let revision = -1n;
    for await (const { id, type, data: facts, metadata, position } of parts.store.read(streamOf(programmeId))) {
      if (position > upTo) break;
      const event = { id, type, data: facts, metadata };
      const appended = await store.append(streamOf(programmeId), revision < 0n ? 'no_stream' : revision, [event]);
      revision = appended.revision;
      positions.set(String(appended.position), String(position));
    }
    expect(await models.waitFor(await store.head(), { timeoutMs: waitMsMax })).toBe(true);
    const tables = await tablesOf(models.db, programmeId);
    running.abort();
    await stopped;
    await models.close();
    await store.close();
    // Its positions are others: what counts is which lines they are.
    return JSON.parse(JSON.stringify(tables), (name, value: unknown) =>
      name === 'sources' ? (value as string[]).map((position) => positions.get(position)) : value,
    ) as Record<string, readonly object[]>;
  };

  holds(
    'tells of now what the live tables tell, and of an earlier time what those of a ledger told that ended there',
    6,
    fc.asyncProperty(stories(turnsMax), fc.double({ min: 0, max: 1, noNaN: true }), async (turns, share) => {
      const { programmeId, given } = await drawn(turns);
      const live = await tablesOf(parts.readModels.db, programmeId);
      expect(await tablesOf((await past(programmeId, {})).db, programmeId)).toEqual(live);
      const today = parts.ledger.today();
      expect(await tablesOf((await past(programmeId, { asOf: today })).db, programmeId)).toEqual(live);

      const revisions = given.reduce((sum, { lines }) => sum + lines.length, 0);
      const from = BigInt(Math.floor(share * (revisions - 1)));
      for await (const line of parts.store.read(streamOf(programmeId), { from, max: 1 })) {
        const known = await past(programmeId, { knownAt: { position: line.position } });
        expect(known.position).toBe(line.position);
        expect(await tablesOf(known.db, programmeId)).toEqual(await cutOff(programmeId, line.position));
      }
    }),
  );

  holds(
    'rests on what had happened by its day alone, by any day and any position',
    10,
    fc.asyncProperty(
      stories(turnsMax),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 900 })), {
        minLength: 4,
        maxLength: 8,
      }),
      async (turns, clocks) => {
        const { programmeId, given } = await drawn(turns);
        const first = given[0]!.lines[0]!.occurredOn;
        const count = given.reduce((sum, { lines }) => sum + lines.length, 0);
        for (const [share, days] of clocks) {
          const asOf = addDays(first, days) < parts.ledger.today() ? addDays(first, days) : parts.ledger.today();
          const lines = parts.store.read(streamOf(programmeId), {
            from: BigInt(Math.floor(share * (count - 1))),
            max: 1,
          });
          for await (const { position } of lines) {
            const told = await past(programmeId, { asOf, knownAt: { position } });
            const kept = new Set((await told.linesOf(programmeId)).map((line) => String(line.position)));
            const rows = Object.values(await tablesOf(told.db, programmeId)).flat() as { sources: string[] }[];
            expect(rows.flatMap(({ sources }) => sources).filter((source) => !kept.has(source))).toEqual([]);
            expect([...kept].every((each) => BigInt(each) <= position)).toBe(true);
          }
        }
      },
    ),
  );

  holds(
    'differs from another by nothing that no line explains, and from itself in nothing',
    8,
    fc.asyncProperty(
      stories(turnsMax),
      fc.array(fc.tuple(fc.nat({ max: 900 }), fc.nat({ max: 900 }), fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: 3,
        maxLength: 5,
      }),
      async (turns, moments) => {
        const { programmeId, given } = await drawn(turns);
        const [first] = given[0]!.lines;
        const lines = given.flatMap((each) => each.lines);
        const dayAfter = (days: number) => {
          const day = addDays(first!.occurredOn, days);
          return day < parts.ledger.today() ? day : parts.ledger.today();
        };
        for (const [fromDays, toDays, share] of moments) {
          const from = { asOf: dayAfter(fromDays) };
          for await (const { position } of parts.store.read(streamOf(programmeId), {
            from: BigInt(Math.floor(share * (lines.length - 1))),
            max: 1,
          })) {
            const to = { asOf: dayAfter(toDays), knownAt: { position } };
            const diff = await diffProgramme(parts, programmeId, { from, to });
            if (isRefusal(diff)) throw new Error(JSON.stringify(diff.values));
            expect(diff.changes.filter(({ events }) => events.length === 0)).toEqual([]);
            const itself = await diffProgramme(parts, programmeId, { from: to, to });
            expect(itself).toMatchObject({ changes: [] });
            const back = await diffProgramme(parts, programmeId, { from: to, to: from });
            if (isRefusal(back)) throw new Error(JSON.stringify(back.values));
            expect(back.changes.map(({ key }) => key).sort()).toEqual(diff.changes.map(({ key }) => key).sort());
          }
        }
      },
    ),
  );

  it('is made once, kept, and forgotten when it is purged', async () => {
    const { programmeId } = await drawn([]);
    const book = [{ programmeId, revision: 0n }];
    const once = await parts.replays.open({ books: book });
    expect(await parts.replays.open({ books: book })).toBe(once);
    parts.replays.purge([programmeId]);
    expect(await parts.replays.open({ books: book })).not.toBe(once);
  });
});
