import { expect, it } from 'vitest';
import type { EntryData } from '../entry.js';
import { BatteryStatus, MotionType } from '../streams/enums.js';
import { toCommonForm, toPhoneForm } from './index.js';

const fix = {
  latitude: 45.1,
  longitude: 9.2,
  altitude: 80.5,
  ts: 1700000000.25,
  sensed_speed: 0,
  accuracy: 12,
};
const flags = {
  stationary: false,
  walking: true,
  running: false,
  cycling: false,
  automotive: false,
  unknown: false,
};
const answer = {
  name: 'TimeUseSurvey',
  version: 9,
  label: '1 Domestic',
  match_id: 'm',
  jsonDocResponse: { data: {} },
};

const android: [string, EntryData][] = [
  ['background/location', { ...fix, heading: 87.5, filter: 'time', elapsedRealtimeNanos: 857506635020855 }],
  ['background/filtered_location', fix],
  ...Object.values(MotionType).map((type): [string, EntryData] => [
    'background/motion_activity',
    { type, confidence: 75, ts: 1700000001 },
  ]),
  ...Object.values(BatteryStatus).map((battery_status): [string, EntryData] => [
    'background/battery',
    { battery_level_pct: 57, battery_status, android_health: 'GOOD', ts: 1700000003.5 },
  ]),
  ...[0, 1, 2, 3, 4, 17, 19, null].map((transition): [string, EntryData] => [
    'statemachine/transition',
    { curr_state: 2, transition, ts: 1700000003.5 },
  ]),
  [
    'statemachine/transition',
    { curr_state: 0, transition: 18, ts: 1700000003.5, transition_raw: 'local.transition.ble_beacon_found' },
  ],
  ['statemachine/transition', { curr_state: 3, transition: 4, ts: 1700000003.5, sensed_ts: 1700000003.4 }],
  ['background/bluetooth_ble', { eventType: 2, uuid: 'u', major: 1, minor: 2, ts: 1700000003.4 }],
  ['stats/client_time', { name: 'sync_launched', reading: -1, ts: 1700000003.4 }],
  ['config/consent', { approval_date: '2016-07-14' }],
];

const ios: [string, EntryData][] = [
  ['background/location', { ...fix, heading: -1, vaccuracy: 10, floor: 0, filter: 'distance' }],
  [
    'background/motion_activity',
    { ...flags, ts: 1700000003.5, type: 7, confidence: 50, confidence_level: 'low' },
  ],
  ...[0, 56.99999999999999, 33.33333333333333, 100, -100].map((battery_level_pct): [string, EntryData] => [
    'background/battery',
    { battery_level_pct, battery_status: 1, ts: 1700000003.5 },
  ]),
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19].map((transition): [string, EntryData] => [
    'statemachine/transition',
    { curr_state: 1, transition, ts: 1700000003.5 },
  ]),
  ['manual/mode_confirm', { start_ts: 1699990000, end_ts: 1699991000.5, label: 'bike' }],
  ['manual/place_addition_input', { ...answer, start_ts: 1699990000, status: 'DELETED' }],
  ['manual/demographic_survey', { ...answer, ts: 1700000003 }],
];

it.each([
  ...android.map(([key, data]) => ['android', key, data] as const),
  ...ios.map(([key, data]) => ['ios', key, data] as const),
])('%s %s %j comes back from the phone form', (platform, key, data) => {
  const metadata = { key, platform, type: 'message', write_ts: 1700000003.5, time_zone: 'Europe/Rome' };
  // Marked as converted, so that this only adds the times.
  const recorded = toCommonForm({
    metadata: { ...metadata, write_fmt_time: '2023-11-14T23:13:23.500000+01:00' },
    data,
  });
  if (!recorded.ok) throw new Error(recorded.path);
  const phone = toPhoneForm(recorded.entry);
  if (phone === undefined) throw new Error('no phone form');
  expect(phone.metadata).toEqual(metadata);
  expect(Object.keys(phone.data).filter((name) => /local_dt|fmt_time|^loc$/.test(name))).toEqual([]);
  expect(toCommonForm(phone)).toEqual(recorded);
});

it('has no phone form for what a server wrote', () => {
  const metadata = { key: 'stats/pipeline_time', platform: 'server', write_ts: 1 };
  expect(toPhoneForm({ metadata, data: {} })).toBeUndefined();
});
