import { describe, expect, it } from 'vitest';
import type { EntryData } from '../entry.js';
import { toCommonForm } from './index.js';

const writeLocal = {
  year: 2024,
  month: 1,
  day: 1,
  hour: 10,
  minute: 0,
  second: 3,
  weekday: 0,
  timezone: 'Europe/Lisbon',
};
const writeText = '2024-01-01T10:00:03.750000+00:00';
const startEnd = {
  start_local_dt: { ...writeLocal, hour: 8, second: 0 },
  start_fmt_time: '2024-01-01T08:00:00+00:00',
  end_local_dt: { ...writeLocal, hour: 8, minute: 30, second: 0 },
  end_fmt_time: '2024-01-01T08:30:00.500000+00:00',
};
const interval = { start_ts: 1704096000, end_ts: 1704097800.5 };
const fix = {
  latitude: 38.7223,
  longitude: -9.1393,
  altitude: 12.5,
  ts: 1704103200.125,
  sensed_speed: -1,
  accuracy: 65,
  vaccuracy: 10,
  floor: 0,
  filter: 'distance',
};
const written = { ts: 1704103203.75, local_dt: writeLocal, fmt_time: writeText };
const sensedEarlier = { sensed_ts: 1704103203.7 };

const vectors: readonly [platform: string, key: string, data: EntryData, expected: EntryData][] = [
  [
    'ios',
    'background/filtered_location',
    { ...fix, fmt_time: '2024-01-01T10:00:00+0000', bearing: -1 },
    {
      ...fix,
      fmt_time: '2024-01-01T10:00:00.125000+00:00',
      local_dt: { ...writeLocal, second: 0 },
      loc: { type: 'Point', coordinates: [-9.1393, 38.7223] },
      heading: -1,
    },
  ],
  [
    'ios',
    'manual/purpose_confirm',
    { ...interval, label: 'home' },
    { ...interval, label: 'home', ...startEnd },
  ],
  [
    'android',
    'manual/trip_addition_input',
    { ...interval, name: 'TimeUseSurvey', version: 9, status: 'DELETED', jsonDocResponse: { data: {} } },
    {
      ...interval,
      name: 'TimeUseSurvey',
      version: 9,
      status: 'DELETED',
      jsonDocResponse: { data: {} },
      ...startEnd,
    },
  ],
  [
    'android',
    'statemachine/transition',
    {
      currState: 'local.state.waiting_for_trip_start',
      transition: 'local.transition.exited_geofence',
      ts: 1704103203.7,
    },
    { curr_state: 1, transition: 1, ...written, ...sensedEarlier },
  ],
  [
    'ios',
    'statemachine/transition',
    { currState: 'STATE_WAITING_FOR_TRIP_START', transition: 'T_VISIT_ENDED', ts: 1704103203.7 },
    { curr_state: 1, transition: 14, ...written, ...sensedEarlier },
  ],
  [
    'ios',
    'background/bluetooth_ble',
    { eventType: 'REGION_EXIT', uuid: 'bf3df3b1-6e46-35fa-86e5-927c95dd096c', ts: 1704103203.7 },
    {
      eventType: 1,
      uuid: 'bf3df3b1-6e46-35fa-86e5-927c95dd096c',
      ts: 1704103203.7,
      local_dt: writeLocal,
      fmt_time: writeText,
    },
  ],
];

describe('entries written in Lisbon', () => {
  it.each(vectors)('%s %s', (platform, key, data, expected) => {
    const metadata = {
      key,
      platform,
      type: 'message',
      write_ts: 1704103203.75,
      read_ts: 0,
      time_zone: 'Europe/Lisbon',
    };
    expect(toCommonForm({ metadata, data })).toEqual({
      ok: true,
      entry: {
        metadata: { ...metadata, write_local_dt: writeLocal, write_fmt_time: writeText },
        data: expected,
      },
    });
  });
});
