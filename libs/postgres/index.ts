export { PostgresRefused, PostgresUnavailable, faultOf, isGivenUp, isPostgresError, isUnavailable } from './faults.js';
export { locks, withLock, withLockIfFree } from './locks.js';
export { Pool, type PoolOptions } from './pool.js';
export { Session } from './session.js';
