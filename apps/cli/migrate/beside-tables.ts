import type { filesIn } from '../../ledger/config.js';

/** How a value is written on either side: lists are JSON text in a file, and lists on PostgreSQL. */
type Kind = 'plain' | 'list';

export interface BesideTable {
  /** The file of a data folder that it is in. */
  readonly file: keyof Pick<ReturnType<typeof filesIn>, 'keys' | 'access' | 'reads' | 'proof'>;
  readonly inFile: string;
  readonly onPostgres: string;
  /** Of each column the name in the file, and on PostgreSQL where that is another. */
  readonly columns: readonly { readonly inFile: string; readonly onPostgres: string; readonly kind: Kind }[];
  /** By which rows are put in order, in the file. */
  readonly order: string;
}

const plain = (...names: readonly (string | readonly [string, string])[]): BesideTable['columns'] =>
  names.map((name) => {
    const [inFile, onPostgres] = typeof name === 'string' ? [name, name] : name;
    return { inFile, onPostgres, kind: 'plain' };
  });
const lists = (...names: readonly string[]): BesideTable['columns'] =>
  names.map((name) => ({ inFile: name, onPostgres: name, kind: 'list' }));

/** Everything that lies beside a ledger and cannot be made anew from it. Positions of those who follow it are left out: they begin anew. */
export const besideTables: readonly BesideTable[] = [
  {
    file: 'keys',
    inFile: 'person_key',
    onPostgres: 'person_key',
    columns: plain('person', 'wrapped', 'erased_at'),
    order: 'person',
  },
  { file: 'keys', inFile: 'secret', onPostgres: 'secret', columns: plain('name', 'wrapped'), order: 'name' },
  {
    file: 'access',
    inFile: 'token',
    onPostgres: 'token',
    columns: [
      ...plain('id', 'sha256', 'label', 'role', ['actorId', 'actor_id']),
      ...lists('programmes', 'units'),
      ...plain(['createdAt', 'created_at'], ['expiresAt', 'expires_at']),
      ...plain(['revokedAt', 'revoked_at'], ['lastUsedOn', 'last_used_on']),
    ],
    order: 'id',
  },
  {
    file: 'reads',
    inFile: 'read',
    onPostgres: 'read',
    columns: [
      ...plain('day', ['actorId', 'actor_id'], 'role', 'kind', ['programmeId', 'programme_id'], 'subject', 'times'),
      ...plain(['firstAt', 'first_at'], ['lastAt', 'last_at']),
    ],
    order: 'id',
  },
  {
    file: 'proof',
    inFile: 'tile',
    onPostgres: 'proof_tile',
    columns: plain('level', 'n', 'hashes'),
    order: 'level, n',
  },
  { file: 'proof', inFile: 'place', onPostgres: 'proof_place', columns: plain('n', 'first', 'positions'), order: 'n' },
  {
    file: 'proof',
    inFile: 'checkpoint',
    onPostgres: 'proof_checkpoint',
    columns: plain('size', 'note', 'sealed_at'),
    order: 'size',
  },
  { file: 'proof', inFile: 'hand_over', onPostgres: 'proof_hand_over', columns: plain('size'), order: 'size' },
  {
    file: 'proof',
    inFile: 'cosignature',
    onPostgres: 'proof_cosignature',
    columns: plain('size', 'verifier_key', 'signed_at', 'line'),
    order: 'size, verifier_key',
  },
];
