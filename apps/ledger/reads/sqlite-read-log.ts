import { type FileFlaw, openOwnFile } from '#sqlite';
import { GatheredReads } from './gathered-reads.js';
import {
  type Read,
  type ReadLog,
  type ReadLogClock,
  ReadLogError,
  type ReadRow,
  type WantedReads,
  entryOf,
} from './read-log.js';

/** “WBRD”: marks the file as Wavebook's log of reads. */
const applicationId = 0x57425244;
const version = 1;
const busyMsMax = 10_000;

/** One row for what one actor read of one thing on one day: a dashboard that asks each second fills no disk. */
const tables = `
  CREATE TABLE read (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    actorId TEXT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('PERSONAL_DATA', 'PROOF')),
    programmeId TEXT NOT NULL,   -- '': of the whole ledger
    subject TEXT NOT NULL,
    times INTEGER NOT NULL,
    firstAt TEXT NOT NULL,
    lastAt TEXT NOT NULL,
    UNIQUE (day, actorId, role, kind, programmeId, subject)
  ) STRICT;
  CREATE TRIGGER read_is_kept BEFORE DELETE ON read BEGIN SELECT RAISE(ABORT, 'reads are kept'); END;
`;

/** A power cut may lose the last moments' reads, as it loses the answers that were on their way. */
const settings: Readonly<Record<string, string | number>> = {
  journal_mode: 'wal',
  synchronous: 1,
  busy_timeout: busyMsMax,
};

const faultOf = (file: string, flaw: FileFlaw, options?: ErrorOptions): ReadLogError => {
  switch (flaw.why) {
    case 'SETTING':
      return new ReadLogError(flaw.detail);
    case 'FOREIGN':
      return new ReadLogError(`${file} is a database of something else. Set WAVEBOOK_DATA.`);
    case 'NOT_SQLITE':
      return new ReadLogError(
        `${file} is no SQLite database. Restore it, or move it away to begin a new one.`,
        options,
      );
    case 'NEWER':
      return new ReadLogError(
        `${file} was written by a newer Wavebook (format ${flaw.known}, this one knows ${version}). Start that one.`,
      );
  }
};

const upsert = `
  INSERT INTO read (day, actorId, role, kind, programmeId, subject, times, firstAt, lastAt)
  VALUES (@day, @actorId, @role, @kind, @programmeId, @subject, 1, @at, @at)
  ON CONFLICT DO UPDATE SET times = times + 1, lastAt = @at`;

/** The conditions of a search. A list that is not there holds nothing back. */
const wantedWhere = `
  (@programmes IS NULL OR programmeId IN (SELECT value FROM json_each(@programmes)))
  AND (@programmeId IS NULL OR programmeId = @programmeId) AND (@kind IS NULL OR kind = @kind)
  AND (@actorId IS NULL OR actorId = @actorId) AND (@from IS NULL OR day >= @from) AND (@to IS NULL OR day <= @to)`;

const searched = ({ programmes, programmeId, kind, actorId, from, to }: WantedReads) => ({
  programmes: programmes ? JSON.stringify([...programmes]) : null,
  programmeId: programmeId ?? null,
  kind: kind ?? null,
  actorId: actorId ?? null,
  from: from ?? null,
  to: to ?? null,
});

/** Keeps reads in a SQLite file of their own. @throws ReadLogError when the file is another program's, or a newer one's */
export const openSqliteReadLog = (file: string, { now, today }: ReadLogClock): ReadLog => {
  const db = openOwnFile(file, { applicationId, version, tables, settings, busyMsMax, faultOf });
  const insert = db.prepare(upsert);
  const page = (order: 'asc' | 'desc') =>
    db.prepare<[object], ReadRow>(
      `SELECT * FROM read WHERE ${wantedWhere} AND id < @below AND id > @above ORDER BY id ${order} LIMIT @max`,
    );
  const [newestFirst, oldestFirst] = [page('desc'), page('asc')];
  const counted = db.prepare<[object], number>(`SELECT count(*) FROM read WHERE ${wantedWhere}`).pluck();
  const write = db.transaction((reads: readonly Read[]) => {
    const written = { day: today(), at: now().toISOString() };
    for (const { actor, programmeId, kind, subject } of reads)
      insert.run({ ...written, actorId: actor.id, role: actor.role, kind, programmeId: programmeId ?? '', subject });
  });

  const gathered = new GatheredReads(async (reads) => {
    try {
      write.immediate(reads);
    } catch (error) {
      throw new ReadLogError(`${file} could not be written: ${String(error)}`, { cause: error });
    }
  });

  return {
    record: (read) => gathered.record(read),
    async list(wanted, { below = Number.MAX_SAFE_INTEGER, above = 0, max, oldestFirst: isOldestFirst }) {
      const statement = isOldestFirst ? oldestFirst : newestFirst;
      return statement.all({ ...searched(wanted), below, above, max }).map(entryOf);
    },
    count: async (wanted) => counted.get(searched(wanted))!,
    async close() {
      await gathered.settled();
      db.close();
    },
  };
};
