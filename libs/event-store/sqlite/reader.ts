import { setTimeout as delay } from 'node:timers/promises';
import { type Page, pageCharactersMax, pageEventsMax } from '../page.js';
import { EventStoreError, type Position, type Revision, type StoredEvent } from '../port.js';
import { type Connection, lockMsMax } from './ledger-file.js';
import { damaged, isDamage, isTransient, reasonOf } from './sqlite-faults.js';

const retryMs = 20;
/** The highest place that SQLite can keep; what lies beyond it is beyond every event too. */
const placeMax = 2n ** 63n - 1n;

type Row = [
  position: bigint,
  stream: string,
  revision: bigint,
  id: string,
  type: string,
  data: string,
  metadata: string,
];

const columns = 'position, stream, revision, id, type, data, metadata';

const clamp = (place: bigint): bigint => (place > placeMax ? placeMax : place < -1n ? -1n : place);

const eventOf = (row: Row, file: string): StoredEvent => {
  const [position, stream, revision, id, type, data, metadata] = row;
  try {
    return {
      id,
      type,
      data: JSON.parse(data) as unknown,
      metadata: JSON.parse(metadata) as unknown,
      stream,
      revision,
      position,
    };
  } catch (error) {
    throw damaged(file, `the event at position ${position}, ${stream}@${revision}, is not JSON`, error);
  }
};

/** Reads pages, each in a statement of its own: between two pages nothing is held open, whoever goes away. */
export const pageReader = (db: Connection) => {
  const prepare = (where: string) =>
    db.prepare<[...(string | bigint)[], number], Row>(`SELECT ${columns} FROM event WHERE ${where} LIMIT ?`).raw();
  const all = prepare('position > ? ORDER BY position');
  const forwards = prepare('stream = ? AND revision >= ? ORDER BY revision');
  const backwards = prepare('stream = ? AND revision <= ? ORDER BY revision DESC');
  const head = db.prepare<[], bigint | null>('SELECT max(position) FROM event').pluck();

  const pageOf = (rows: Iterable<Row>, max: number): Page => {
    const events: StoredEvent[] = [];
    let characters = 0;
    for (const row of rows) {
      if (events.length === max || characters > pageCharactersMax) return { events, more: true };
      characters += row[5].length + row[6].length;
      events.push(eventOf(row, db.name));
    }
    return { events, more: false };
  };

  return {
    after: (position: Position, max = pageEventsMax): Page => pageOf(all.iterate(clamp(position), max + 1), max),
    from: (stream: string, revision: Revision, max: number): Page =>
      pageOf(forwards.iterate(stream, clamp(revision), max + 1), max),
    backFrom: (stream: string, revision: Revision, max: number): Page =>
      pageOf(backwards.iterate(stream, clamp(revision), max + 1), max),
    lastRevision: placeMax,
    head: (): Position => head.get() ?? 0n,
  };
};

export type PageReader = ReturnType<typeof pageReader>;

const unavailable = (cause: unknown): EventStoreError =>
  isDamage(cause)
    ? damaged('the ledger', reasonOf(cause), cause)
    : new EventStoreError('STORE_UNAVAILABLE', `the ledger cannot be read: ${reasonOf(cause)}`, {}, { cause });

/** Repeats a read, without blocking, while the file is locked or its disk stumbles. @throws EventStoreError */
export const patiently = async <Result>(
  read: () => Result | Promise<Result>,
  waitMsMax = lockMsMax,
): Promise<Result> => {
  const deadline = Date.now() + waitMsMax;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (error instanceof EventStoreError) throw error;
      if (!isTransient(error) || Date.now() > deadline) throw unavailable(error);
      await delay(retryMs);
    }
  }
};
