import Database from '#sqlite';

/** Marks a file as a ledger, in the header that `file` and every SQLite tool shows: "WbEv". */
export const applicationId = 0x57624576;
/** Version of the tables below, kept as `user_version`. */
export const ledgerVersion = 1;

/** What makes a file a ledger. */
export const tables = `
CREATE TABLE event (
  position INTEGER PRIMARY KEY CHECK (position > 0),
  stream   TEXT    NOT NULL CHECK (stream <> ''),
  revision INTEGER NOT NULL CHECK (revision >= 0),
  id       TEXT    NOT NULL UNIQUE,
  type     TEXT    NOT NULL CHECK (type <> ''),
  data     TEXT    NOT NULL CHECK (json_valid(data)),
  metadata TEXT    NOT NULL CHECK (json_valid(metadata)),
  UNIQUE (stream, revision)
) STRICT;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is permanent: record a correction instead of changing it'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is permanent: it cannot be deleted'); END;
CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND revision = NEW.revision)
  OR EXISTS (SELECT 1 FROM event WHERE position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'an event is permanent: its id and its place cannot be used again'); END;
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${ledgerVersion};
`;

interface Piece {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
}

const piecesIn = (db: Database.Database): readonly Piece[] =>
  db.prepare<[], Piece>('SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL').all();

let expected: readonly Piece[] | undefined;
const expectedPieces = (): readonly Piece[] => {
  if (expected) return expected;
  const db = new Database(':memory:');
  expected = piecesIn(db.exec(tables));
  db.close();
  return expected;
};

/** Tables and triggers that a ledger needs and that are not there as they were made. */
export const schemaFlaws = (db: Database.Database): readonly Piece[] => {
  const found = new Map(piecesIn(db).map((piece) => [piece.name, piece]));
  return expectedPieces().filter(
    ({ name, type, sql }) => found.get(name)?.sql !== sql || found.get(name)?.type !== type,
  );
};
