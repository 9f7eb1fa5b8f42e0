import { type Pool, type PoolClient, inTransaction, locks, migrate } from '#postgres';
import { type Edge, edgeOf, grow } from '../grow.js';
import { dropsLast } from '../kept-checkpoints.js';
import { packed, unpacked } from '../packed-positions.js';
import type { KeptCheckpoint, KeptCosignature, LogEnd, MadeCheckpoint, PlacedLeaf, ProofLog } from '../proof-log.js';
import { type TileName, tileWidth } from '../tiles.js';
import { proofTables } from './proof-tables.js';

/** Whoever adds leaves does so alone. */
const lockName = 'wavebook seals';
const whole = BigInt(tileWidth);

interface PlaceRow {
  readonly n: string;
  readonly positions: Buffer;
}
interface CheckpointRow {
  readonly size: string;
  readonly note: string;
  readonly sealedAt: string;
}
interface CosignatureRow extends Omit<KeptCosignature, 'size'> {
  readonly size: string;
}

/** Numbers of 64 bits travel as text: the driver's own reading of them ends at 2^53. */
const checkpointColumns = 'size::text as size, note, sealed_at as "sealedAt"';
const placeColumns = 'n::text as n, positions';

const keptOf = ({ size, ...kept }: CheckpointRow): KeptCheckpoint => ({ size: BigInt(size), ...kept });

const endOf = (last: PlaceRow | undefined): LogEnd => {
  if (last === undefined) return { size: 0n, head: 0n };
  const positions = unpacked(last.positions);
  return { size: BigInt(last.n) * whole + BigInt(positions.length), head: positions.at(-1)! };
};

const rowsOf = async <Row extends object>(
  client: PoolClient,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> => (await client.query<Row>(text, [...values])).rows;

const lastPlace = async (client: PoolClient): Promise<PlaceRow | undefined> => {
  const [last] = await rowsOf<PlaceRow>(
    client,
    `select ${placeColumns} from wavebook.proof_place order by proof_place.n desc limit 1`,
  );
  return last;
};

const tilesIn = async (client: PoolClient, names: readonly TileName[]): Promise<readonly Buffer[]> => {
  const rows = await rowsOf<{ at: number; hashes: Buffer | null }>(
    client,
    `select at, hashes from unnest($1::int[], $2::int8[]) with ordinality as wanted (level, n, at)
     left join wavebook.proof_tile using (level, n) order by at`,
    [names.map(({ level }) => level), names.map(({ n }) => String(n))],
  );
  return rows.map(({ hashes }) => hashes ?? Buffer.alloc(0));
};

const edgeIn = async (client: PoolClient, size: bigint, last: PlaceRow | undefined): Promise<Edge> => {
  const names = edgeOf(size);
  const hashes = await tilesIn(client, names);
  const isBegun = last !== undefined && size % whole > 0n;
  return {
    size,
    tiles: names.map((name, at) => ({ ...name, hashes: hashes[at]! })),
    row: isBegun ? { n: BigInt(last.n), positions: unpacked(last.positions) } : undefined,
  };
};

const keepCheckpoint = async (client: PoolClient, size: bigint, made: MadeCheckpoint): Promise<void> => {
  const newest = await rowsOf<CheckpointRow>(
    client,
    `select ${checkpointColumns} from wavebook.proof_checkpoint order by proof_checkpoint.size desc limit 2`,
  );
  const { note, sealedAt, isHandOver } = made;
  await client.query(
    'insert into wavebook.proof_checkpoint (size, note, sealed_at) values ($1, $2, $3) on conflict do nothing',
    [String(size), note, sealedAt],
  );
  if (isHandOver)
    await client.query('insert into wavebook.proof_hand_over (size) values ($1) on conflict do nothing', [
      String(size),
    ]);
  if (dropsLast(newest.map(keptOf)))
    await client.query(
      `delete from wavebook.proof_checkpoint
       where size = $1 and size not in (select size from wavebook.proof_hand_over)`,
      [newest[0]!.size],
    );
};

const append = async (
  client: PoolClient,
  size: bigint,
  leaves: readonly PlacedLeaf[],
  seal: (root: Buffer) => MadeCheckpoint,
): Promise<boolean> => {
  await client.query(locks.forTransaction, [lockName]);
  const last = await lastPlace(client);
  if (endOf(last).size !== size) return false;
  const { tiles, rows, root } = grow(await edgeIn(client, size, last), leaves);
  await client.query(
    `insert into wavebook.proof_tile (level, n, hashes) select * from unnest($1::int2[], $2::int8[], $3::bytea[])
     on conflict (level, n) do update set hashes = excluded.hashes`,
    [tiles.map(({ level }) => level), tiles.map(({ n }) => String(n)), tiles.map(({ hashes }) => hashes)],
  );
  await client.query(
    `insert into wavebook.proof_place (n, first, positions) select * from unnest($1::int8[], $2::numeric[], $3::bytea[])
     on conflict (n) do update set positions = excluded.positions`,
    [
      rows.map(({ n }) => String(n)),
      rows.map(({ positions }) => String(positions[0])),
      rows.map(({ positions }) => packed(positions)),
    ],
  );
  await keepCheckpoint(client, size + BigInt(leaves.length), seal(root));
  return true;
};

/**
 * Opens the tree in PostgreSQL, or makes it. Several processes may share it.
 * The pool is from `openPostgres`, and stays open when the tree is closed. @throws PostgresError
 */
export const openPostgresProofLog = async (pool: Pool): Promise<ProofLog> => {
  await migrate(pool, 'proofs', proofTables);
  const query = <Row extends object>(text: string, values: readonly unknown[] = []) =>
    pool.use((client) => rowsOf<Row>(client, text, values));

  return {
    end: () => pool.use(async (client) => endOf(await lastPlace(client))),
    tiles: (names) => pool.use((client) => tilesIn(client, names)),
    indexOf: async (position) => {
      const [row] = await query<PlaceRow>(
        `select ${placeColumns} from wavebook.proof_place where first <= $1::numeric order by first desc limit 1`,
        [String(position)],
      );
      const at = row ? unpacked(row.positions).indexOf(position) : -1;
      return at < 0 ? undefined : BigInt(row!.n) * whole + BigInt(at);
    },
    positionOf: async (index) => {
      const [row] = await query<PlaceRow>(`select ${placeColumns} from wavebook.proof_place where n = $1`, [
        String(index / whole),
      ]);
      return row && unpacked(row.positions)[Number(index % whole)];
    },
    append: (size, leaves, seal) => inTransaction(pool, (client) => append(client, size, leaves, seal)),
    newest: async () => {
      const [last] = await query<CheckpointRow>(
        `select ${checkpointColumns} from wavebook.proof_checkpoint order by proof_checkpoint.size desc limit 1`,
      );
      return last && keptOf(last);
    },
    handOvers: async () => {
      const rows = await query<CheckpointRow>(
        `select ${checkpointColumns} from wavebook.proof_checkpoint
         where size in (select size from wavebook.proof_hand_over) order by proof_checkpoint.size`,
      );
      return rows.map(keptOf);
    },
    keepCosignatures: async (kept) => {
      // In one order, so that two who keep the same do not wait for each other.
      const sorted = kept.toSorted((one, other) => (one.verifierKey < other.verifierKey ? -1 : 1));
      await query(
        `insert into wavebook.proof_cosignature (size, verifier_key, signed_at, line)
         select * from unnest($1::int8[], $2::text[], $3::text[], $4::text[])
         on conflict (size, verifier_key) do update set signed_at = excluded.signed_at, line = excluded.line
         where excluded.signed_at > proof_cosignature.signed_at`,
        [
          sorted.map(({ size }) => String(size)),
          sorted.map(({ verifierKey }) => verifierKey),
          sorted.map(({ signedAt }) => signedAt),
          sorted.map(({ line }) => line),
        ],
      );
    },
    cosignatures: async (size) => {
      const rows = await query<CosignatureRow>(
        `select size::text as size, verifier_key as "verifierKey", signed_at as "signedAt", line
         from wavebook.proof_cosignature where size = $1 order by verifier_key collate "C"`,
        [String(size)],
      );
      return rows.map((row) => ({ ...row, size: BigInt(row.size) }));
    },
    newestCosigned: async () => {
      const [row] = await query<{ size: string | null }>(
        'select max(size)::text as size from wavebook.proof_cosignature',
      );
      return typeof row?.size === 'string' ? BigInt(row.size) : undefined;
    },
    close: () => Promise.resolve(),
  };
};
