import { expect, test } from 'vitest';
import { formatDay, formatDistance, formatDuration, groupByDay, readTrip, type Trip } from './trip.js';

const entry = {
  _id: { $oid: '0123456789abcdef01234567' },
  metadata: { key: 'segmentation/raw_trip' },
  data: {
    start_ts: 1718000001.5,
    start_fmt_time: '2024-06-10T08:13:21.500000+02:00',
    start_local_dt: { timezone: 'Europe/Paris' },
    end_ts: 1718001201.5,
    end_fmt_time: '2024-06-10T08:33:21.500000+02:00',
    end_local_dt: { timezone: 'Europe/Paris' },
    duration: 1200,
    distance: 4711.3,
  },
};

test('times are those of the clocks where the trip was', () => {
  expect(readTrip(entry)).toEqual({
    day: '2024-06-10',
    start: '08:13',
    end: '08:33',
    zone: 'Europe/Paris',
    endZone: 'Europe/Paris',
    startTs: 1718000001.5,
    duration: 1200,
    distance: 4711.3,
  });
});

test('a trip over midnight and into another zone says so', () => {
  const late = readTrip({
    data: {
      ...entry.data,
      end_fmt_time: '2024-06-11T01:00:00+03:00',
      end_local_dt: { timezone: 'Africa/Nairobi' },
    },
  });
  expect(late).toMatchObject({ endDay: '2024-06-11', endZone: 'Africa/Nairobi' });
});

test.each([null, 'trip', {}, { data: {} }, { data: { ...entry.data, duration: null } }])(
  '%j is no trip',
  (value) => {
    expect(readTrip(value)).toBeUndefined();
  },
);

test('days come newest first, the trips of a day in order of time', () => {
  const trip = (startTs: number, day: string) => ({ startTs, day }) as Trip;
  const days = groupByDay([trip(5, '2024-06-04'), trip(1, '2024-06-03'), trip(4, '2024-06-04')]);
  expect(days.map(({ day, trips }) => [day, trips.map(({ startTs }) => startTs)])).toEqual([
    ['2024-06-04', [4, 5]],
    ['2024-06-03', [1]],
  ]);
});

test('distances, durations and days read like a diary', () => {
  expect([84, 943, 4711, 99_940, 1_250_400].map(formatDistance)).toEqual([
    '80 m',
    '940 m',
    '4.7 km',
    '99.9 km',
    '1,250 km',
  ]);
  expect([10, 725, 3_900, 36_000].map(formatDuration)).toEqual([
    '1 min',
    '12 min',
    '1 h 05 min',
    '10 h 00 min',
  ]);
  expect(formatDay('2024-06-10')).toBe('Monday, 10 June 2024');
});
