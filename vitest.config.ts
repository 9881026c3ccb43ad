import { availableParallelism } from 'node:os';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { TestOrder } from './scripts/test-order.js';

// Tests run from the TypeScript sources; only tests that start processes use the built files.
const conditions = ['@sojourn/source', ...defaultServerConditions];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['{packages/*,gateway,bench,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // What takes so long hangs, also where many others are at work on the machine.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 120_000 } },
    // Few, since tests start processes of their own.
    maxWorkers: Math.min(4, Math.max(2, availableParallelism())),
    // Files share the modules of their process: to load them anew for each took longer than to run the tests.
    isolate: false,
    sequence: { sequencer: TestOrder },
    setupFiles: ['scripts/law-seed.ts'],
    globalSetup: ['packages/timeseries-service/src/testing/database/broker.ts'],
  },
});
