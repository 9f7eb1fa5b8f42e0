export * from './check.js';
export * from './cosignature.js';
export * from './proof-log.js';
export * from './sealer.js';
export { ProofFileError } from './sqlite/proof-file.js';
export { openSqliteProofLog } from './sqlite/sqlite-proof-log.js';
export * from './tiles.js';
