import { describe, expect, it } from 'vitest';
import { locationPoints, movementAlong, upperFence } from '../../points/index.js';
import { haveRealDays, readDay, readReferenceOutput } from '../../testing/index.js';
import { smoothSection } from './smooth-section.js';

type Row = readonly [
  day: string,
  time: string,
  points: number,
  fastest: number,
  deleted: number | 'gives up',
];

const rows: Row[] = [
  ['android-2016-06-15-short-trips', '15:55:57.031', 5, 0, 1],
  ['android-2016-06-15-short-trips', '22:12:37.981', 35, 7.61754800099942, 'gives up'],
  ['android-2016-08-15-jumps', '08:24:39', 45, 27.453566374023374, 2],
  ['android-2016-08-15-jumps', '12:12:49', 37, 13.260791209165859, 2],
  ['android-2016-08-15-jumps', '06:59:32.418', 31, 5.596184083784883, 'gives up'],
  ['android-2016-08-15-jumps', '08:10:26.648', 27, 13.558298027102875, 'gives up'],
];

describe.skipIf(!haveRealDays)('smoothing of recorded sections', () => {
  it.each(rows)('%s %s: %d points, jumps above %f m/s, %s', (day, time, count, fastest, deleted) => {
    const section = readReferenceOutput(day).analysis['segmentation/raw_section']!.find(({ data }) =>
      (data.start_fmt_time as string).includes(`T${time}`),
    )!;
    const { start_ts, end_ts } = section.data as { start_ts: number; end_ts: number };
    const within = readDay(day)
      .filter(({ metadata }) => metadata.key === 'background/filtered_location')
      .filter(({ data }) => start_ts <= (data.ts as number) && (data.ts as number) <= end_ts)
      .sort((left, right) => (left.data.ts as number) - (right.data.ts as number));
    const points = locationPoints(within, 'data.ts');
    expect(points.count).toBe(count);
    expect(upperFence(movementAlong(points).speed, 3)).toBeCloseTo(fastest, 11);
    expect(smoothSection(points)?.deleted.length ?? 'gives up').toBe(deleted);
  });
});
