export * from './master-key.js';
export * from './vault.js';
export * from './postgres/postgres-vault.js';
export { type KeyFinding, type KeysChecked, checkKeyFile } from './sqlite/check-key-file.js';
export * from './sqlite/forget-persons.js';
export * from './sqlite/rewind-checkpoints.js';
export * from './sqlite/sqlite-vault.js';
