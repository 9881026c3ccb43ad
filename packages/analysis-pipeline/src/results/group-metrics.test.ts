import type { Entry } from '@sojourn/datamodel';
import { localDate } from '@sojourn/datamodel/time';
import { describe, expect, it } from 'vitest';
import { haveRealDays, readRecording, readReferenceOutput } from '../testing/real-days.js';
import { type GroupSummary, groupMetrics } from './index.js';

const losAngeles = 'America/Los_Angeles';
let ids = 0;

/** A section of 100 s and 200 m that starts at a time such as `2016-05-03T06:00-07:00`. */
function section(time: string, zone = losAngeles, user = 1, data: Record<string, unknown> = {}): Entry {
  const start = Date.parse(time) / 1000;
  return {
    _id: { $oid: (++ids).toString(16).padStart(24, '0') },
    user_id: { $uuid: String(user).padStart(32, '0') },
    metadata: { key: 'analysis/cleaned_section', write_ts: start } as Entry['metadata'],
    data: {
      ...{ start_ts: start, start_local_dt: localDate(start, zone), end_ts: start + 100 },
      ...{ duration: 100, distance: 200, sensed_mode: 1 },
      ...data,
    },
  };
}

const always = { start: 0, end: 1e10 };
const wide = { from: { year: 2000 }, to: { year: 2100 } };
const inUtc = (entries: readonly Entry[], frequency: 'd' | 'w' | 'm' | 'y' = 'd') =>
  groupMetrics(entries, ['count'], { frequency, ...always }).metrics[0]!;
const locally = (entries: readonly Entry[], frequency: 'DAILY' | 'MONTHLY' | 'YEARLY' = 'DAILY') =>
  groupMetrics(entries, ['count'], { frequency, ...wide }).metrics[0]!;
const brief = (groups: readonly GroupSummary[]) => groups.map(({ ts, BICYCLING }) => [ts, BICYCLING]);

describe('groups of time', () => {
  it('put three sections of a day together either way', () => {
    const rows = ['06', '10', '14'].map((hour) => section(`2016-05-03T${hour}:00-07:00`));
    expect(brief(inUtc(rows))).toEqual([[1_462_233_600, 3]]);
    expect(brief(locally(rows))).toEqual([[1_462_258_800, 3]]);
    const { last_ts_processed } = groupMetrics(rows, ['count'], { frequency: 'd', ...always });
    expect(last_ts_processed).toBe(Date.parse('2016-05-03T14:00-07:00') / 1000);
  });

  it('split an evening in the west from its day in UTC alone', () => {
    const rows = ['06', '10', '23'].map((hour) => section(`2016-05-03T${hour}:00-07:00`));
    expect(brief(inUtc(rows))).toEqual([
      [1_462_233_600, 2],
      [1_462_320_000, 1],
    ]);
    expect(brief(locally(rows))).toEqual([[1_462_258_800, 3]]);
  });

  it('take the zone of the earliest entry for a local day', () => {
    const india = section('2016-05-03T01:00+05:30', 'Asia/Calcutta');
    const east = section('2016-05-03T07:00-04:00', 'America/New_York');
    const west = section('2016-05-04T00:00-07:00');
    expect(inUtc([india, east, west])).toHaveLength(3);
    expect(locally([east, india])).toMatchObject([
      {
        ts: 1_462_213_800,
        local_dt: { year: 2016, month: 5, day: 3, timezone: 'Asia/Calcutta' },
        fmt_time: '2016-05-03',
      },
    ]);
    const early = section('2016-05-03T01:00-07:00');
    const noon = section('2016-05-03T13:00-04:00', 'America/New_York');
    expect(locally([noon, early])).toMatchObject([
      { ts: 1_462_258_800, local_dt: { timezone: losAngeles }, BICYCLING: 2 },
    ]);
  });

  it('list UTC groups without entries, named after their last day', () => {
    const rows = ['2016-06-21', '2016-06-22', '2016-07-22'].map((date) => section(`${date}T10:00Z`));
    expect(inUtc(rows).map(({ nUsers }) => nUsers)).toEqual([1, 1, ...Array(29).fill(0), 1]);
    expect(inUtc(rows, 'm').map(({ fmt_time }) => fmt_time)).toEqual([
      '2016-06-30T00:00:00+00:00',
      '2016-07-31T00:00:00+00:00',
    ]);
    expect(inUtc(rows, 'y')).toMatchObject([{ local_dt: { month: 12, day: 31, timezone: 'UTC' } }]);
    // A Sunday ends its week.
    const weeks = ['2016-06-19T23:00Z', '2016-06-20T00:00Z'].map((time) => section(time));
    expect(inUtc(weeks, 'w').map(({ fmt_time }) => fmt_time.slice(0, 10))).toEqual([
      '2016-06-19',
      '2016-06-26',
    ]);
    expect(locally(rows, 'MONTHLY').map(({ fmt_time }) => fmt_time)).toEqual(['2016-06', '2016-07']);
    expect(locally(rows, 'YEARLY').map(({ fmt_time }) => fmt_time)).toEqual(['2016']);
  });
});

describe('metrics', () => {
  it('sum, and average speeds that can be told', () => {
    const rows = [
      section('2016-05-03T06:00-07:00'),
      section('2016-05-03T07:00-07:00', losAngeles, 2, { distance: 400 }),
      section('2016-05-03T08:00-07:00', losAngeles, 2, { distance: 0, duration: 0 }),
      section('2016-05-03T09:00-07:00', losAngeles, 2, { distance: 0, duration: 0, sensed_mode: 0 }),
    ];
    const names = ['count', 'distance', 'duration', 'mean_speed', 'median_speed'] as const;
    const { metrics } = groupMetrics(rows, names, { frequency: 'd', ...always });
    expect(metrics.map(([group]) => [group!.BICYCLING, group!.IN_VEHICLE, group!.nUsers])).toEqual([
      [3, 1, 2],
      [600, 0, 2],
      [200, 0, 2],
      [3, undefined, 2],
      [3, undefined, 2],
    ]);
  });

  it('count a repeated entry once', () => {
    const row = section('2016-05-03T06:00-07:00');
    expect(inUtc([row, { ...row, _id: { $oid: 'f'.repeat(24) } }])).toMatchObject([{ BICYCLING: 1 }]);
  });

  it('name confirmed trips by their final labels', () => {
    const trip = (hour: number, data: Record<string, unknown>): Entry => {
      const made = section(`2016-05-03T${hour}:00-07:00`, losAngeles, 1, data);
      return { ...made, metadata: { ...made.metadata, key: 'analysis/confirmed_trip' } };
    };
    const guess = {
      inferred_labels: [
        { labels: { mode_confirm: 'walk' }, p: 0.9 },
        { labels: { mode_confirm: 'bus' }, p: 0.1 },
      ],
    };
    const rows = [
      trip(10, { user_input: { mode_confirm: 'bike' }, ...guess, expectation: { to_label: false } }),
      trip(11, { user_input: {}, ...guess, expectation: { to_label: false } }),
      trip(12, { user_input: {}, ...guess, expectation: { to_label: true } }),
    ];
    expect(inUtc(rows)).toMatchObject([{ label_bike: 1, label_walk: 1, label_unlabeled: 1 }]);
  });

  it('are empty lists when there is nothing', () => {
    expect(groupMetrics([], ['count', 'distance'], { frequency: 'd', ...always })).toEqual({
      last_ts_processed: null,
      metrics: [[], []],
    });
  });
});

describe.runIf(haveRealDays)('metrics of two people in August 2015', () => {
  const sections = (name: string, user: string): Entry[] =>
    readReferenceOutput(name).analysis['analysis/cleaned_section']!.map((entry) => ({
      ...entry,
      user_id: { $uuid: user.repeat(32) },
    }));
  const own = sections('android-2015-08-27-extrapolation', 'a');
  const all = [...own, ...sections('android-2015-08-21-gaps', 'b')];
  const august = { frequency: 'd', start: 1_438_387_200, end: 1_441_065_600 } as const;

  it('agree day by day', () => {
    const [days] = groupMetrics(own, ['count'], august).metrics;
    expect(days!.map(({ local_dt }) => local_dt.day)).toEqual([27, 28]);
    expect(days![0]).toMatchObject({ ON_FOOT: 3, BICYCLING: 2, IN_VEHICLE: 4 });
    const [everybody] = groupMetrics(all, ['count'], august).metrics;
    expect(everybody!.map(({ nUsers }) => nUsers)).toEqual([1, 1, 0, 0, 0, 0, 1, 1]);
  });

  it('agree for the local month', () => {
    const months = {
      frequency: 'MONTHLY',
      from: { year: 2015, month: 8 },
      to: { year: 2015, month: 9 },
    } as const;
    expect(groupMetrics(own, ['count'], months).metrics[0]).toMatchObject([
      { ON_FOOT: 5, BICYCLING: 4, IN_VEHICLE: 5, nUsers: 1 },
    ]);
    const [everybody] = groupMetrics(all, ['count'], months).metrics[0]!;
    expect(everybody).toMatchObject({ nUsers: 2, ON_FOOT: 9, BICYCLING: 5, IN_VEHICLE: 9 });
  });
});

describe.runIf(haveRealDays)('metrics by label of people in the summer of 2016', () => {
  const trips = (entries: readonly Entry[], user: string): Entry[] =>
    entries.map((entry) => ({ ...entry, user_id: { $uuid: user.repeat(32) } }));
  /** Six trips of 20 June, four of them labelled. */
  const labelled = trips(
    (readRecording('android-2016-06-20.expected_confirmed_trips') as Entry[]).map((entry) => ({
      ...entry,
      metadata: { ...entry.metadata, key: 'analysis/confirmed_trip' },
    })),
    'a',
  );
  /** Six trips of 22 and 25 July without labels. */
  const silent = trips(
    readReferenceOutput('android-2016-07-22-25-reboot').analysis['analysis/confirmed_trip']!,
    'b',
  );
  const year = { start: 1_451_606_400, end: 1_483_228_799 };
  const names = ['count', 'distance', 'duration', 'mean_speed', 'median_speed'] as const;
  const labels = { label_walk: 2, label_shared_ride: 2, label_unlabeled: 2 };

  it('agree for a day, whichever metric', () => {
    const { metrics } = groupMetrics(labelled, names, {
      frequency: 'DAILY',
      from: { year: 2016 },
      to: { year: 2016 },
    });
    const [[count], [distance], [duration], [mean], [median]] = metrics as [
      GroupSummary[],
      GroupSummary[],
      GroupSummary[],
      GroupSummary[],
      GroupSummary[],
    ];
    expect(count).toMatchObject({ ...labels, nUsers: 1, fmt_time: '2016-06-20' });
    const rides = labelled.filter(
      ({ data }) => (data.user_input as { mode_confirm?: string }).mode_confirm === 'shared_ride',
    );
    const metres = rides.map(({ data }) => data.distance as number);
    const seconds = rides.map(({ data }) => data.duration as number);
    expect(distance!.label_shared_ride).toBe(metres[0]! + metres[1]!);
    expect(duration!.label_shared_ride).toBe(seconds[0]! + seconds[1]!);
    const speed = (metres[0]! / seconds[0]! + metres[1]! / seconds[1]!) / 2;
    expect(mean!.label_shared_ride).toBeCloseTo(speed, 12);
    expect(median!.label_shared_ride).toBe(mean!.label_shared_ride);
  });

  it('of those who say nothing are unlabeled, by month and by year', () => {
    const all = [...labelled, ...silent];
    const counts = (frequency: 'm' | 'y') => groupMetrics(all, ['count'], { frequency, ...year }).metrics[0]!;
    expect(counts('m')).toMatchObject([
      { ...labels, nUsers: 1, local_dt: { month: 6, day: 30 } },
      { label_unlabeled: 6, nUsers: 1, local_dt: { month: 7, day: 31 } },
    ]);
    expect(counts('y')).toMatchObject([
      { ...labels, label_unlabeled: 8, nUsers: 2, local_dt: { month: 12, day: 31 } },
    ]);
    const months = { frequency: 'MONTHLY', from: { year: 2016 }, to: { year: 2016 } } as const;
    expect(groupMetrics(all, ['count'], months).metrics[0]!).toMatchObject([
      { ...labels, local_dt: { month: 6 } },
      { label_unlabeled: 6, local_dt: { month: 7 } },
    ]);
    // Days are those of UTC, to which evenings in the west are the next one; days without anybody are there too.
    const days = groupMetrics(all, ['count'], { frequency: 'd', ...year }).metrics[0]!;
    const travelled = days.flatMap(({ nUsers, fmt_time }) => (nUsers === 0 ? [] : [fmt_time.slice(5, 10)]));
    expect(travelled).toEqual(['06-20', '07-22', '07-23', '07-26']);
    expect(days).toHaveLength(37);
  });
});
