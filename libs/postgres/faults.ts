/** SQLSTATE classes and codes, and codes of the network, that say: not there, or broken off in the middle. */
const unavailable = [
  '08',
  '25P03',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  'ECONN',
  'EHOST',
  'ENET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
];

/** The driver tells these by their words alone. */
const brokenOff = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'not queryable',
  'Client was closed',
  'The server does not support SSL',
];

/** PostgreSQL gave up one of several transactions that stood in each other's way: it can simply be run again. */
const givenUp = ['40001', '40P01'];

/**
 * The database cannot be reached, or the connection broke off. Whether a commit that was under way took effect is not
 * known. Try again later.
 */
export class PostgresUnavailable extends Error {
  override readonly name = 'PostgresUnavailable';
}

/** Whether PostgreSQL (or the network) said one of these codes; a code may be given by its beginning. */
export const isPostgresError = (error: unknown, ...codes: readonly string[]): boolean => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && codes.some((each) => code.startsWith(each));
};

export const isUnavailable = (error: unknown): boolean =>
  error instanceof PostgresUnavailable ||
  isPostgresError(error, ...unavailable) ||
  (error instanceof Error && brokenOff.some((words) => error.message.includes(words)));

export const isGivenUp = (error: unknown): boolean => isPostgresError(error, ...givenUp);

/** The error by which other rooms know what happened. What the driver says never holds the password. */
export const faultOf = (error: unknown): unknown => {
  if (error instanceof PostgresUnavailable || !isUnavailable(error)) return error;
  const told = error as Error & { errors?: readonly Error[] };
  // Several addresses of one host come as one error that says nothing.
  const message = told.message || told.errors?.[0]?.message || 'no answer';
  return new PostgresUnavailable(`PostgreSQL is out of reach: ${message}`, { cause: error });
};
