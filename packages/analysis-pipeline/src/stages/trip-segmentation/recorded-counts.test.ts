import { describe, expect, it } from 'vitest';
import { haveRealDays, readDay, TestDiary } from '../../testing/index.js';
import { accuracyFilter } from '../accuracy-filter/index.js';
import { tripSegmentation } from './index.js';

type Row = readonly [
  day: string,
  points: number,
  invalid: number,
  trips: number,
  untracked: number,
  places: number,
  mark: number | null,
];

const filterOff: Row[] = [
  ['android-2016-06-15-short-trips', 229, 0, 13, 0, 14, 1466055890.513],
  ['ios-2015-11-06-unfiltered', 0, 0, 0, 0, 0, null],
  ['ios-2016-02-22-short-trips', 265, 0, 9, 0, 10, 1456200712.160228],
  ['android-2023-03-12-untracked', 656, 0, 4, 1, 6, 1678659716.454],
  ['android-2015-08-23-index-length', 137, 0, 3, 0, 4, 1440358640.585],
  ['android-2015-08-21-gaps', 508, 0, 16, 3, 20, 1440219813.251],
  ['android-2015-08-27-extrapolation', 327, 0, 8, 1, 10, 1440729340.621],
  ['android-2016-06-20', 256, 0, 7, 0, 8, 1466468093.478],
  ['android-2016-07-22-reboot', 220, 0, 3, 0, 4, 1469232507.018],
  ['android-2016-07-25-reboot', 42, 0, 2, 0, 3, 1469493226.992],
  ['android-2016-08-05-air-trip', 221, 0, 3, 0, 4, 1470444178.544],
  ['android-2016-08-09', 113, 0, 2, 0, 3, 1470792293.962],
  ['android-2016-08-10', 185, 0, 5, 0, 6, 1470883888.294],
  ['android-2016-08-15-jumps', 703, 0, 7, 0, 8, 1471305740.439],
  ['android-2016-08-15-jumps-bus-start', 703, 0, 7, 0, 8, 1471305740.439],
  ['android-2016-08-15-jumps-straddle', 703, 0, 7, 0, 8, 1471305740.439],
  ['android-2022-07-20-large-gap', 254, 0, 4, 1, 6, 1658368077.12],
  ['ios-2016-07-27-no-trips', 6, 0, 3, 1, 5, 1469685626.507453],
];

const filterOn: Row[] = [
  ['android-2016-06-15-short-trips', 593, 0, 11, 0, 12, 1466055890.513],
  ['ios-2015-11-06-unfiltered', 297, 2, 2, 0, 3, 1446829098.822755],
  ['android-2023-03-12-untracked', 657, 0, 4, 1, 6, 1678659716.454],
  ['android-2015-08-21-gaps', 526, 0, 38, 3, 42, 1440219590.172],
  ['android-2015-08-27-extrapolation', 328, 0, 8, 1, 10, 1440729340.621],
  ['android-2022-07-20-large-gap', 256, 0, 4, 1, 6, 1658368077.12],
];

function figures(diary: TestDiary): unknown[] {
  const points = [...diary.entries.values()].filter(
    ({ metadata }) => metadata.key === 'background/filtered_location',
  );
  return [
    points.length,
    points.filter((entry) => 'invalid' in entry).length,
    diary.stream('segmentation/raw_trip').length,
    diary.stream('segmentation/raw_untracked').length,
    diary.stream('segmentation/raw_place').length,
    diary.states.TRIP_SEGMENTATION?.last_processed_ts,
  ];
}

const times = (base: number, list: string): number[] =>
  list.split(/[ >,]+/).map((offset) => Math.round((base + Number(offset)) * 1e6) / 1e6);

const travelTimes = (diary: TestDiary): number[] =>
  diary.travel().flatMap(({ data }) => [data.start_ts as number, data.end_ts as number]);

describe.skipIf(!haveRealDays)('recorded numbers of raw objects', () => {
  it.each(filterOff)('%s with the filter off', (day, ...expected) => {
    const diary = new TestDiary().load(readDay(day));
    diary.run([accuracyFilter, tripSegmentation]);
    expect(figures(diary)).toEqual(expected);
  });

  it.each(filterOn)('%s with the filter on', (day, ...expected) => {
    const diary = new TestDiary().load(readDay(day));
    diary.run([accuracyFilter, tripSegmentation], { 'intake.cleaning.filter_accuracy.enable': true });
    expect(figures(diary)).toEqual(expected);
  });

  it('times of a day with the filter on', () => {
    const diary = new TestDiary().load(readDay('android-2016-06-15-short-trips'));
    diary.run([accuracyFilter, tripSegmentation], { 'intake.cleaning.filter_accuracy.enable': true });
    expect(travelTimes(diary)).toEqual(
      times(
        1466000000,
        '8067.237>8551.871, 15146.805>15253.936, 19204.242>19330.401, 21655.17>22346.208, 31357.031>31457.622, ' +
          '38110.626>38595.178, 46467.174>47108.733, 47634.945>47728.074, 52791>52915.076, 53957.981>54843.075, ' +
          '55281.929>55681',
      ),
    );
  });

  it('marks and numbers between two syncs', () => {
    const first = readDay('android-2016-08-09');
    const second = readDay('android-2016-08-10');
    const early = second.filter(({ metadata }) => metadata.write_ts <= 1470850200);
    const whole = new TestDiary().load(first).load(early);
    whole.run([tripSegmentation]);
    expect(figures(whole).slice(2)).toEqual([3, 0, 4, 1470848648.02]);
    const cut = new TestDiary().load(first).load(early.slice(0, -2));
    cut.run([tripSegmentation]);
    expect(figures(cut).slice(2)).toEqual([2, 0, 3, 1470792293.962]);
    for (const diary of [whole, cut]) {
      diary.load(second.filter(({ metadata }) => metadata.write_ts > 1470850200)).run([tripSegmentation]);
      expect(figures(diary).slice(2)).toEqual([7, 0, 8, 1470883888.294]);
    }
    expect(travelTimes(whole).slice(4, 6)).toEqual(times(1470800000, '48039.425>48489.055'));
    expect(travelTimes(cut).slice(4, 6)).toEqual(times(1470800000, '48039.425>48531'));
  });

  it('a reboot between two days', () => {
    const diary = new TestDiary().load(readDay('android-2016-07-22-reboot'));
    diary.run([tripSegmentation]);
    expect(travelTimes(diary)).toEqual(times(1469200000, '4768>13090, 30823.024>31473, 32081.964>32352.818'));
    diary.load(readDay('android-2016-07-25-reboot')).run([tripSegmentation]);
    expect(figures(diary).slice(2)).toEqual([6, 1, 8, 1469493226.992]);
    expect(travelTimes(diary).slice(6)).toEqual(
      times(1469200000, '32830.187>33296, 33301>291947.853, 291947.853>292294.841, 292706.307>293031'),
    );
  });

  it('two phones of one person: the android day, then the iOS day', () => {
    const diary = new TestDiary()
      .load(readDay('android-2015-08-27-extrapolation'))
      .load(readDay('ios-2015-11-06-unfiltered'));
    diary.run([accuracyFilter, tripSegmentation], { 'intake.cleaning.filter_accuracy.enable': true });
    expect(diary.travel()).toHaveLength(11);
    expect(diary.stream('segmentation/raw_place').filter(({ data }) => 'enter_ts' in data)).toHaveLength(11);
    expect(travelTimes(diary).slice(-4)).toEqual(
      times(1446700000, '97042.282652>97923.682973, 121561.559255>128217.125328'),
    );
  });

  it('filtered points that were lost are made again by the filter', () => {
    const day = readDay('android-2016-08-15-jumps');
    const points = day
      .filter(({ metadata }) => metadata.key === 'background/filtered_location')
      .sort((left, right) => (left.data.ts as number) - (right.data.ts as number));
    const lost = new Set(points.slice(200));
    expect(lost.size).toBe(503);
    const diary = new TestDiary().load(day.filter((entry) => !lost.has(entry)));
    diary.run([accuracyFilter], { 'intake.cleaning.filter_accuracy.enable': true });
    expect(diary.stream('background/filtered_location')).toHaveLength(703);
  });
});
