import { expect, test } from 'vitest';
import { benchPeople, benchPipeline, benchStore } from './index.js';

test('the store benchmark measures what it promises, on few entries', async () => {
  const figures = await benchStore({ entries: 5000 });
  const promised = [
    'ingest_entries_per_s',
    'scan_objects_per_s',
    'scan_json_per_s',
    'http_stream_entries_per_s',
    'bytes_per_entry',
    'day_query_ms_p50',
    'count_ms_p50',
    'open_ms',
    'rss_mb',
  ];
  for (const name of promised) expect({ [name]: figures[name] }).toEqual({ [name]: expect.any(Number) });
  expect(figures.cursor_entries).toBe(5000);
  for (const name of ['ingest', 'scan_objects', 'scan_json', 'http_stream', 'size']) {
    expect((figures.ratio_to_baseline as Record<string, number>)[name]).toBeGreaterThan(0);
  }
  expect(figures.measured_on).toMatchObject({ entries: 5000 });
});

test('the pipeline benchmark measures what it promises, on one day', async () => {
  const figures = await benchPipeline({ days: 1, rounds: 1, people: 1 });
  const promised = ['warm_with_storage_ms_per_entry', 'warm_ms_per_entry', 'cold_ms_per_entry'];
  const [day] = Object.values(figures.days as Record<string, Record<string, number>>);
  for (const name of promised) {
    expect({ [name]: figures[name] }).toEqual({ [name]: expect.any(Number) });
    expect(day![name]).toBeGreaterThan(0);
  }
  expect(day!.stages_ms).toHaveProperty('CLEAN_RESAMPLING');
  expect(day!.warm_with_storage_ms_per_entry).toBeGreaterThan(day!.warm_ms_per_entry!);
});

test('the benchmark of many people waits until each of them has a diary', async () => {
  const figures = await benchPeople({ people: 3 });
  expect(figures.measured_on).toMatchObject({ people: 3 });
  expect(figures.run).toMatchObject({
    failed: 0,
    cpu_ms_per_person: expect.any(Number),
    timeseries_rss_mb_by_quarter: Array(4).fill(expect.any(Number)),
  });
});
