import { afterEach, expect, it } from 'vitest';
import type { JobRequest } from './job-desk.js';
import { startSchedule } from './schedule.js';

const timers: NodeJS.Timeout[] = [];
afterEach(() => {
  for (const timer of timers.splice(0)) clearInterval(timer);
});

const hour = 3600;
const asked: JobRequest[] = [];
const desk = {
  submit: async (request: JobRequest) => {
    asked.push(request);
    return {} as never;
  },
};

it('asks once in each stretch of time, whoever asks and however often', () => {
  const failures: unknown[] = [];
  for (const now of [0, 1800, 3599, 3600]) {
    const schedule = [
      { name: 'hourly', seconds: hour },
      { name: 'never', seconds: 0 },
    ];
    timers.push(
      ...startSchedule(
        desk,
        schedule,
        () => now * 1000,
        (error) => failures.push(error),
      ),
    );
  }
  expect(timers).toHaveLength(4);
  expect(asked.every(({ name }) => name === 'hourly')).toBe(true);
  expect(new Set(asked.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
  expect(failures).toEqual([]);
});

it('hears of requests that were refused', async () => {
  const refused = new Error('refused');
  const failure = new Promise((resolve) => {
    const desk = { submit: () => Promise.reject(refused) };
    timers.push(...startSchedule(desk, [{ name: 'hourly', seconds: hour }], () => 0, resolve));
  });
  expect(await failure).toBe(refused);
});
