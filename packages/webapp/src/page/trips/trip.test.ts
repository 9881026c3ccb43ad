import { expect, test } from 'vitest';
import { timelineOf, tripsWithin } from './timeline.js';
import { totalsOf } from './totals.js';
import { readTrip } from './trip.js';
import { compositeTrip, tripOf } from './trip.testing.js';

test('a composite trip becomes sections with their own points, in the mode that was inferred', () => {
  const trip = tripOf();
  expect(trip).toMatchObject({
    id: 'd'.repeat(24),
    kind: 'trip',
    distance: 4711.3,
    duration: 1200,
    asked: false,
  });
  expect(trip.start).toEqual({ ts: 1718000001.5, day: '2024-06-10', clock: '08:13', zone: 'Europe/Paris' });
  expect(trip.sections.map(({ mode, points }) => [mode, points.length])).toEqual([
    ['bicycling', 3],
    ['walking', 1],
  ]);
  expect(trip.shares.map(({ mode }) => mode)).toEqual(['bicycling', 'walking']);
});

test('codes of cleaned sections mean sensed modes', () => {
  const entry = compositeTrip();
  for (const section of entry.data.sections as { metadata: { key: string } }[]) {
    section.metadata.key = 'analysis/cleaned_section';
  }
  expect(readTrip(entry)?.sections.map(({ mode }) => mode)).toEqual(['walking', 'bicycling']);
});

test.each([
  [{ start_ts: null }],
  [{ end_fmt_time: undefined }],
  [{ start_loc: 'somewhere' }],
  [{ end_loc: { type: 'Point', coordinates: [Number.NaN, 1] } }],
])('%j is no trip', (data) => {
  expect(readTrip(compositeTrip(data))).toBeUndefined();
});

test('members that are missing or strange are left out', () => {
  const trip = tripOf({
    sections: 'none',
    locations: [null, { data: null }],
    user_input: { mode_confirm: 5, trip_user_input: { data: { label: '<b>x</b>', name: 'Time use' } } },
    additions: [{ _id: { $oid: 'e'.repeat(24) }, data: { label: 'gone', status: 'DELETED' } }],
    inferred_section_summary: null,
    cleaned_section_summary: { distance: { IN_VEHICLE: 1000 }, duration: {}, count: {} },
  });
  expect(trip.sections).toEqual([]);
  expect(trip.labels).toEqual({});
  expect(trip.answers).toEqual([{ id: '', survey: 'Time use', text: '<b>x</b>' }]);
  expect(trip.shares).toEqual([{ mode: 'vehicle', distance: 1000, duration: 0 }]);
});

const at = (ts: number, clock: string, day = '2024-06-10') => ({
  ts,
  fmt: `${day}T${clock}:00.000000+02:00`,
});
const trip = (
  id: string,
  start: ReturnType<typeof at>,
  end: ReturnType<typeof at>,
  places: [string, string],
) => {
  const place = (oid: string) => ({
    _id: { $oid: oid.repeat(24) },
    data: { location: { type: 'Point', coordinates: [2, 48] } },
  });
  return tripOf({
    confirmed_trip: { $oid: id.repeat(24) },
    start_ts: start.ts,
    start_fmt_time: start.fmt,
    end_ts: end.ts,
    end_fmt_time: end.fmt,
    start_confirmed_place: place(places[0]),
    end_confirmed_place: place(places[1]),
  });
};

test('between trips are the places where they ended, and a gap where the next one left from elsewhere', () => {
  const trips = [
    trip('1', at(1000, '08:00'), at(2000, '08:20'), ['a', 'b']),
    trip('2', at(3000, '09:00'), at(4000, '09:20'), ['b', 'c']),
    trip('3', at(5000, '10:00', '2024-06-11'), at(6000, '10:20', '2024-06-11'), ['d', 'a']),
  ];
  const rows = timelineOf(trips, { headings: true });
  expect(rows.map(({ type }) => type)).toEqual([
    'day',
    'place',
    'trip',
    'place',
    'trip',
    'place',
    'gap',
    'place',
    'day',
    'trip',
    'place',
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test('summaries tell stays from gaps by the ids of their places', () => {
  const summary = (id: string, hour: string, places: [string, string]) =>
    tripOf({
      confirmed_trip: { $oid: id.repeat(24) },
      start_ts: Number(hour) * 3600,
      end_ts: Number(hour) * 3600 + 1200,
      start_place: { $oid: places[0].repeat(24) },
      end_place: { $oid: places[1].repeat(24) },
    });
  const trips = [
    summary('1', '8', ['a', 'b']),
    summary('2', '9', ['b', 'c']),
    summary('3', '10', ['d', 'a']),
  ];
  const rows = timelineOf(trips, { headings: false });
  expect(rows.map(({ type }) => type)).toEqual(['trip', 'place', 'trip', 'gap', 'trip']);
  expect(rows[1]).toMatchObject({
    place: { position: [2.35, 48.85], enter: trips[0]!.end, exit: trips[1]!.start },
  });
});

test('trips of a range start on its days, each once, in order of time', () => {
  const early = trip('1', at(1000, '08:00', '2024-06-09'), at(2000, '08:20'), ['a', 'b']);
  const late = trip('2', at(5000, '10:00'), at(6000, '10:20'), ['b', 'a']);
  const middle = trip('3', at(3000, '09:00'), at(4000, '09:20'), ['b', 'a']);
  const range = { first: '2024-06-10', last: '2024-06-10' };
  expect(tripsWithin([late, early, middle, late], range).map(({ start }) => start.ts)).toEqual([3000, 5000]);
});

test('totals leave out time without tracking', () => {
  const untracked = { ...tripOf(), kind: 'untracked' as const };
  const totals = totalsOf([tripOf(), untracked, tripOf()]);
  expect(totals).toMatchObject({ trips: 2, distance: 9422.6, duration: 2400 });
  expect(totals.shares[0]).toEqual({ mode: 'bicycling', distance: 8000, duration: 1400 });
});
