import { expect } from 'vitest';

/** Asks again and again until the expectation holds; gives up late, since a busy machine is not an error. */
export const eventually: typeof expect.poll = (ask, options) =>
  expect.poll(ask, { timeout: 30_000, ...options });
