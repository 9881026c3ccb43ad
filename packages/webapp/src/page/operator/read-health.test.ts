import { expect, test } from 'vitest';
import { readHealth } from './read-health.js';

test('each service is up or down; whoever answers is up', () => {
  expect(readHealth({ status: 'degraded', services: { timeseries: 'up', pipeline: 'down' } })).toEqual([
    { service: 'gateway', isWell: true },
    { service: 'timeseries', isWell: true },
    { service: 'pipeline', isWell: false },
  ]);
});

test.each([null, {}, { services: 'up' }, []])('%j is no health', (answer) => {
  expect(() => readHealth(answer)).toThrow(TypeError);
});
