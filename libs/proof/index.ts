export * from './checkpoint.js';
export * from './leaf.js';
export * from './merkle.js';
export * from './note.js';
export * from './tiles.js';
export * from './verify.js';
