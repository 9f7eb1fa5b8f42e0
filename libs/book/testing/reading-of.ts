import { type Event, type Recorded, dateIn, recorded } from '#kernel';
import { openRows, rowLoader } from '#read-models';
import type { Kysely } from 'kysely';
import { bookCorrection, bookProjections } from '../index.js';
import type { Reading, TableName } from '../reading.js';
import type { Tables } from '../tables.js';

export interface OpenedReading {
  readonly reading: Reading;
  /** The statements that were run, oldest first. */
  readonly statements: readonly string[];
  readonly close: () => Promise<void>;
}

// Tables are named at run time here; what goes in and out is typed by `Reading`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyDatabase = Kysely<any>;

const notHere = () => {
  throw new Error('this reading opens nothing');
};

/** The read models in a database, and the lines that they were made from, for specifications of queries. */
export const readingOn = (db: Kysely<Tables>, lines: readonly Recorded[], today: string): Reading => ({
  db,
  position: () => lines.at(-1)!.position,
  today,
  dayOf: dateIn('Europe/Oslo'),
  language: 'en',
  actor: { id: 'test-manager', role: 'manager' },
  load: (table, key) => rowLoader<Tables, TableName>(db, table).load(key) as never,
  loadBy: (table, column, value) =>
    (db as AnyDatabase).selectFrom(table).selectAll().where(column, '=', value).orderBy('key').execute() as never,
  lines: async (_programmeId, from, max) => lines.slice(Number(from), Number(from) + max),
  linesAt: async (positions) => positions.map((position) => lines.find((line) => line.position === position)!),
  lineCount: async () => BigInt(lines.length),
  open: notHere,
});

/** The read models that events leave, in memory, for specifications of queries. */
export const readingOf = async (events: readonly Event[], today = '2018-12-31'): Promise<OpenedReading> => {
  const lines = recorded(events);
  const statements: string[] = [];
  const db = await openRows<Tables>(bookProjections, lines, {
    correction: bookCorrection,
    onStatement: (statement) => statements.push(statement),
  });
  statements.length = 0;
  return { reading: readingOn(db, lines, today), statements, close: () => db.destroy() };
};
