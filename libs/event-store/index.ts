export * from './port.js';
export { type LedgerChecked, type LedgerCheckOptions, checkLedgerFile } from './sqlite/check-ledger-file.js';
export type { LedgerFinding, LedgerFlaw } from './sqlite/ledger-finding.js';
export { openEventStoreDbEventStore } from './eventstoredb/open-eventstoredb.js';
export { openSqliteEventStore } from './sqlite/sqlite-event-store.js';
