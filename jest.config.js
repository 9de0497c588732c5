/** Tests import the source as it is: types are stripped, nothing is mocked. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': './test/support/strip-types.js' },
  globalSetup: './test/support/start-postgres.js',
  globalTeardown: './test/support/stop-postgres.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/lab/'],
  testTimeout: 30_000,
  // The default leaves one of two cores idle.
  maxWorkers: 2,
  injectGlobals: false,
}
