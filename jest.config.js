// The tests run on the compiled JavaScript, exactly what ships: see docs/adr/0002.
export default {
  testEnvironment: 'node',
  rootDir: 'dist',
  testMatch: ['**/*.spec.js'],
  transform: {},
  globalSetup: '<rootDir>/test/support/test-run.js',
  // Faults of engines and nodes take minutes: `npm run check` tries them, `npm test` is for every day.
  testPathIgnorePatterns: process.env['npm_lifecycle_event'] === 'test' ? ['/faults'] : [],
  testTimeout: 60_000,
  maxWorkers: '100%',
  // Jest gives the modules of a spec never back, and each collection of garbage looks through all of them.
  workerIdleMemoryLimit: '1GB',
};
