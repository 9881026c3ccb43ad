import { expect, it } from 'vitest';
import { haveRealDays, readDay, TestDiary } from '../../testing/index.js';
import { jumpSmoothing } from '../jump-smoothing/index.js';
import { sectionSegmentation } from '../section-segmentation/index.js';
import { tripSegmentation } from '../trip-segmentation/index.js';
import { cleanResampling } from './index.js';

it.skipIf(!haveRealDays)('a day whose points all jump leaves the trips that stops lead through', () => {
  const diary = new TestDiary().load(readDay('android-2016-06-20'));
  diary.run([tripSegmentation, sectionSegmentation, jumpSmoothing]);
  const points = diary.stream('background/filtered_location');
  const sections = new Map(diary.stream('segmentation/raw_section').map((entry) => [entry._id.$oid, entry]));
  diary.load(
    diary.stream('analysis/smoothing').map((smoothing) => {
      const { start_ts, end_ts } = sections.get((smoothing.data.section as { $oid: string }).$oid)!.data;
      const within = points.filter(
        ({ data: { ts } }) => (ts as number) >= (start_ts as number) && (ts as number) <= (end_ts as number),
      );
      return { ...smoothing, data: { ...smoothing.data, deleted_points: within.map(({ _id }) => _id) } };
    }),
  );
  diary.run([cleanResampling]);
  const rounded = (key: string) => diary.stream(key).map(({ data }) => Math.round(data.distance as number));
  expect(diary.stream('analysis/cleaned_trip')).toHaveLength(2);
  expect(rounded('analysis/cleaned_section')).toEqual([3252, 0, 0, 0]);
  expect(rounded('analysis/cleaned_stop')).toEqual([0, 150]);
  expect(diary.stream('analysis/recreated_location')).toEqual([]);
});
