import { describe, expect, it } from 'vitest';
import { completeUntil, processedRange } from './progress.js';

const state = (last_processed_ts: number | null) => ({
  last_processed_ts,
  curr_run_ts: null,
  last_ts_run: null,
});

describe('processedRange', () => {
  it.each([[{}], [{ pipeline_range: null }], [{ pipeline_range: { start_ts: null, end_ts: null } }]])(
    'is null before the first run: %j',
    (profile) => {
      expect(processedRange(profile)).toEqual({ start_ts: null, end_ts: null });
    },
  );

  it('is what the pipeline noted', () => {
    expect(processedRange({ pipeline_range: { start_ts: 1.5, end_ts: 2.5 } })).toEqual({
      start_ts: 1.5,
      end_ts: 2.5,
    });
  });
});

describe('completeUntil', () => {
  it('prefers confirmed objects, then cleaned trips, then nothing', () => {
    const cleaned = { CLEAN_RESAMPLING: state(5) };
    expect(completeUntil({ ...cleaned, CREATE_CONFIRMED_OBJECTS: state(7) })).toBe(7);
    expect(completeUntil({ ...cleaned, TRIP_SEGMENTATION: state(9) })).toBe(5);
    expect(completeUntil({ TRIP_SEGMENTATION: state(9) })).toBeNull();
    expect(completeUntil({})).toBeNull();
  });
});
