/** The tree, as SQLite's file has it; see `sqlite/proof-file.ts`. Steps are only ever added. */
export const proofTables: readonly string[] = [
  `create table wavebook.proof_tile (
     level smallint not null,
     n bigint not null,
     hashes bytea not null,              -- 32 bytes each, at most 256
     primary key (level, n)
   );
   create table wavebook.proof_place (
     n bigint primary key,               -- of the tile of leaves
     first numeric(20) not null unique,  -- position of its first event
     positions bytea not null            -- 8 bytes each, big-endian
   );
   create table wavebook.proof_checkpoint (
     size bigint primary key,
     note text not null,
     sealed_at text not null
   );
   create table wavebook.proof_hand_over (size bigint primary key);
   create table wavebook.proof_cosignature (
     size bigint not null,
     verifier_key text not null,         -- of the witness
     signed_at text not null,
     line text not null,
     primary key (size, verifier_key)
   )`,
];
