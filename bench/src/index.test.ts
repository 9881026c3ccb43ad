import { expect, test } from 'vitest';
import { benchStore } from './index.js';

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
  expect(figures.measured_on).toMatchObject({ entries: 5000 });
});
