import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { copyDatabase, isOpenElsewhere, pageFlaws } from './sqlite-file.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wavebook-copy-'));
  file = join(folder, 'source.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** More pages than are copied at a time. */
const rowsMany = 3_000;
const fill = (journal: 'wal' | 'delete') => {
  const db = new Database(file);
  db.pragma(`journal_mode = ${journal}`);
  db.exec('CREATE TABLE line (text TEXT)');
  const insert = db.prepare('INSERT INTO line VALUES (?)');
  db.transaction(() => {
    for (let number = 0; number < rowsMany; number++) insert.run('x'.repeat(4_000));
  })();
  return { db, insert };
};
const rowsIn = (path: string): unknown => {
  const db = new Database(path, { readonly: true });
  const rows = db.prepare('SELECT count(*) FROM line').pluck().get();
  db.close();
  return rows;
};

describe('a copy of a database', () => {
  it.each(['wal', 'delete'] as const)('is of one moment, and ends, though others write to it (%s)', async (journal) => {
    const { db, insert } = fill(journal);
    const copy = join(folder, 'copy.db');
    let turns = 0;
    await copyDatabase(file, copy, () => {
      if (++turns > 50) throw new Error('it began anew again and again');
      insert.run('later');
    });
    expect(turns).toBeGreaterThan(0);
    const before = db.prepare("SELECT count(*) FROM line WHERE text <> 'later'").pluck().get();
    expect(before).toBe(rowsMany);
    expect(rowsIn(copy)).toBeGreaterThanOrEqual(rowsMany);
    if (journal === 'wal') expect(rowsIn(copy)).toBe(rowsMany);
    expect(pageFlaws(copy)).toEqual([]);
    db.close();
    expect((await stat(copy)).mode & 0o077).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(['copy.db', 'source.db']);
  });

  it('is found out when a page of it is not what SQLite wrote', async () => {
    fill('delete').db.close();
    expect(pageFlaws(file)).toEqual([]);
    const bytes = await readFile(file);
    bytes.fill(0xff, 8_192, 8_292);
    await writeFile(file, bytes);
    expect(pageFlaws(file).length).toBeGreaterThan(0);
    await writeFile(file, 'no database, but long enough to be looked at'.repeat(100));
    expect(pageFlaws(file)).toEqual(['file is not a database']);
  });
});

it('a database is known to be open elsewhere for as long as it is', () => {
  const { db } = fill('wal');
  expect(isOpenElsewhere(file)).toBe(true);
  db.close();
  expect(isOpenElsewhere(file)).toBe(false);
});
