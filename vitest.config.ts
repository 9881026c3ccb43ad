import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

// Tests run from the TypeScript sources; only tests that start processes use the built files.
const conditions = ['@sojourn/source', ...defaultServerConditions];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['{packages/*,gateway,bench,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    globalSetup: ['packages/timeseries-service/src/testing/database/broker.ts'],
  },
});
