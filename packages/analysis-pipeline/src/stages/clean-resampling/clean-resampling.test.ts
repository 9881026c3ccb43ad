import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { type InventedSection, inventEntry, inventRawChain, TestDiary } from '../../testing/index.js';
import { cleanResampling } from './index.js';

const [vehicle, bicycle, foot, unknown, air] = [0, 1, 2, 4, 11] as const;

/** A section with a point every ten seconds, at a constant speed in m/s. */
const ride = (mode: number, from: number, seconds: number, east: number, speed: number): InventedSection => ({
  mode,
  points: Array.from({ length: seconds / 10 + 1 }, (_, index) => [
    from + index * 10,
    east + index * 10 * speed,
  ]),
});

function clean(...chain: Parameters<typeof inventRawChain>[0]): TestDiary {
  const diary = new TestDiary().load(inventRawChain(chain));
  diary.run([cleanResampling]);
  return diary;
}

const dataOf = (diary: TestDiary, what: string): Record<string, never>[] =>
  diary.stream(`analysis/${what}`).map(({ data }) => data as Record<string, never>);
const timesOf = (diary: TestDiary, what: string): unknown[] =>
  dataOf(diary, what).map(({ start_ts, end_ts }) => [start_ts, end_ts]);
const rawPlaceIds = (diary: TestDiary) => diary.stream('segmentation/raw_place').map(({ _id }) => _id);

describe('cleaned trips', () => {
  it('are chained with places, which know the raw ones', () => {
    const diary = clean(
      { sections: [ride(bicycle, 1000, 300, 0, 5)] },
      { sections: [ride(bicycle, 5000, 300, 1500, 5)] },
    );
    const [first, second, third] = diary.stream('analysis/cleaned_place') as [Entry, Entry, Entry];
    const [there, back] = diary.stream('analysis/cleaned_trip') as [Entry, Entry];
    const raw = rawPlaceIds(diary);
    expect(first.data).toMatchObject({
      exit_ts: 1000,
      starting_trip: there._id,
      raw_places: [raw[0], raw[0]],
    });
    expect(first.data).not.toHaveProperty('duration');
    expect(second.data).toMatchObject({
      enter_ts: 1300,
      exit_ts: 5000,
      duration: 3700,
      ending_trip: there._id,
      starting_trip: back._id,
      raw_places: [raw[1], raw[1]],
    });
    expect(third.data).toMatchObject({ ending_trip: back._id, raw_places: [raw[2]] });
    expect(third.data).not.toHaveProperty('exit_ts');
    expect(there.data).toMatchObject({ start_place: first._id, end_place: second._id, duration: 300 });
    expect(there.data.distance).toBeCloseTo(1500, 3);
    expect(diary.states.CLEAN_RESAMPLING!.last_processed_ts).toBe(5305);
  });

  it('go on from the open place in the next run', () => {
    const chain = [
      { sections: [ride(bicycle, 1000, 300, 0, 5)] },
      { sections: [ride(bicycle, 5000, 300, 1500, 5)] },
    ];
    const entries = inventRawChain(chain);
    const whole = new TestDiary().load(entries);
    whole.run([cleanResampling]);
    const cut = entries.findIndex(({ data }) => data.start_ts === 5000);
    const open = entries[cut - 1]!;
    const { exit_ts, exit_local_dt, exit_fmt_time, starting_trip, duration, ...data } = open.data;
    const bit = new TestDiary().load(entries.slice(0, cut - 1)).load([{ ...open, data }]);
    bit.run([cleanResampling]);
    const place = bit.stream('analysis/cleaned_place').at(-1)!;
    bit.load(entries.slice(cut - 1));
    bit.run([cleanResampling]);
    for (const what of ['cleaned_trip', 'cleaned_section', 'cleaned_place']) {
      expect(timesOf(bit, what)).toEqual(timesOf(whole, what));
    }
    expect(
      bit.stream('analysis/cleaned_place').find(({ _id }) => _id.$oid === place._id.$oid)!.data,
    ).toMatchObject({
      exit_ts: 5000,
      duration: 3700,
    });
    expect(bit.states.CLEAN_RESAMPLING!.last_processed_ts).toBe(5305);
  });

  it('need sections, and a hundred metres', () => {
    const diary = clean(
      { sections: [ride(foot, 1000, 90, 0, 1)] },
      { from: [2000, 90], to: [2100, 100] },
      { sections: [ride(foot, 3000, 100, 100, 1.001)] },
    );
    expect(timesOf(diary, 'cleaned_trip')).toEqual([[2970, 3100]]);
    expect(dataOf(diary, 'cleaned_place').map(({ raw_places }) => raw_places)).toEqual([
      [rawPlaceIds(diary)[0], ...rawPlaceIds(diary).slice(0, 3)],
      [rawPlaceIds(diary)[3]],
    ]);
    expect(diary.stream('analysis/recreated_location').every(({ data }) => (data.ts as number) >= 2970)).toBe(
      true,
    );
  });

  it('are left out when their points are gone, and the run goes on', () => {
    const entries = inventRawChain([
      { sections: [ride(bicycle, 1000, 300, 0, 5)] },
      { sections: [ride(bicycle, 5000, 300, 1500, 5)] },
    ]);
    const gone = entries.filter(
      ({ metadata, data }) => metadata.key !== 'background/filtered_location' || (data.ts as number) > 2000,
    );
    const diary = new TestDiary().load(gone);
    diary.run([cleanResampling]);
    expect(timesOf(diary, 'cleaned_trip')).toEqual([[5000, 5300]]);
  });

  it('of which a place is missing are left out, and the run goes past them', () => {
    const entries = inventRawChain([{ sections: [ride(bicycle, 1000, 300, 0, 5)] }]);
    const diary = new TestDiary().load(entries.slice(1));
    diary.run([cleanResampling]);
    expect(diary.stream('analysis/cleaned_trip')).toEqual([]);
    expect(diary.states.CLEAN_RESAMPLING!.last_processed_ts).toBe(1305);
  });
});

describe('a trip that starts a little way from the place', () => {
  /** The first trip leads nowhere and ends some metres away from where it began. */
  const away = (metres: number) =>
    clean({ from: [1000, 0], to: [1100, metres] }, { sections: [ride(bicycle, 2000, 90, metres, 5)] });

  it('begins half a minute earlier, at the place', () => {
    const diary = away(40);
    const [trip] = dataOf(diary, 'cleaned_trip');
    const [section] = dataOf(diary, 'cleaned_section');
    const [place] = dataOf(diary, 'cleaned_place');
    expect(timesOf(diary, 'cleaned_trip')).toEqual([[1970, 2090]]);
    expect(timesOf(diary, 'cleaned_section')).toEqual([[1970, 2090]]);
    expect(trip).toMatchObject({ start_loc: place!.location, duration: 120 });
    expect(trip!.distance).toBeCloseTo(490, 3);
    expect(place).toMatchObject({ exit_ts: 1970 });
    const { distances, speeds } = section as unknown as { distances: number[]; speeds: number[] };
    expect(distances.map(Math.round)).toEqual([0, 40, 150, 150, 150]);
    expect(speeds[1]).toBe(distances[1]! / 30);
    const points = dataOf(diary, 'recreated_location').sort((left, right) => left.ts! - right.ts!);
    expect(points.map(({ ts }) => ts)).toEqual([1970, 2000, 2030, 2060, 2090]);
    expect(points[0]).toMatchObject({ speed: 0, distance: 0, mode: bicycle, accuracy: 10 });
    expect(points[0]).not.toHaveProperty('idx');
    expect(points[1]!.distance).toBe(distances[1]);
  });

  it('begins where it did when that is too far away', () => {
    const diary = away(101);
    expect(timesOf(diary, 'cleaned_trip')).toEqual([[2000, 2090]]);
    expect(dataOf(diary, 'cleaned_place')[0]!.location).not.toEqual(
      dataOf(diary, 'cleaned_trip')[0]!.start_loc,
    );
  });
});

describe('untracked time', () => {
  const trip = { sections: [ride(bicycle, 1000, 300, 0, 5)] };

  it('stays when it leads somewhere', () => {
    const diary = clean(trip, { untracked: [1305, 5000] }, { sections: [ride(bicycle, 5000, 300, 1700, 5)] });
    const [untracked] = diary.stream('analysis/cleaned_untracked');
    expect(untracked!.data).toMatchObject({ start_ts: 1305, end_ts: 5000, duration: 3695 });
    expect(untracked!.data).not.toHaveProperty('raw_trip');
    expect(dataOf(diary, 'cleaned_place')).toHaveLength(4);
  });

  it.each([
    ['at the end', []],
    ['between two trips that are not far apart', [{ sections: [ride(bicycle, 5000, 300, 1590, 5)] }]],
  ])('is left out %s', (_, more) => {
    const diary = clean(trip, { untracked: [1305, 5000] }, ...more);
    expect(diary.stream('analysis/cleaned_untracked')).toEqual([]);
    expect(dataOf(diary, 'cleaned_place')).toHaveLength(2 + more.length);
  });
});

describe('a stop with a long way in it', () => {
  const stopOf = (before: number, after: number, speeds = [5, 5]) => {
    const [slow, fast] = speeds as [number, number];
    const diary = clean({
      sections: [ride(before, 1000, 300, 0, slow), ride(after, 1400, 300, 300 * slow + 500, fast)],
    });
    const [first, second] = dataOf(diary, 'cleaned_section');
    const [stop] = dataOf(diary, 'cleaned_stop');
    return { first: first!, second: second!, stop: stop!, trip: dataOf(diary, 'cleaned_trip')[0]! };
  };

  it('becomes part of the ride after it', () => {
    const { first, second, stop, trip } = stopOf(foot, vehicle);
    expect([first.start_ts, first.end_ts, second.start_ts, second.end_ts]).toEqual([1000, 1300, 1300, 1700]);
    expect(second).toMatchObject({ start_loc: first.end_loc, duration: 200 });
    expect(second.distance).toBeCloseTo(2000, 3);
    const { speeds, distances } = second as unknown as { speeds: number[]; distances: number[] };
    expect(distances.at(-1)).toBeCloseTo(500, 3);
    expect(speeds.at(-1)).toBeCloseTo(-5, 3);
    expect(stop).toMatchObject({ enter_ts: 1300, exit_ts: 1300, distance: 0, duration: 0 });
    expect(trip.distance).toBeCloseTo(3500, 3);
  });

  it('becomes part of the ride before it', () => {
    const { first, second, stop } = stopOf(vehicle, bicycle);
    expect([first.end_ts, second.start_ts, first.duration]).toEqual([1400, 1400, 200]);
    expect(stop).toMatchObject({ enter_ts: 1400, exit_ts: 1400 });
  });

  it.each([
    ['before', [8, 2], 1400],
    ['after', [2, 8], 1300],
  ])('becomes part of the section %s it when that has fewer points a metre', (_, speeds, boundary) => {
    for (const mode of [vehicle, bicycle, unknown, air]) {
      expect(stopOf(mode, mode, speeds).second.start_ts).toBe(boundary);
    }
  });

  it('may leave a section of no length out, which the next one begins before', () => {
    const diary = clean({
      sections: [{ mode: foot, points: [[1000, 0]] }, ride(vehicle, 1100, 300, 500, 10)],
    });
    expect(timesOf(diary, 'cleaned_section')).toEqual([[1000, 1400]]);
    expect(diary.stream('analysis/cleaned_stop')).toHaveLength(1);
    expect(dataOf(diary, 'cleaned_trip')[0]!.distance).toBeCloseTo(3500, 3);
  });

  it('keeps the point of a section that is left out, at which the next one begins', () => {
    const diary = clean({
      sections: [{ mode: foot, points: [[1000, 0]] }, ride(vehicle, 1100, 60, 500, 10)],
    });
    const points = dataOf(diary, 'recreated_location').map(({ ts, mode }) => [ts, mode]);
    expect(points).toEqual([
      [1000, foot],
      [1100, vehicle],
      [1130, vehicle],
      [1160, vehicle],
    ]);
    const before = new Map(diary.entries);
    diary.run([cleanResampling], {}, { from: 'start' });
    expect(diary.entries).toEqual(before);
  });
});

describe('sections of a single point', () => {
  it('keep the flat row of the table that it comes from', () => {
    const diary = clean({
      sections: [ride(bicycle, 1000, 300, 0, 5), { mode: foot, points: [[1310, 1510]] }],
    });
    const [, single] = dataOf(diary, 'cleaned_section');
    expect(single).toMatchObject({ start_ts: 1310, end_ts: 1310, duration: 0, speeds: [0], distances: [0] });
    const point = dataOf(diary, 'recreated_location').find(({ ts }) => ts === 1310);
    expect(point).toMatchObject({
      mode: foot,
      idx: 0,
      index: 31,
      heading: 0,
      accuracy: 10,
      local_dt_hour: 1,
    });
    expect(point).not.toHaveProperty('local_dt');
    expect(point).toHaveProperty('metadata_write_ts');
  });

  it('have no points when that one lacks what others have', () => {
    const entries = inventRawChain([
      { sections: [ride(bicycle, 1000, 300, 0, 5), { mode: foot, points: [[1310, 1510]] }] },
    ]);
    for (const { data } of entries) if (data.ts === 1310) delete data.accuracy;
    const diary = new TestDiary().load(entries);
    diary.run([cleanResampling]);
    expect(dataOf(diary, 'cleaned_section')[1]).toMatchObject({ start_ts: 1310, speeds: [], distance: 0 });
  });
});

describe('points that jump', () => {
  const walk = { sections: [ride(foot, 1000, 300, 0, 1)] };
  const smoothed = (entries: Entry[], deleted: readonly number[]): TestDiary => {
    const section = entries.find(({ metadata }) => metadata.key === 'segmentation/raw_section')!;
    const ids = entries.filter(({ data }) => deleted.includes(data.ts as number)).map(({ _id }) => _id);
    const smoothing = inventEntry('analysis/smoothing', { section: section._id, deleted_points: ids }, 2e9);
    const diary = new TestDiary().load([...entries, smoothing]);
    diary.run([cleanResampling]);
    return diary;
  };

  it('at the end make the trip end earlier than the place begins', () => {
    const diary = smoothed(inventRawChain([walk]), [1290, 1300]);
    expect(timesOf(diary, 'cleaned_trip')).toEqual([[1000, 1280]]);
    expect(dataOf(diary, 'cleaned_place')[1]!.enter_ts).toBe(1300);
  });

  it('at the start, near the place, do not make the trip lead back to it', () => {
    const diary = smoothed(inventRawChain([walk]), [1000, 1010]);
    expect(timesOf(diary, 'cleaned_trip')).toEqual([[1020, 1300]]);
  });
});
