import { describe, expect, it } from 'vitest';
import { isDormant, REFERENCE_DORMANT_SECONDS } from './index.js';

const person = (last: unknown, end: unknown, segmented: number | null) =>
  [
    { last_location_ts: last, pipeline_range: { end_ts: end } },
    { TRIP_SEGMENTATION: { last_processed_ts: segmented, curr_run_ts: null, last_ts_run: null } },
  ] as const;

describe('isDormant', () => {
  const seconds = REFERENCE_DORMANT_SECONDS;
  const start = 1_700_000_000;

  it.each([
    ['new locations long after the diary', person(start + seconds + 1, start, start), false],
    ['no more than the time after the end of the diary', person(start + seconds, start, 0), true],
    ['no more than the time after the mark of segmentation', person(start + seconds, null, start), true],
    ['nothing derived yet', person(start, null, null), false],
    ['a batch without a location, which sets the last one to -1', person(-1, null, null), true],
    ['no location ever', person(undefined, undefined, null), true],
  ])('%s', (_, [profile, states], expected) => {
    expect(isDormant(profile, states, seconds)).toBe(expected);
    expect(isDormant(profile, states, 0)).toBe(false);
  });

  it('knows people of whom nothing is known', () => {
    expect(isDormant({}, {}, seconds)).toBe(true);
    expect(isDormant({ last_location_ts: start }, {}, seconds)).toBe(false);
  });
});
