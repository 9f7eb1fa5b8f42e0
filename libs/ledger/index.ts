export * from './clock.js';
export * from './erasure.js';
export { eventIdOf } from './ids.js';
export * from './ledger.js';
export * from './ledger.words.js';
export * from './log.js';
export * from './open-ledger.js';
export { pause } from './pause.js';
export * from './reaction.js';
