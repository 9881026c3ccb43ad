import { expect, test } from 'vitest';
import { type MeasuredInputs, usualAssumptions } from './inputs.js';
import { layOut } from './layout.js';
import { queueOf, simulateDay } from './simulate-day.js';

const inputs: MeasuredInputs = {
  entriesPerPersonDay: 1000,
  storedBytesPerPersonDay: 30_000,
  storedBytesPerPerson: 8000,
  uploadedBytesPerPersonDay: 500_000,
  uploadMsPerPersonDay: 20,
  runStoreMsPerPersonDay: 20,
  runPipelineMsPerPersonDay: 40,
  shareByHour: Array.from({ length: 24 }, (_, hour) => (hour >= 7 && hour < 19 ? 1 / 12 : 0)),
};
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

test('a day does all the work of everybody once', () => {
  for (const zoneHours of [1, 24]) {
    const day = simulateDay(inputs, { ...usualAssumptions, zoneHours });
    expect(sum(day.uploads)).toBeCloseTo(24e6, -1);
    expect(sum(day.storeMs) / (1e6 * 40)).toBeCloseTo(1, 3);
    expect(sum(day.pipelineMs) / (1e6 * 40)).toBeCloseTo(1, 3);
  }
});

test('people all round the globe are a smaller peak than people of one zone', () => {
  const peak = (zoneHours: number) =>
    Math.max(...simulateDay(inputs, { ...usualAssumptions, zoneHours }).storeMs);
  expect(peak(24)).toBeLessThan(0.6 * peak(1));
});

test('work that is too much for a while waits, and no longer than it must', () => {
  const work = Float64Array.from([10, 30, 10, 0, 0, 0]);
  expect(queueOf(work, 10)).toEqual({ peakUtilisation: 3, longestWait: 2 });
  expect(queueOf(work, 30)).toEqual({ peakUtilisation: 1, longestWait: 0 });
});

test('twice the people need twice of everything but time', () => {
  const [one, two] = [1e6, 2e6].map((people) => layOut(inputs, { ...usualAssumptions, people }));
  expect(two!.requests_per_s.peak).toBeCloseTo(2 * one!.requests_per_s.peak, 6);
  expect(two!.stored_gb_per_day).toBeCloseTo(2 * one!.stored_gb_per_day, 6);
  expect(two!.store.cores_at_peak).toBeCloseTo(2 * one!.store.cores_at_peak, 6);
  expect(two!.store.longest_wait_minutes).toBe(0);
  expect(two!.shards.fullest_over_mean).toBeLessThan(one!.shards.fullest_over_mean);
});
