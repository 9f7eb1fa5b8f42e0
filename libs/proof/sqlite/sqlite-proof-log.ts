import { hashBytes } from '../merkle.js';
import type { KeptCheckpoint, KeptCosignature, MadeCheckpoint, PlacedLeaf, ProofLog } from '../proof-log.js';
import { hashesFromTiles, rootOfTile, tileWidth } from '../tiles.js';
import { openProofFile } from './proof-file.js';

const positionBytes = 8;
/** Of the checkpoints of this time only the newest is kept: any of the others can be made again from the tree. */
const checkpointEveryMs = 60_000;
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
  row === undefined
    ? []
    : Array.from({ length: row.positions.length / positionBytes }, (_, at) =>
        row.positions.readBigUInt64BE(at * positionBytes),
      );

const packed = (positions: readonly bigint[]): Buffer => {
  const bytes = Buffer.alloc(positions.length * positionBytes);
  positions.forEach((position, at) => bytes.writeBigUInt64BE(position, at * positionBytes));
  return bytes;
};

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

  const tile = (level: number, n: bigint): Buffer => selectTile.get(level, n) ?? Buffer.alloc(0);

  const sizeNow = (): bigint => {
    const last = lastPlace.get();
    return last === undefined ? 0n : last.n * whole + BigInt(last.positions.length / positionBytes);
  };

  /** Adds hashes at the end of a level, and for each tile that they complete its root one level of tiles above. */
  const extend = (level: number, from: bigint, hashes: readonly Buffer[]): void => {
    const above: Buffer[] = [];
    for (let at = 0; at < hashes.length;) {
      const index = from + BigInt(at);
      const n = index / whole;
      const before = index % whole === 0n ? Buffer.alloc(0) : tile(level, n);
      const room = tileWidth - before.length / hashBytes;
      const filled = Buffer.concat([before, ...hashes.slice(at, at + room)]);
      putTile.run(level, n, filled);
      if (filled.length === tileWidth * hashBytes) above.push(rootOfTile(filled));
      at += room;
    }
    if (above.length > 0) extend(level + 1, from / whole, above);
  };

  const place = (from: bigint, positions: readonly bigint[]): void => {
    for (let at = 0; at < positions.length;) {
      const index = from + BigInt(at);
      const before = index % whole === 0n ? [] : positionsOf(placeAt.get(index / whole));
      const room = tileWidth - before.length;
      const all = [...before, ...positions.slice(at, at + room)];
      putPlace.run(index / whole, all[0], packed(all));
      at += room;
    }
  };

  const keepCheckpoint = (size: bigint, { note, sealedAt, isHandOver }: MadeCheckpoint): void => {
    const [last, before] = newestCheckpoints.all();
    putCheckpoint.run(size, note, sealedAt);
    if (isHandOver) putHandOver.run(size);
    if (last && before && Date.parse(last.sealed_at) - Date.parse(before.sealed_at) < checkpointEveryMs)
      dropCheckpoint.run(last.size);
  };

  const append = db.transaction((size: bigint, leaves: readonly PlacedLeaf[], seal: () => MadeCheckpoint): boolean => {
    if (sizeNow() !== size) return false;
    extend(
      0,
      size,
      leaves.map(({ hash }) => hash),
    );
    place(
      size,
      leaves.map(({ position }) => position),
    );
    keepCheckpoint(size + BigInt(leaves.length), seal());
    return true;
  });

  return {
    get size() {
      return sizeNow();
    },
    get head() {
      return positionsOf(lastPlace.get()).at(-1) ?? 0n;
    },
    hashAt: hashesFromTiles(tile),
    tile,
    indexOf(position) {
      const row = placeOf.get(position);
      const at = positionsOf(row).indexOf(position);
      return row === undefined || at < 0 ? undefined : row.n * whole + BigInt(at);
    },
    positionOf: (index) => positionsOf(placeAt.get(index / whole))[Number(index % whole)],
    append: (size, leaves, seal) => append.immediate(size, leaves, seal),
    newest() {
      const [last] = newestCheckpoints.all();
      return last && keptOf(last);
    },
    handOvers: () => handOvers.all().map(keptOf),
    keepCosignatures: db.transaction((kept: readonly KeptCosignature[]) => {
      for (const { size, verifierKey, signedAt, line } of kept) putCosignature.run(size, verifierKey, signedAt, line);
    }).immediate,
    cosignatures: (size) => cosignaturesOf.all(size),
    newestCosigned: () => newestCosigned.get() ?? undefined,
    close: () => void db.close(),
  };
};
