import type { filesIn } from '../../ledger/config.js';

/**
 * How a value is written on either side: lists are JSON text in a file, and lists on PostgreSQL; numbers travel as text, since
 * the driver's own reading of them ends at 2^53.
 */
type Kind = 'plain' | 'number' | 'list';

export interface BesideColumn {
  readonly inFile: string;
  /** The same but for the way in which words are joined. */
  readonly onPostgres: string;
  readonly kind: Kind;
}

export type BesideFile = keyof Pick<ReturnType<typeof filesIn>, 'keys' | 'access' | 'reads' | 'proof'>;

export interface BesideTable {
  /** The file of a data folder that it is in. */
  readonly file: BesideFile;
  readonly inFile: string;
  readonly onPostgres: string;
  readonly columns: readonly BesideColumn[];
  /** The columns, as the file names them, by which rows are put in order. */
  readonly order: readonly string[];
  /** The column that either side counts up by itself; none when absent. */
  readonly counted?: string;
}

const columnsOf = (kind: Kind, names: readonly (string | readonly [string, string])[]): readonly BesideColumn[] =>
  names.map((name) => {
    const [inFile, onPostgres] = typeof name === 'string' ? [name, name] : name;
    return { inFile, onPostgres, kind };
  });
type Names = Parameters<typeof columnsOf>[1];
const plain = (...names: Names) => columnsOf('plain', names);
const numbers = (...names: Names) => columnsOf('number', names);
const lists = (...names: Names) => columnsOf('list', names);

/**
 * Everything that lies beside a ledger and cannot be made anew from it, for both ways. Positions of those who follow it are left
 * out: they begin anew.
 */
export const besideTables: readonly BesideTable[] = [
  {
    file: 'keys',
    inFile: 'person_key',
    onPostgres: 'person_key',
    columns: plain('person', 'wrapped', 'erased_at'),
    order: ['person'],
  },
  { file: 'keys', inFile: 'secret', onPostgres: 'secret', columns: plain('name', 'wrapped'), order: ['name'] },
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
    order: ['id'],
  },
  {
    file: 'reads',
    inFile: 'read',
    onPostgres: 'read',
    columns: [
      ...numbers('id'),
      ...plain('day', ['actorId', 'actor_id'], 'role', 'kind', ['programmeId', 'programme_id'], 'subject'),
      ...numbers('times'),
      ...plain(['firstAt', 'first_at'], ['lastAt', 'last_at']),
    ],
    order: ['id'],
    counted: 'id',
  },
  {
    file: 'proof',
    inFile: 'tile',
    onPostgres: 'proof_tile',
    columns: [...numbers('level', 'n'), ...plain('hashes')],
    order: ['level', 'n'],
  },
  {
    file: 'proof',
    inFile: 'place',
    onPostgres: 'proof_place',
    columns: [...numbers('n', 'first'), ...plain('positions')],
    order: ['n'],
  },
  {
    file: 'proof',
    inFile: 'checkpoint',
    onPostgres: 'proof_checkpoint',
    columns: [...numbers('size'), ...plain('note', 'sealed_at')],
    order: ['size'],
  },
  { file: 'proof', inFile: 'hand_over', onPostgres: 'proof_hand_over', columns: numbers('size'), order: ['size'] },
  {
    file: 'proof',
    inFile: 'cosignature',
    onPostgres: 'proof_cosignature',
    columns: [...numbers('size'), ...plain('verifier_key', 'signed_at', 'line')],
    order: ['size', 'verifier_key'],
  },
];

export const besideFiles = ['access', 'reads', 'proof', 'keys'] as const satisfies readonly BesideFile[];
