import { faultOf, isPostgresError, isUnavailable } from './faults.js';
import { Pool, notStandingStill } from './pool.js';
import { PostgresError } from './postgres-error.js';

const connectionsMaxDefault = 10;
const statementMsMaxDefault = 10_000;

export interface OpenPostgresOptions {
  /** What the server's own lists call these connections; `wavebook` when absent. */
  readonly applicationName?: string;
  readonly connectionsMax?: number;
  readonly statementMsMax?: number;
}

/** Class 28: who asks may not come in; 42501: they may not do this. */
const forbidden = ['28', '42501'];
/** There is no such database. */
const missing = '3D000';

/** The place that an address leads to, without who goes there and how. @throws PostgresError POSTGRES_URL_INVALID */
const placeOf = (url: string): string => {
  const invalid = 'it is no address such as postgres://user:password@host:5432/database';
  if (!/^postgres(ql)?:/.test(url) || !URL.canParse(url)) throw new PostgresError('POSTGRES_URL_INVALID', invalid);
  const { host, pathname } = new URL(url);
  if (pathname.length < 2) throw new PostgresError('POSTGRES_URL_INVALID', `${invalid}: it names no database`);
  return `${host}${pathname}`;
};

const namedFault = (error: unknown, place: string): unknown => {
  const { message } = faultOf(error) as Error;
  const named = (code: PostgresError['code']) => new PostgresError(code, `${place}: ${message}`, { cause: error });
  if (isUnavailable(error)) return named('POSTGRES_UNAVAILABLE');
  if (isPostgresError(error, ...forbidden)) return named('POSTGRES_FORBIDDEN');
  if (isPostgresError(error, missing)) return named('POSTGRES_URL_INVALID');
  return error;
};

/**
 * Opens a database and makes sure that it answers. What is committed on these connections is durable, whatever the server's
 * own settings say. Whoever opens it ends it. @throws PostgresError
 */
export const openPostgres = async (url: string, options: OpenPostgresOptions = {}): Promise<Pool> => {
  const place = placeOf(url);
  const {
    applicationName = 'wavebook',
    connectionsMax = connectionsMaxDefault,
    statementMsMax = statementMsMaxDefault,
  } = options;
  const settings = {
    synchronous_commit: 'on',
    application_name: applicationName,
    // Work without a limit may also pause for long.
    ...(statementMsMax > 0 ? notStandingStill : {}),
  };
  const pool = new Pool({ url, connectionsMax, statementMsMax, settings });
  try {
    await pool.use((client) => client.query('select'));
    return pool;
  } catch (error) {
    await pool.end();
    throw namedFault(error, place);
  }
};
