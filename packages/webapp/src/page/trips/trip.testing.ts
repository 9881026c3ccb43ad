import type { Entry } from '@sojourn/datamodel';
import { readTrip, type Trip } from './trip.js';

/** A composite trip of two sections, as the server gives it, with other members where they are named. */
export function compositeTrip(data: Record<string, unknown> = {}): Entry {
  const local = { timezone: 'Europe/Paris' };
  const location = (index: number, section: string) => ({
    data: {
      loc: { type: 'Point', coordinates: [2.35 + index / 1000, 48.85] },
      ts: 1718000001.5 + index * 60,
      speed: index,
      altitude: 35 + index,
      section: { $oid: section },
    },
  });
  const section = (id: string, cleaned: string, mode: number, start: number, end: number) => ({
    _id: { $oid: id },
    metadata: { key: 'analysis/inferred_section' },
    data: {
      cleaned_section: { $oid: cleaned },
      sensed_mode: mode,
      start_ts: start,
      start_fmt_time: '2024-06-10T08:13:21.500000+02:00',
      start_local_dt: local,
      end_ts: end,
      end_fmt_time: '2024-06-10T08:33:21.500000+02:00',
      end_local_dt: local,
      distance: 2000,
      duration: end - start,
    },
  });
  return {
    _id: { $oid: 'c'.repeat(24) },
    user_id: { $uuid: '0'.repeat(32) },
    metadata: { key: 'analysis/composite_trip', origin_key: 'analysis/confirmed_trip', write_ts: 1718100000 },
    data: {
      confirmed_trip: { $oid: 'd'.repeat(24) },
      start_ts: 1718000001.5,
      start_fmt_time: '2024-06-10T08:13:21.500000+02:00',
      start_local_dt: local,
      start_loc: { type: 'Point', coordinates: [2.35, 48.85] },
      end_ts: 1718001201.5,
      end_fmt_time: '2024-06-10T08:33:21.500000+02:00',
      end_local_dt: local,
      end_loc: { type: 'Point', coordinates: [2.36, 48.85] },
      duration: 1200,
      distance: 4711.3,
      user_input: {},
      additions: [],
      inferred_labels: [],
      confidence_threshold: 0.65,
      expectation: {},
      inferred_section_summary: {
        distance: { WALKING: 711.3, BICYCLING: 4000 },
        duration: { WALKING: 500, BICYCLING: 700 },
        count: { WALKING: 1, BICYCLING: 1 },
      },
      sections: [
        section('1'.repeat(24), 'a'.repeat(24), 2, 1718000001.5, 1718000701.5),
        section('2'.repeat(24), 'b'.repeat(24), 1, 1718000701.5, 1718001201.5),
      ],
      locations: [0, 1, 2]
        .map((index) => location(index, 'a'.repeat(24)))
        .concat(location(3, 'b'.repeat(24))),
      ...data,
    },
  } as Entry;
}

/** The same as the page reads it. */
export function tripOf(data: Record<string, unknown> = {}): Trip {
  return readTrip(compositeTrip(data))!;
}
