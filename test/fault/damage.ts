import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { bookCatalogue } from '#book';
import { type StoredEvent, checkLedgerFile, openSqliteEventStore } from '#event-store';
import { fillWithBooks } from '../bench/books.js';
import { inFolder } from './data-folder.js';
import { type Fault, type FaultReport, chanceOf } from './report.js';

const ends = ['', '-wal'];
const frameBytes = 24 + 4096;
/** One damage in so many cuts the file off; the others change a byte. */
const cutEvery = 10;

type Chance = (below: number) => number;

const copy = (from: string, to: string): void => {
  for (const end of [...ends, '-shm']) rmSync(to + end, { force: true });
  for (const end of ends) if (existsSync(from + end)) copyFileSync(from + end, to + end);
};

const damage = (path: string, chance: Chance): { readonly what: string; readonly isCut: boolean } => {
  const { size } = statSync(path);
  const at = chance(size);
  if (chance(cutEvery) === 0) {
    truncateSync(path, at);
    return { what: `cut off at ${at} of ${size}`, isCut: true };
  }
  const file = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, at);
  byte[0]! ^= 1 << chance(8);
  writeSync(file, byte, 0, 1, at);
  closeSync(file);
  return { what: `a bit changed at ${at} of ${size}`, isCut: false };
};

const textOf = ({ position, stream, revision, id, type, data, metadata }: StoredEvent): string =>
  JSON.stringify([String(position), stream, String(revision), id, type, data, metadata]);

/** The events that a store gives, as text; what it says instead where it refuses. */
const readAll = async (file: string): Promise<{ events: readonly string[]; refused?: string }> => {
  const events: string[] = [];
  try {
    const store = await openSqliteEventStore({ file });
    try {
      for await (const event of store.readAll()) events.push(textOf(event));
    } finally {
      await store.close();
    }
    return { events };
  } catch (error) {
    return { events, refused: (error as Error).message };
  }
};

type Verdict = 'found' | 'harmless' | 'shorter' | 'lastCommit' | 'text';

/** Of what nobody noticed: is it what docs/durability.md says that cannot be noticed? */
const unnoticed = (
  before: readonly string[],
  after: readonly string[],
  { lastCommit, isCut }: { readonly lastCommit: number; readonly isCut: boolean },
): Verdict | undefined => {
  const isBeginning = after.every((text, n) => text === before[n]);
  if (after.length < before.length && isCut && lastCommit > 0) return isBeginning ? 'shorter' : undefined;
  if (after.length < before.length)
    return isBeginning && after.length >= before.length - lastCommit ? 'lastCommit' : undefined;
  const changed = after.filter((text, n) => text !== before[n]);
  if (changed.length === 0) return 'harmless';
  return changed.length === 1 && after.length === before.length ? 'text' : undefined;
};

interface Kind {
  readonly what: string;
  readonly file: string;
  readonly end: string;
  /** Events that the last commit of the log wrote: damage to it looks like a power cut. 0 where there is no log. */
  readonly lastCommit: number;
}

const judge = async (kind: Kind, before: readonly string[], chance: Chance, scratch: string): Promise<Verdict> => {
  copy(kind.file, scratch);
  const { what, isCut } = damage(scratch + kind.end, chance);
  const { findings } = await checkLedgerFile(scratch, { examine: (event) => bookCatalogue.decode(event) });
  const { events, refused } = await readAll(scratch);
  if (findings.length > 0 || refused) return 'found';
  const verdict = unnoticed(before, events, { ...kind, isCut });
  if (!verdict)
    throw new Error(`${kind.what}: ${what} was not noticed, and ${events.length} of ${before.length} events are left`);
  return verdict;
};

/** A ledger that was closed, and one whose server was killed: its newest events are in the log alone. */
const makeLedgers = async (folder: string): Promise<{ kinds: readonly Kind[]; before: readonly string[] }> => {
  const closed = join(folder, 'closed.db');
  const killed = join(folder, 'killed.db');
  const books = join(folder, 'books.db');
  await fillWithBooks(books, 100);
  const source = await openSqliteEventStore({ file: books });
  const store = await openSqliteEventStore({ file: join(folder, 'source.db') });
  for await (const { stream, revision, id, type, data, metadata } of source.readAll())
    await store.append(stream, revision === 0n ? 'no_stream' : revision - 1n, [{ id, type, data, metadata }]);
  copy(join(folder, 'source.db'), killed);
  await store.close();
  await source.close();
  copy(join(folder, 'source.db'), closed);
  if (statSync(`${killed}-wal`).size < 100 * frameBytes) throw new Error('the log is too short to be damaged in');
  const { events: before } = await readAll(closed);
  return {
    before,
    kinds: [
      { what: 'ledger.db', file: closed, end: '', lastCommit: 0 },
      { what: 'ledger.db-wal', file: killed, end: '-wal', lastCommit: 1 },
    ],
  };
};

const run = (rounds: number, tell: (text: string) => void): Promise<FaultReport> =>
  inFolder(async (folder) => {
    const { kinds, before } = await makeLedgers(folder);
    const chance = chanceOf(99);
    const notes: string[] = [];
    for (const kind of kinds) {
      const verdicts: Record<Verdict, number> = { found: 0, harmless: 0, shorter: 0, lastCommit: 0, text: 0 };
      for (let n = 0; n < rounds; n++) verdicts[await judge(kind, before, chance, join(folder, 'scratch.db'))]++;
      notes.push(
        `${kind.what}: ${verdicts.found} found, ${verdicts.harmless} touched nothing that is read, ${verdicts.shorter} cut the log short, ${verdicts.lastCommit} in the last commit of the log, ${verdicts.text} inside a text that is still sound`,
      );
      tell(notes.at(-1)!);
    }
    return {
      what: 'bits changed and files cut off',
      injected: rounds * kinds.length,
      acknowledged: before.length,
      notes,
    };
  });

/** Changed bits and files that were cut off: refused at opening, or found by the check. */
export const damaged: Fault = { name: 'damage', run: ({ rounds = 300, tell }) => run(rounds, tell) };
