import { expect } from '@jest/globals';
import type { Recorded } from '#kernel';
import type { Kysely } from 'kysely';
import { foldRows } from '../fold.js';
import { type Tables, allRows, dayCorrection, projections } from './tasks.js';

/** Which lines each row is made of, by table and key. */
type SourcesByTable = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Of the rows that are read. */
const sourcesRead = async (db: Kysely<Tables>): Promise<SourcesByTable> =>
  Object.fromEntries(
    Object.entries(await allRows(db)).map(([table, rows]) => [
      table,
      Object.fromEntries(rows.map(({ key, sources }) => [key, sources])),
    ]),
  );

/** Of the rows that folding lines makes. */
const sourcesFolded = (lines: readonly Recorded[]): SourcesByTable =>
  Object.fromEntries(
    [...foldRows(projections, lines, { correction: dayCorrection })].map(([table, rows]) => [
      table,
      Object.fromEntries([...rows.values()].map(({ key, sources }) => [key, sources.map(String)])),
    ]),
  );

/** The rows that are read are what folding the lines makes, each line once. */
export const expectRefolded = async (db: Kysely<Tables>, lines: readonly Recorded[]): Promise<void> =>
  expect(await sourcesRead(db)).toEqual(sourcesFolded(lines));
