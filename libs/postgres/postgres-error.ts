export type PostgresErrorCode =
  | 'POSTGRES_UNAVAILABLE'
  | 'POSTGRES_FORBIDDEN'
  | 'POSTGRES_URL_INVALID'
  | 'POSTGRES_NEWER'
  | 'POSTGRES_OF_ANOTHER_LEDGER'
  | 'POSTGRES_LEFT';

/**
 * A named fault at the opening of a database; do not start. POSTGRES_UNAVAILABLE: no answer, try again later.
 * POSTGRES_FORBIDDEN: it does not let this user in, or not do this. POSTGRES_URL_INVALID: the address leads nowhere.
 * POSTGRES_NEWER: a newer Wavebook keeps its tables there. POSTGRES_OF_ANOTHER_LEDGER: another ledger does. POSTGRES_LEFT: what it
 * had of a ledger was moved into a data folder, or is being moved. What is said never holds the password.
 */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  constructor(
    readonly code: PostgresErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${message}`, options);
  }
}
