import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

// The crash test with ten times the kills; the rest of the suite as it is.
export default mergeConfig(base, defineConfig({ test: { env: { SOJOURN_TEST_KILLS: '500' } } }));
