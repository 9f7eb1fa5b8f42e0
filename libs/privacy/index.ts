export * from './forget-persons.js';
export * from './master-key.js';
export * from './open-vault.js';
export * from './rewind-checkpoints.js';
export * from './vault.js';
export { type KeyFinding, type KeysChecked, checkKeyFile } from './check-key-file.js';
