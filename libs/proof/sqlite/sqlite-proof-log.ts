import { type Edge, edgeOf, grow } from '../grow.js';
import type { KeptCheckpoint, KeptCosignature, LogEnd, MadeCheckpoint, PlacedLeaf, ProofLog } from '../proof-log.js';
import { dropsLast } from '../kept-checkpoints.js';
import { packed, unpacked } from '../packed-positions.js';
import { type TileName, tileWidth } from '../tiles.js';
import { openProofFile } from './proof-file.js';

const whole = BigInt(tileWidth);

interface PlaceRow {
  readonly n: bigint;
  readonly positions: Buffer;
}
interface CheckpointRow {
  readonly size: bigint;
  readonly note: string;
  readonly sealed_at: string;
}

const keptOf = ({ size, note, sealed_at: sealedAt }: CheckpointRow): KeptCheckpoint => ({ size, note, sealedAt });

const positionsOf = (row: PlaceRow | undefined): readonly bigint[] =>
  row === undefined ? [] : unpacked(row.positions);

/** Opens the tree in a SQLite file, or makes it. Several processes may share it. @throws ProofFileError */
export const openSqliteProofLog = (file: string): ProofLog => {
  const db = openProofFile(file).defaultSafeIntegers(true);
  const selectTile = db.prepare<[number, bigint], Buffer>('SELECT hashes FROM tile WHERE level = ? AND n = ?').pluck();
  const putTile = db.prepare(
    'INSERT INTO tile (level, n, hashes) VALUES (?, ?, ?) ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes',
  );
  const lastPlace = db.prepare<[], PlaceRow>('SELECT n, positions FROM place ORDER BY n DESC LIMIT 1');
  const placeAt = db.prepare<[bigint], PlaceRow>('SELECT n, positions FROM place WHERE n = ?');
  const placeOf = db.prepare<[bigint], PlaceRow>(
    'SELECT n, positions FROM place WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  const putPlace = db.prepare(
    'INSERT INTO place (n, first, positions) VALUES (?, ?, ?) ON CONFLICT (n) DO UPDATE SET positions = excluded.positions',
  );
  const newestCheckpoints = db.prepare<[], CheckpointRow>(
    'SELECT size, note, sealed_at FROM checkpoint ORDER BY size DESC LIMIT 2',
  );
  const putCheckpoint = db.prepare(
    'INSERT INTO checkpoint (size, note, sealed_at) VALUES (?, ?, ?) ON CONFLICT (size) DO NOTHING',
  );
  const dropCheckpoint = db.prepare(
    'DELETE FROM checkpoint WHERE size = ? AND size NOT IN (SELECT size FROM hand_over)',
  );
  const putHandOver = db.prepare('INSERT INTO hand_over (size) VALUES (?) ON CONFLICT (size) DO NOTHING');
  const handOvers = db.prepare<[], CheckpointRow>(
    'SELECT size, note, sealed_at FROM checkpoint WHERE size IN (SELECT size FROM hand_over) ORDER BY size',
  );

  const putCosignature = db.prepare(
    `INSERT INTO cosignature (size, verifier_key, signed_at, line) VALUES (?, ?, ?, ?)
     ON CONFLICT (size, verifier_key) DO UPDATE SET signed_at = excluded.signed_at, line = excluded.line
     WHERE excluded.signed_at > signed_at`,
  );
  const cosignaturesOf = db.prepare<[bigint], KeptCosignature>(
    `SELECT size, verifier_key AS verifierKey, signed_at AS signedAt, line FROM cosignature
     WHERE size = ? ORDER BY verifier_key`,
  );
  const newestCosigned = db.prepare<[], bigint | null>('SELECT max(size) FROM cosignature').pluck();

  const tile = ({ level, n }: TileName): Buffer => selectTile.get(level, n) ?? Buffer.alloc(0);

  const end = (): LogEnd => {
    const last = lastPlace.get();
    const positions = positionsOf(last);
    return last === undefined
      ? { size: 0n, head: 0n }
      : { size: last.n * whole + BigInt(positions.length), head: positions.at(-1)! };
  };

  const edgeAt = (size: bigint): Edge => {
    const begun = placeAt.get(size / whole);
    return {
      size,
      tiles: edgeOf(size).map((name) => ({ ...name, hashes: tile(name) })),
      row: begun && { n: begun.n, positions: positionsOf(begun) },
    };
  };

  const keepCheckpoint = (size: bigint, { note, sealedAt, isHandOver }: MadeCheckpoint): void => {
    const newest = newestCheckpoints.all().map(keptOf);
    putCheckpoint.run(size, note, sealedAt);
    if (isHandOver) putHandOver.run(size);
    if (dropsLast(newest)) dropCheckpoint.run(newest[0]!.size);
  };

  const append = db.transaction(
    (size: bigint, leaves: readonly PlacedLeaf[], seal: (root: Buffer) => MadeCheckpoint): boolean => {
      if (end().size !== size) return false;
      const { tiles, rows, root } = grow(edgeAt(size), leaves);
      for (const { level, n, hashes } of tiles) putTile.run(level, n, hashes);
      for (const { n, positions } of rows) putPlace.run(n, positions[0], packed(positions));
      keepCheckpoint(size + BigInt(leaves.length), seal(root));
      return true;
    },
  );
  const keepCosignatures = db.transaction((kept: readonly KeptCosignature[]): void => {
    for (const { size, verifierKey, signedAt, line } of kept) putCosignature.run(size, verifierKey, signedAt, line);
  });

  // The file answers at once; what it throws shall be a rejection all the same.
  return {
    end: async () => end(),
    tiles: async (names) => names.map(tile),
    indexOf: async (position) => {
      const row = placeOf.get(position);
      const at = positionsOf(row).indexOf(position);
      return row === undefined || at < 0 ? undefined : row.n * whole + BigInt(at);
    },
    positionOf: async (index) => positionsOf(placeAt.get(index / whole))[Number(index % whole)],
    append: async (size, leaves, seal) => append.immediate(size, leaves, seal),
    newest: async () => {
      const [last] = newestCheckpoints.all();
      return last && keptOf(last);
    },
    handOvers: async () => handOvers.all().map(keptOf),
    keepCosignatures: async (kept) => keepCosignatures.immediate(kept),
    cosignatures: async (size) => cosignaturesOf.all(size),
    newestCosigned: async () => newestCosigned.get() ?? undefined,
    close: async () => void db.close(),
  };
};
