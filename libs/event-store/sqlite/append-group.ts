import type { EncodedEvent } from '../encode-append.js';
import type { Appended, EventStoreErrorCode, ExpectedRevision } from '../port.js';
import { type Connection, whenUnlocked } from './ledger-file.js';

export interface AppendRequest {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
}

/** What an append came to that was refused on the state of the ledger; plain data, for it crosses threads. */
export interface AppendRefused {
  readonly code: Extract<EventStoreErrorCode, 'WRONG_EXPECTED_REVISION' | 'EVENT_ID_REUSED'>;
  readonly message: string;
  readonly actualRevision?: ExpectedRevision;
}

export type AppendOutcome = Appended | AppendRefused;

interface StoredRow extends EncodedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
}

/** The trigger of the tables: places are taken from the ledger itself, so it can only be an id that is known. */
const isDuplicateId = (error: unknown) => (error as { code?: unknown } | null)?.code === 'SQLITE_CONSTRAINT_TRIGGER';

const wrongRevision = ({ stream, expectedRevision }: AppendRequest, actual: ExpectedRevision): AppendRefused => ({
  code: 'WRONG_EXPECTED_REVISION',
  message: `${stream} is at ${actual}, not at ${expectedRevision}; read on and decide again`,
  actualRevision: actual,
});

/** Appends that could not be written: is this one a repetition, a mix-up of ids, or was somebody else faster? */
const explainer = (db: Connection) => {
  const byId = db.prepare<[string], StoredRow>(
    'SELECT stream, revision, position, id, type, data, metadata FROM event WHERE id = ?',
  );
  return (request: AppendRequest, first: bigint, actual: ExpectedRevision): AppendOutcome => {
    const stored = request.events.map(({ id }) => byId.get(id));
    const isSame = (row: StoredRow, index: number) => {
      const event = request.events[index]!;
      const samePlace = row.stream === request.stream && row.revision === first + BigInt(index);
      return samePlace && row.type === event.type && row.data === event.data && row.metadata === event.metadata;
    };
    const other = stored.find((row, index) => row && !isSame(row, index));
    if (other)
      return {
        code: 'EVENT_ID_REUSED',
        message: `${other.id} is already ${other.type} at ${other.stream}@${other.revision}; a new event needs a new id, a repeated append its first content`,
      };
    const last = stored.at(-1);
    if (!last || !stored.every(Boolean)) return wrongRevision(request, actual);
    const { revision, position } = last;
    const firstPosition = position - BigInt(stored.length - 1);
    // Events of one append lie side by side; these may have come in several.
    return { revision, position, ...(stored[0]?.position === firstPosition ? { firstPosition } : {}) };
  };
};

/**
 * Writes a group of appends in one transaction, in order; each that is refused leaves nothing and disturbs no other.
 * When it returns all of them are durable. When it throws nothing was written, unless the fault struck inside COMMIT.
 */
export const groupAppender = (db: Connection): ((group: readonly AppendRequest[]) => AppendOutcome[]) => {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const savepoint = db.prepare('SAVEPOINT one_append');
  const release = db.prepare('RELEASE one_append');
  const rollbackToSavepoint = db.prepare('ROLLBACK TO one_append');
  const lastPosition = db.prepare<[], bigint | null>('SELECT max(position) FROM event').pluck();
  const lastRevision = db.prepare<[string], bigint | null>('SELECT max(revision) FROM event WHERE stream = ?').pluck();
  const insert = db.prepare(
    'INSERT INTO event (position, stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const explain = explainer(db);

  /** Position of the last event of the transaction so far: positions have no gaps, so only what is kept moves it. */
  let head = 0n;

  const write = ({ stream, events }: AppendRequest, first: bigint): Appended => {
    let position = head;
    let revision = first - 1n;
    for (const { id, type, data, metadata } of events)
      insert.run(++position, stream, ++revision, id, type, data, metadata);
    const firstPosition = head + 1n;
    head = position;
    return { revision, position, firstPosition };
  };

  const written = (request: AppendRequest, first: bigint): Appended | undefined => {
    try {
      return write(request, first);
    } catch (error) {
      if (!isDuplicateId(error)) throw error;
      rollbackToSavepoint.run();
      return undefined;
    }
  };

  const append = (request: AppendRequest): AppendOutcome => {
    const actual = lastRevision.get(request.stream) ?? 'no_stream';
    const first = request.expectedRevision === 'no_stream' ? 0n : request.expectedRevision + 1n;
    if (actual !== request.expectedRevision) return explain(request, first, actual);
    savepoint.run();
    const outcome = written(request, first) ?? explain(request, first, actual);
    release.run();
    return outcome;
  };

  return (group) => {
    whenUnlocked(() => begin.run());
    try {
      head = lastPosition.get() ?? 0n;
      const outcomes = group.map(append);
      commit.run();
      return outcomes;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      throw error;
    }
  };
};
