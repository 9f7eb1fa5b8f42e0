export { PostgresUnavailable, faultOf, isGivenUp, isPostgresError, isUnavailable } from './faults.js';
export { locks, withLock, withLockIfFree } from './locks.js';
export { migrate } from './migrate.js';
export { type OpenPostgresOptions, openPostgres } from './open-postgres.js';
export { Pool, type PoolOptions } from './pool.js';
export { PostgresError, type PostgresErrorCode } from './postgres-error.js';
export { Session } from './session.js';
export { inTransaction } from './transaction.js';
