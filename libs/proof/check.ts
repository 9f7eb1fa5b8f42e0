/** What it takes to check a proof: hashes and signatures, no files and no database. */
export * from './checkpoint.js';
export * from './inclusion-check.js';
export * from './leaf.js';
export * from './merkle.js';
export * from './note.js';
export * from './verify.js';
