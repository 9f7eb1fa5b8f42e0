/**
 * The tables of the keys, as `keys.db` has them, so that rows can be copied between both; step n makes version n. Names and
 * ids in the order of their bytes, whatever alphabet the server orders by.
 */
export const keyTables: readonly string[] = [
  `create table wavebook.person_key (
     person text collate "C" primary key,
     wrapped bytea,                 -- the person's key under the master key; null once erased
     erased_at text,
     check ((wrapped is null) = (erased_at is not null))
   );
   create table wavebook.secret (name text collate "C" primary key, wrapped bytea not null);
   create table wavebook.checkpoint (name text collate "C" primary key, position bigint not null);`,
];
