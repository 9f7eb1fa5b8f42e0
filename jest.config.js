// The tests run on the compiled JavaScript, exactly what ships: see docs/adr/0002.
export default {
  testEnvironment: 'node',
  rootDir: 'dist',
  testMatch: ['**/*.spec.js'],
  transform: {},
  globalSetup: '<rootDir>/test/support/test-run.js',
  testTimeout: 60_000,
  maxWorkers: '100%',
};
