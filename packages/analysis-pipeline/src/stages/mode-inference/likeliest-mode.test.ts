import { expect, it } from 'vitest';
import { likeliestMode } from './likeliest-mode.js';

it.each([
  ['the most probable', { WALKING: 0.9, BUS: 0.1 }, 1],
  ['the lowest of equally probable ones', { BUS: 0.5, WALKING: 0.5 }, 1],
  ['unknown of none', {}, 0],
])('the likeliest mode is %s', (_, probabilities, mode) => {
  expect(likeliestMode(probabilities)).toBe(mode);
});
