import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

/**
 * SQLite's driver for the Node that runs: better-sqlite3 13, and 12 on Node 20, where 13 does not load. Compiled for
 * Node 24.19 or newer, 12 ends the process when it is tidied up, since ObjectWrap changed there (nodejs/node). Both are
 * the same to whoever uses them. See docs/adr/0003.
 */
const lastNodeFor12 = 20;
const nodeMajor = Number(process.versions.node.split('.', 1)[0]);
const driver = nodeMajor > lastNodeFor12 ? 'better-sqlite3-13' : 'better-sqlite3';

const Database = createRequire(import.meta.url)(driver) as typeof BetterSqlite3;

/** The types beside the constructor, as the package itself has them. */
// eslint-disable-next-line @typescript-eslint/no-namespace
declare namespace Database {
  export type Database = BetterSqlite3.Database;
  export type Options = BetterSqlite3.Options;
  export type Statement<Parameters extends unknown[] | object = unknown[], Result = unknown> = BetterSqlite3.Statement<
    Parameters extends unknown[] ? Parameters : [Parameters],
    Result
  >;
}

export default Database;
