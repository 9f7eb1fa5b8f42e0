export * from './master-key.js';
export * from './open-vault.js';
export * from './vault.js';
