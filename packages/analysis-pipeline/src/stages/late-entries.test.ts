import { describe, expect, it } from 'vitest';
import { createSettings } from '../settings/index.js';
import { inventActivity, inventPoint, inventTransition } from '../testing/index.js';
import { lateEntries } from './index.js';

const settings = createSettings();
const states = {
  TRIP_SEGMENTATION: { curr_run_ts: null, last_processed_ts: 1000, last_ts_run: 5000 },
};
const spot = { east: 0, north: 0 };

describe('late entries', () => {
  it('are locations and transitions that were written before the mark', () => {
    const arrived = [
      inventPoint(900, spot, { written: 910 }),
      inventTransition(905, 4),
      inventPoint(1000, spot),
    ];
    expect(lateEntries(arrived, states, settings)).toEqual({ earliestSensed: 900, earliestWritten: 905 });
  });

  it('are not motion activity, nor what was written at the mark or later', () => {
    const arrived = [
      inventActivity(900),
      inventPoint(900, spot, { written: 1000 }),
      inventTransition(1001, 4),
    ];
    expect(lateEntries(arrived, states, settings)).toBeUndefined();
  });

  it('are unfiltered locations only where the accuracy filter makes points of them', () => {
    const arrived = [inventPoint(900, spot, { key: 'background/location' })];
    expect(lateEntries(arrived, states, settings)).toBeUndefined();
    const filtering = createSettings({ 'intake.cleaning.filter_accuracy.enable': true });
    expect(lateEntries(arrived, states, filtering)).toBeDefined();
  });

  it('do not exist before there is a mark', () => {
    expect(lateEntries([inventPoint(1, spot)], {}, settings)).toBeUndefined();
  });
});
