import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import type { NewEvent } from '#event-store';
import { newId } from '#kernel';
import { type ReadModels, type Rebuilt, openReadModels } from '#read-models';
import { readingOn } from '../../libs/book/testing/reading-of.js';
import { MemoryLedger } from '../../libs/event-store/testing/memory-event-store.js';
import { postgresDatabase } from '../support/postgres.js';
import { pure, queries } from './queries.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const golden = join(root, '..', 'test', 'golden-events');
const today = '2021-06-15';
const waitMsMax = 20_000;

interface Line extends NewEvent {
  readonly stream: string;
}

/** Names that a dictionary puts in another order than their bytes do, and some that a pattern could take for its own. */
const names = ['Ås', 'aas', 'Zebra', 'zebra', 'ærlig', 'Éa', '_x', '%', 'a\\b', '10', '9', 'Ǆ', '𝔘', 'a-b', 'a b'];

const goldenLines = (): Line[] =>
  readdirSync(golden)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(golden, name), 'utf8').trimEnd().split('\n'))
    .map((text) => JSON.parse(text) as Line);

/** The golden book, and units in it whose names are hard to order. */
const linesOfBook = (): Line[] => {
  const lines = goldenLines();
  const enrolled = lines.find(({ type }) => type === 'UnitEnrolled')!;
  const more = names.map((name, n) => ({
    ...enrolled,
    id: newId(7000 + n),
    data: { ...(enrolled.data as object), unitId: newId(8000 + n), name, externalIds: [] },
  }));
  return [...lines, ...more];
};

const ledger = new MemoryLedger();
const store = ledger.open();
const tell = (lines: readonly Line[]) => {
  for (const { stream, ...line } of lines) {
    const { length } = ledger.stream(stream);
    ledger.append(stream, length === 0 ? 'no_stream' : BigInt(length - 1), [line]);
  }
};

const rowsOf = async ({ db }: ReadModels<Tables>) => {
  const rows: Record<string, unknown> = {};
  for (const { name } of bookProjections)
    rows[name] = await db
      .selectFrom(name as keyof Tables)
      .selectAll()
      .orderBy('key')
      .execute();
  return rows;
};

let directory: string;
const models: ReadModels<Tables>[] = [];
const rebuilt: Rebuilt[] = [];

/** Half of the book is there when the tables are made; the other half is projected into them. */
beforeAll(async () => {
  const lines = linesOfBook();
  directory = mkdtempSync(join(tmpdir(), 'wavebook-engines-'));
  tell(lines.slice(0, lines.length / 2));
  const common = { directory, projections: bookProjections, catalogue: bookCatalogue, store };
  models.push(await openReadModels<Tables>({ ...common, correction: bookCorrection }));
  models.push(await openReadModels<Tables>({ ...common, correction: bookCorrection, url: await postgresDatabase() }));
  tell(lines.slice(lines.length / 2));
  for (const each of models) {
    const stop = new AbortController();
    const running = each.run(stop.signal);
    expect(await each.waitFor(ledger.head, { timeoutMs: waitMsMax })).toBe(true);
    stop.abort();
    await running;
  }
});
afterAll(async () => {
  for (const each of models) await each.close();
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('on SQLite and on PostgreSQL', () => {
  it('the same rows are projected from the same lines', async () => {
    const [onSqlite, onPostgres] = await Promise.all(models.map(rowsOf));
    expect(onPostgres).toEqual(onSqlite);
    const empty = Object.entries(onSqlite!).flatMap(([name, rows]) => ((rows as []).length === 0 ? [name] : []));
    expect(empty).toEqual([]);
  });

  it('they have the same checksums, and are what a rebuild makes', async () => {
    for (const each of models) rebuilt.push(await each.rebuild());
    const [onSqlite, onPostgres] = rebuilt;
    expect(onPostgres!.checksums).toEqual(onSqlite!.checksums);
    expect(rebuilt.map(({ differs }) => differs)).toEqual([[], []]);
  });

  it.each(Object.keys(queries))('%s answers the same', async (name) => {
    const lines = ledger.events.map((stored) => bookCatalogue.decode(stored));
    const { programmeId } = lines[0]!;
    const [onSqlite, onPostgres] = await Promise.all(
      models.map(({ db }) => queries[name]!({ reading: readingOn(db, lines, today), programmeId })),
    );
    expect(onPostgres).toEqual(onSqlite);
    expect(
      JSON.stringify(onSqlite, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toBe('[]');
  });

  it('every query there is was asked', async () => {
    const files = readdirSync(join(root, 'libs', 'book'), { recursive: true, encoding: 'utf8' });
    const exported: string[] = [];
    for (const file of files.filter((each) => /\.(queries|sources)\.js$/.test(each)))
      for (const [name, value] of Object.entries((await import(join(root, 'libs', 'book', file))) as object))
        if (typeof value === 'function') exported.push(name);
    expect(exported.sort()).toEqual([...Object.keys(queries), ...pure].sort());
  });
});
