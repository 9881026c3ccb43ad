import { describe, expect, it } from 'vitest';
import { activities, locationPoints, transitions } from '../../points/index.js';
import { haveRealDays, inventEntry, readDay, TestDiary } from '../../testing/index.js';
import { withoutFlipFlops } from './flip-flop.js';
import { sectionSegmentation } from './index.js';
import { motionChanges } from './motion-changes.js';
import { timeMethod } from './time-method.js';
import { TripPoints } from './trip-points.js';

const start = 1440695152.989;
const end = 1440699266.669;

/** Entries of a stream that were written during the example trip, by sensing time. */
const written = (key: string) =>
  readDay('android-2015-08-27-extrapolation')
    .filter(({ metadata: { key: its, write_ts } }) => its === key && start <= write_ts && write_ts <= end)
    .sort((left, right) => (left.data.ts as number) - (right.data.ts as number));

describe.skipIf(!haveRealDays)('the example of the reference, a ride and a walk', () => {
  it('has two stretches, before they reach to the ends of the trip', () => {
    const points = new TripPoints(locationPoints(written('background/filtered_location'), 'data.ts'));
    const readings = activities(written('background/motion_activity'), 'data.ts');
    const stretches = timeMethod.find({
      points,
      changes: withoutFlipFlops(motionChanges(readings, timeMethod.confidence), points),
      distanceFromPlace: 0,
      transitions: () => transitions([]),
    });
    const { ts } = points.points;
    expect(stretches.map(({ first, last }) => [ts[first], ts[last]])).toEqual([
      [1440695873.453, 1440698066.704],
      [1440698306.892, 1440699234.834],
    ]);
  });

  it('has two sections and a stop when the trip is made by hand', () => {
    const location = { type: 'Point', coordinates: [0, 0] };
    const place = inventEntry('segmentation/raw_place', { exit_ts: start, location }, end);
    const source = 'DwellSegmentationTimeFilter';
    const trip = inventEntry(
      'segmentation/raw_trip',
      { source, start_ts: start, end_ts: end, start_place: place._id, end_loc: location },
      end,
    );
    const diary = new TestDiary().load(readDay('android-2015-08-27-extrapolation')).load([place, trip]);
    diary.run([sectionSegmentation]);
    expect(diary.stream('segmentation/raw_section').map(({ data }) => [data.start_ts, data.end_ts])).toEqual([
      [start, 1440698066.704],
      [1440698306.892, end],
    ]);
    expect(diary.stream('segmentation/raw_stop')).toHaveLength(1);
  });
});
