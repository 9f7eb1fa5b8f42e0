import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { type Recorded, streamOf } from '#kernel';
import { type ReadModels, foldRows } from '#read-models';
import type { Kysely } from 'kysely';
import type { Books } from '../open-books.js';
import type { Finding } from './finding.js';

const upToDateMsMax = 600_000;
/** How often a book is looked at anew that somebody writes in meanwhile. */
const looksMax = 20;
/** Rows that are told one by one; the rest is counted. */
const findingsMax = 100;

const remedy = '“wavebook rebuild” makes the read models anew from the ledger; the ledger itself is right.';

type Row = Readonly<Record<string, unknown>>;
type AnyTables = Kysely<Record<string, Record<string, unknown>>>;
const columnsOf = new Map(bookProjections.map(({ name, columns }) => [name, Object.keys(columns)]));

/** What the queries see of a row, in one text. */
const textOf = (table: string, row: Row): string =>
  JSON.stringify(['programmeId', 'sources', ...columnsOf.get(table)!].map((name) => row[name] ?? null));

const linesOf = async ({ store }: Books, programmeId: string): Promise<Recorded[]> => {
  const lines: Recorded[] = [];
  for await (const stored of store.read(streamOf(programmeId))) lines.push(bookCatalogue.decode(stored));
  return lines;
};

const lastRevision = async ({ store }: Books, programmeId: string): Promise<bigint | undefined> => {
  for await (const { revision } of store.read(streamOf(programmeId), { backwards: true, max: 1 })) return revision;
  return undefined;
};

const rowsOf = ({ db }: ReadModels<Tables>, programmeId: string): Promise<Map<string, Map<string, Row>>> =>
  (db as unknown as AnyTables).transaction().execute(async (tables) => {
    const rows = new Map<string, Map<string, Row>>();
    for (const { name } of bookProjections) {
      const found = await tables.selectFrom(name).selectAll().where('programmeId', '=', programmeId).execute();
      rows.set(name, new Map(found.map((row) => [row['key'] as string, row])));
    }
    return rows;
  });

/** Rows of a book as its lines make them, and as they are read, at one and the same line; undefined when it is never still. */
const bothRows = async (books: Books, programmeId: string) => {
  for (let look = 0; look < looksMax; look++) {
    const lines = await linesOf(books, programmeId);
    await books.readModels.waitFor(lines.at(-1)!.position, { timeoutMs: upToDateMsMax });
    const found = await rowsOf(books.readModels, programmeId);
    if ((await lastRevision(books, programmeId)) === lines.at(-1)!.revision)
      return { lines, found, made: foldRows(bookProjections, lines, { correction: bookCorrection }) };
  }
  return undefined;
};

const differenceOf = (code: string, sentence: string, sources: readonly (bigint | string)[] | undefined): Finding => {
  const last = sources?.at(-1);
  const position = last === undefined ? undefined : BigInt(last);
  return { part: 'read models', code, position, found: sentence, remedy };
};

/** One book's rows that are not what its lines make. */
const differencesIn = async (books: Books, programmeId: string): Promise<Finding[]> => {
  const both = await bothRows(books, programmeId);
  if (!both) return [];
  const findings: Finding[] = [];
  for (const [table, made] of both.made) {
    const found = both.found.get(table)!;
    for (const [key, { programmeId: of, sources, row }] of made) {
      const shown = found.get(key);
      const expected = { ...(row as object), programmeId: of, sources: sources.map(String) };
      if (shown && textOf(table, shown) === textOf(table, expected)) continue;
      const what = shown ? 'is not what the events make' : 'is missing';
      findings.push(
        differenceOf(shown ? 'ROW_DIFFERS' : 'ROW_MISSING', `The row ${key} of ${table} ${what}.`, sources),
      );
    }
    for (const [key, { sources }] of found)
      if (!made.has(key))
        findings.push(
          differenceOf(
            'ROW_TOO_MANY',
            `The row ${key} of ${table} is there, and no event makes it.`,
            sources as string[],
          ),
        );
  }
  return findings;
};

const stoppedFindings = async ({ readModels }: Books): Promise<Finding[]> =>
  (await readModels.status()).stopped.map(({ projection, position, eventType, error }) => ({
    part: 'read models',
    code: 'PROJECTION_STOPPED',
    position,
    found: `The table ${projection} stopped at position ${position} (${eventType}): ${error}`,
    remedy: 'Use the Wavebook that wrote this event, or a newer one; then “wavebook rebuild”.',
  }));

export interface ReadModelsChecked {
  readonly findings: readonly Finding[];
  /** There were more findings than are told. */
  readonly more: boolean;
}

/** Makes every row of every book anew and compares it with the one that is read. */
export const checkReadModels = async (
  books: Books,
  programmeIds: readonly string[],
  onProgress: (booksDone: number, booksInAll: number) => void,
): Promise<ReadModelsChecked> => {
  const upToDate = await books.readModels.waitFor(await books.store.head(), { timeoutMs: upToDateMsMax });
  const findings = await stoppedFindings(books);
  if (!upToDate && findings.length === 0) {
    const found = `The read models are not up to date after ${upToDateMsMax / 1000} s.`;
    return { findings: [{ part: 'read models', code: 'BEHIND', found, remedy }], more: false };
  }
  if (findings.length > 0) return { findings, more: false };
  for (const [at, programmeId] of programmeIds.entries()) {
    findings.push(...(await differencesIn(books, programmeId)));
    onProgress(at + 1, programmeIds.length);
    if (findings.length > findingsMax) return { findings: findings.slice(0, findingsMax), more: true };
  }
  return { findings, more: false };
};
