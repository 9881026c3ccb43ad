import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

// Crash tests with ten times the kills and at every moment, laws on new cases and for twenty times as long, a day of
// 100 000 points; the rest of the suite as it is.
export default mergeConfig(
  base,
  defineConfig({
    test: {
      testTimeout: 600_000,
      env: {
        SOJOURN_TEST_KILLS: '500',
        SOJOURN_TEST_DATABASE_KILLS: '200',
        SOJOURN_TEST_CHANGE_KILLS: '200',
        SOJOURN_TEST_MIGRATION_KILLS: '50',
        SOJOURN_TEST_PROTOCOL_RUNS: '3000',
        SOJOURN_TEST_DIFFERENTIAL_RUNS: '100',
        SOJOURN_TEST_FAULT_STEP: '1',
        SOJOURN_TEST_KILL_MOMENTS: '1000',
        SOJOURN_TEST_LAW_FACTOR: '20',
        SOJOURN_TEST_SEED: 'random',
        SOJOURN_TEST_POINTS: '100000',
        SOJOURN_TEST_PHONES: '200',
        SOJOURN_TEST_SEALS: '1200000',
        SOJOURN_TEST_REQUESTS: '100000',
        SOJOURN_TEST_CURSOR_ENTRIES: '10000000',
      },
    },
  }),
);
