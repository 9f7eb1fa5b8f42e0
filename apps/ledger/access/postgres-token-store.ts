import { type Pool, inTransaction, migrate } from '#postgres';
import type { Scope, StoredToken } from './token.js';
import { AccessError, type TokenStore, idOfEnded } from './token-store.js';

/** Step n makes version n. Ids in the order of their bytes, whatever alphabet the server orders by. */
const tables = [
  `create table wavebook.token (
     id text collate "C" primary key check (id <> ''),
     sha256 text collate "C" not null unique check (length(sha256) = 64),
     label text not null,
     role text not null check (role in ('admin', 'manager', 'contributor', 'auditor', 'viewer')),
     actor_id text not null check (actor_id <> ''),
     programmes text[],             -- ids; null: all
     units text[],                  -- the same
     created_at text collate "C" not null,
     expires_at text,
     revoked_at text,
     last_used_on text
   );
   -- Counts what was written, so that a node need not read the list to learn that it is as it was.
   create table wavebook.token_list (only_one boolean primary key default true check (only_one), version bigint not null);
   insert into wavebook.token_list (version) values (0);`,
];

interface Row extends Omit<StoredToken, 'programmes' | 'units'> {
  readonly programmes: readonly string[] | null;
  readonly units: readonly string[] | null;
}

const columns = `id, sha256, label, role, actor_id as "actorId", programmes, units, created_at as "createdAt",
  expires_at as "expiresAt", revoked_at as "revokedAt", last_used_on as "lastUsedOn"`;
const selectAll = `select ${columns} from wavebook.token order by wavebook.token.created_at, id`;
const selectOne = `select ${columns} from wavebook.token where id = $1`;
const selectHashes = 'select sha256 from wavebook.token where id <> $1';
const insert = `insert into wavebook.token (id, sha256, label, role, actor_id, programmes, units, created_at, expires_at,
  revoked_at, last_used_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const replace = `${insert} on conflict (id) do update set sha256 = excluded.sha256, label = excluded.label,
  role = excluded.role, actor_id = excluded.actor_id, programmes = excluded.programmes, units = excluded.units,
  created_at = excluded.created_at, expires_at = excluded.expires_at, revoked_at = excluded.revoked_at,
  last_used_on = excluded.last_used_on`;
const revoke = 'update wavebook.token set revoked_at = $2 where id = $1 and revoked_at is null';
const markUsed = 'update wavebook.token set last_used_on = $2 where id = any($1)';
/** Comes first in every transaction that writes: one writes at a time, and others see the number change with the rows. */
const count = 'update wavebook.token_list set version = version + 1';
const selectVersion = 'select version from wavebook.token_list';

const written = (scope: Scope): readonly string[] | null => (scope === 'all' ? null : scope);
const tokenOf = (row: Row): StoredToken => ({ ...row, programmes: row.programmes ?? 'all', units: row.units ?? 'all' });
const valuesOf = (token: StoredToken) => [
  token.id,
  token.sha256,
  token.label,
  token.role,
  token.actorId,
  written(token.programmes),
  written(token.units),
  token.createdAt,
  token.expiresAt,
  token.revokedAt,
  token.lastUsedOn,
];

/** What the store itself needs of a connection in a transaction. */
interface Writing {
  query(
    text: string,
    values?: unknown[],
  ): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number | null }>;
}

/** Puts what was decided in the place of what is kept under an id. */
const establishOn = async (
  client: Writing,
  id: string,
  decide: Parameters<TokenStore['establish']>[1],
): Promise<StoredToken> => {
  const [row] = (await client.query(selectOne, [id])).rows as readonly Row[];
  const hashes = (await client.query(selectHashes, [id])).rows as readonly { readonly sha256: string }[];
  const taken = new Set(hashes.map(({ sha256 }) => sha256));
  const kept = row && tokenOf(row);
  const decided = decide(kept, (sha256) => taken.has(sha256));
  if (decided === kept) return decided;
  await client.query(replace, valuesOf(decided));
  if (kept && kept.revokedAt !== null) await client.query(insert, valuesOf({ ...kept, id: idOfEnded(kept) }));
  return decided;
};

/**
 * Keeps tokens on PostgreSQL, for all nodes that share its database; the tables are made where they are not there. The pool
 * is from `openPostgres`, and stays open when the store is closed.
 * @throws PostgresError POSTGRES_NEWER, POSTGRES_FORBIDDEN; PostgresUnavailable
 */
export const openPostgresTokenStore = async (pool: Pool): Promise<TokenStore> => {
  await migrate(pool, 'tokens', tables);
  const write = <T>(work: (client: Writing) => Promise<T>): Promise<T> =>
    inTransaction(pool, async (client) => {
      await client.query(count);
      return work(client);
    });
  const version = async (): Promise<number> => {
    const { rows } = await pool.use((client) => client.query<{ version: number }>(selectVersion));
    if (!rows[0]) throw new AccessError('the list of tokens on PostgreSQL has lost its count: restore it');
    return rows[0].version;
  };
  let seenVersion = await version();

  return {
    async all() {
      const { rows } = await pool.use((client) => client.query<Row>(selectAll));
      return rows.map(tokenOf);
    },
    add: (token) => write(async (client) => void (await client.query(insert, valuesOf(token)))),
    establish: (id, decide) => write((client) => establishOn(client, id, decide)),
    revoke: (id, at) => write(async (client) => (await client.query(revoke, [id, at])).rowCount === 1),
    markUsed: (ids, day) => write(async (client) => void (await client.query(markUsed, [ids, day]))),
    async changed() {
      const current = await version();
      const changed = current !== seenVersion;
      seenVersion = current;
      return changed;
    },
    close: () => Promise.resolve(),
  };
};
