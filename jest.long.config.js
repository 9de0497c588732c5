import config from './jest.config.js'

// Read by test/support/how-many.ts; the processes that run the tests inherit it.
process.env.BOOTH_LONG = 'yes'

/** `npm run test:long`: every fault, race and model test in its whole size, under an hour on two cores. */
export default {
  ...config,
  testMatch: [
    '<rootDir>/test/faults/**/*.test.ts',
    '<rootDir>/test/claims/claims-model.test.ts',
    '<rootDir>/test/http/busy-booth.test.ts',
  ],
}
