import { type Pool, inTransaction, migrate } from '#postgres';
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

/** Step n makes version n. One row for what one actor read of one thing on one day, as in `reads.db`. */
const tables = [
  `create table wavebook.read (
     id bigint primary key generated always as identity,
     day text collate "C" not null,
     actor_id text collate "C" not null,
     role text collate "C" not null,
     kind text collate "C" not null check (kind in ('PERSONAL_DATA', 'PROOF')),
     programme_id text collate "C" not null,   -- '': of the whole ledger
     subject text collate "C" not null,
     times integer not null,
     first_at text not null,
     last_at text not null,
     unique (day, actor_id, role, kind, programme_id, subject)
   );
   create function wavebook.keep_reads() returns trigger language plpgsql as
     $$ begin raise exception 'reads are kept'; end $$;
   create trigger read_is_kept before delete or truncate on wavebook.read
     for each statement execute function wavebook.keep_reads();`,
];

/** Rows in one order for all nodes, so that no two stand in each other's way. */
const upsert = `
  insert into wavebook.read as kept (day, actor_id, role, kind, programme_id, subject, times, first_at, last_at)
  select $1, actor_id, role, kind, programme_id, subject, 1, $2, $2
  from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as told (actor_id, role, kind, programme_id, subject)
  order by actor_id collate "C", role collate "C", kind collate "C", programme_id collate "C", subject collate "C"
  on conflict (day, actor_id, role, kind, programme_id, subject)
    do update set times = kept.times + 1, last_at = excluded.last_at`;

/** The conditions of a search. A list that is not there holds nothing back. */
const wantedWhere = `
  ($1::text[] is null or programme_id = any($1)) and ($2::text is null or programme_id = $2)
  and ($3::text is null or kind = $3) and ($4::text is null or actor_id = $4)
  and ($5::text is null or day >= $5) and ($6::text is null or day <= $6)`;
const columns = `id, day, actor_id as "actorId", role, kind, programme_id as "programmeId", subject, times,
  first_at as "firstAt", last_at as "lastAt"`;
const page = (order: 'asc' | 'desc') =>
  `select ${columns} from wavebook.read where ${wantedWhere} and id < $7 and id > $8 order by id ${order} limit $9`;
const [newestFirst, oldestFirst] = [page('desc'), page('asc')];
const counted = `select count(*) as count from wavebook.read where ${wantedWhere}`;

const searched = ({ programmes, programmeId, kind, actorId, from, to }: WantedReads): unknown[] => [
  programmes ? [...programmes] : null,
  programmeId ?? null,
  kind ?? null,
  actorId ?? null,
  from ?? null,
  to ?? null,
];

/**
 * Keeps reads on PostgreSQL, for all nodes that share its database; the tables are made where they are not there. The pool is
 * from `openPostgres`, and stays open when the log is closed.
 * @throws PostgresError POSTGRES_NEWER, POSTGRES_FORBIDDEN; PostgresUnavailable
 */
export const openPostgresReadLog = async (pool: Pool, { now, today }: ReadLogClock): Promise<ReadLog> => {
  await migrate(pool, 'reads', tables);
  const write = async (reads: readonly Read[]): Promise<void> => {
    const told = [
      reads.map(({ actor }) => actor.id),
      reads.map(({ actor }) => actor.role),
      reads.map(({ kind }) => kind),
      reads.map(({ programmeId }) => programmeId ?? ''),
      reads.map(({ subject }) => subject),
    ];
    const at = now().toISOString();
    try {
      await inTransaction(pool, (client) => client.query(upsert, [today(), at, ...told]));
    } catch (error) {
      throw new ReadLogError(`the reads could not be written: ${String(error)}`, { cause: error });
    }
  };
  const gathered = new GatheredReads(write);

  return {
    record: (read) => gathered.record(read),
    async list(wanted, { below = Number.MAX_SAFE_INTEGER, above = 0, max, oldestFirst: isOldestFirst }) {
      const values = [...searched(wanted), below, above, max];
      const { rows } = await pool.use((client) =>
        client.query<ReadRow>(isOldestFirst ? oldestFirst : newestFirst, values),
      );
      return rows.map(entryOf);
    },
    async count(wanted) {
      const { rows } = await pool.use((client) => client.query<{ count: number }>(counted, searched(wanted)));
      return rows[0]!.count;
    },
    close: () => gathered.settled(),
  };
};
