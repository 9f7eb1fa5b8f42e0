import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { bookCatalogue, bookModel, bookProjections, describe as say } from '#book';
import { type Kept, type Line, type Recorded, languages, step } from '#kernel';
import type { GoldenLine } from './golden-book.js';

const folder = new URL('../../../test/golden-events/', import.meta.url).pathname;
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

const linesOf = (file: string): Recorded[] =>
  readFileSync(folder + file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text, at) => {
      const { revision, ...stored } = JSON.parse(text) as GoldenLine;
      return bookCatalogue.decode({ ...stored, revision: BigInt(revision), position: BigInt(at + 1) });
    });

describe('events that were ever released', () => {
  it('cover every event that this build knows, in its present version', () => {
    const told = new Set(
      files.flatMap((file) =>
        readFileSync(folder + file, 'utf8')
          .trimEnd()
          .split('\n')
          .map((text) => JSON.parse(text) as { type: string; metadata: { version: number } })
          .map(({ type, metadata }) => `${type}@${metadata.version}`),
      ),
    );
    const known = [...bookCatalogue.definitions.values()].map(({ type, version }) => `${type}@${version}`);
    expect(known.filter((event) => !told.has(event))).toEqual([]);
  });

  it.each(files)('replay into a book: %s', (file) => {
    const lines = linesOf(file);
    const book = lines.reduce((state, line) => bookModel.evolve(state, line as Line), bookModel.initial);
    expect(book.timeline.subjectOf.size).toBe(lines.length);
  });

  it.each(files)('replay into every read model, and change nothing when they come twice: %s', (file) => {
    const lines = linesOf(file);
    for (const projection of bookProjections) {
      const rows = new Map<string, Kept<unknown>>();
      const fold = (line: Recorded) => {
        for (const key of projection.keysOf(line)) {
          const kept = step(projection, rows.get(key), line, key);
          if (kept) rows.set(key, kept);
          else rows.delete(key);
          if (kept) expect(step(projection, kept, line, key)).toBe(kept);
        }
      };
      lines.forEach(fold);
      expect({ projection: projection.name, rows: rows.size }).not.toEqual({ projection: projection.name, rows: 0 });
      for (const { row } of rows.values())
        expect(Object.keys(row as object).sort()).toEqual(Object.keys(projection.columns).sort());
    }
  });

  it.each(files)('read as sentences in every language: %s', (file) => {
    for (const line of linesOf(file))
      for (const language of languages) expect(say(line, language, () => 'X')).not.toMatch(/[{}]|undefined/);
  });
});
