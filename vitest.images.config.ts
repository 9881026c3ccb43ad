import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const conditions = ['@sojourn/source', ...defaultServerConditions];

// Builds the images and tries their network: needs root, debootstrap and a few minutes, and is apart for that.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ['docker/check/src/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 900_000 },
});
