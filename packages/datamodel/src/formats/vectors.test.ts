import { describe, expect, it } from 'vitest';
import type { EntryData, PhoneEntry } from '../entry.js';
import type { Metadata } from '../metadata.js';
import { toCommonForm } from './index.js';

const paris = {
  read_ts: 0,
  write_ts: 1718000005.25,
  time_zone: 'Europe/Paris',
};

function localParis(second: number, minute = 13, hour = 8): object {
  return { year: 2024, month: 6, day: 10, hour, minute, second, weekday: 0, timezone: 'Europe/Paris' };
}

function phoneEntry(platform: string, key: string, data: EntryData, metadata: object = {}): PhoneEntry {
  return { metadata: { key, type: 'sensor-data', platform, ...paris, ...metadata } as Metadata, data };
}

function converted(platform: string, key: string, data: EntryData, metadata: object = {}): PhoneEntry {
  const result = toCommonForm(phoneEntry(platform, key, data, metadata));
  if (!result.ok) throw new Error(`${result.code} ${result.path}`);
  return result.entry;
}

const at5 = { write_ts: 1718000005 };
const at5half = { write_ts: 1718000005.5 };

describe('location', () => {
  it('adds times and point, and calls the bearing heading', () => {
    const data = {
      latitude: 48.8566,
      longitude: 2.3522,
      altitude: 35.0,
      ts: 1718000001.5,
      fmt_time: 'Jun 10, 2024 8:13:21 AM',
      elapsedRealtimeNanos: 123456789,
      sensed_speed: 1.4,
      accuracy: 12.5,
      bearing: 87.5,
      filter: 'time',
    };
    const entry = converted('android', 'background/location', data);
    const expected = {
      metadata: {
        key: 'background/location',
        type: 'sensor-data',
        platform: 'android',
        read_ts: 0,
        write_ts: 1718000005.25,
        time_zone: 'Europe/Paris',
        write_local_dt: localParis(25),
        write_fmt_time: '2024-06-10T08:13:25.250000+02:00',
      },
      data: {
        latitude: 48.8566,
        longitude: 2.3522,
        altitude: 35.0,
        ts: 1718000001.5,
        fmt_time: '2024-06-10T08:13:21.500000+02:00',
        elapsedRealtimeNanos: 123456789,
        sensed_speed: 1.4,
        accuracy: 12.5,
        filter: 'time',
        local_dt: localParis(21),
        loc: { type: 'Point', coordinates: [2.3522, 48.8566] },
        heading: 87.5,
      },
    };
    expect(JSON.stringify(entry)).toBe(JSON.stringify(expected));
  });

  it.each([
    ['android', undefined, '2024-06-09T23:13:21-07:00', 6],
    ['android', 'GMT', '2024-06-10T06:13:21+00:00', 0],
    ['ios', '+05:30', '2024-06-10T11:43:21+05:30', 0],
    ['android', 'GMT+05:30', '2024-06-10T11:43:21+05:30', 0],
  ])('on %s in zone %s', (platform, zone, text, weekday) => {
    const data = { latitude: 1, longitude: 2, ts: 1718000001, bearing: 0 };
    const entry = converted(platform, 'background/location', data, { ...at5, time_zone: zone });
    expect(entry.data).toMatchObject({ fmt_time: text, local_dt: { weekday } });
  });

  it('has a point of 15 decimals, where its degrees have more', () => {
    const data = { latitude: 51.12345678901234, longitude: -0.12345678901234566, ts: 1718000001 };
    const { loc, longitude } = converted('ios', 'background/location', data).data;
    expect(loc).toEqual({ type: 'Point', coordinates: [-0.123456789012346, 51.12345678901234] });
    expect(longitude).toBe(-0.12345678901234566);
  });

  it('does without a bearing', () => {
    const entry = converted('ios', 'background/filtered_location', {
      latitude: 1,
      longitude: 2,
      ts: 1718000001,
    });
    expect(entry.data).not.toHaveProperty('heading');
    expect(entry.data).toHaveProperty('loc');
  });
});

describe('android motion activity', () => {
  const times = { local_dt: localParis(25), fmt_time: '2024-06-10T08:13:25.500000+02:00' };
  const convert = (data: EntryData, metadata: object = {}, key = 'background/motion_activity') =>
    converted('android', key, data, { ...at5half, ...metadata });

  it.each<[EntryData, EntryData]>([
    [
      { ts: 1718000005.25, confidence: 87, type: 7 },
      { ts: 1718000005.25, confidence: 87, type: 7 },
    ],
    [
      { zzbhB: 3, zzbhC: 100 },
      { type: 3, confidence: 100, ts: 1718000005.5 },
    ],
    [
      { zzaKM: 2, zzaKN: 54, ts: 1718000004.0 },
      { zzaKM: 2, zzaKN: 54, ts: 1718000004.0, type: 2, confidence: 54 },
    ],
    [
      { agb: 0, agc: 90, other: 1 },
      { type: 0, confidence: 90, ts: 1718000005.5 },
    ],
    [
      { agb: 0, agc: 90, ts: 1718000004 },
      { ts: 1718000004, type: 0, confidence: 90 },
    ],
  ])('%j', (data, expected) => {
    expect(convert(data).data).toEqual({ ...expected, ...times });
  });

  it('has a legacy key', () => {
    const entry = convert({ CK: 1, agb: 5, agc: 100 }, { time_zone: undefined }, 'background/activity');
    expect(entry.metadata).toMatchObject({
      key: 'background/motion_activity',
      time_zone: 'America/Los_Angeles',
    });
    expect(entry.data).toMatchObject({ type: 5, confidence: 100, ts: 1718000005.5 });
  });

  it('reports codes that do not exist and entries that say nothing', () => {
    const convertRaw = (data: EntryData) =>
      toCommonForm(phoneEntry('android', 'background/motion_activity', data));
    expect(convertRaw({ zzbhB: 6, zzbhC: 100 })).toEqual({
      ok: false,
      code: 'entry-field-invalid',
      path: 'data.zzbhB',
    });
    expect(convertRaw({ ts: 1718000005 })).toEqual({
      ok: false,
      code: 'entry-field-missing',
      path: 'data.type',
    });
  });
});

describe('iOS motion activity', () => {
  const none = {
    stationary: false,
    walking: false,
    running: false,
    cycling: false,
    automotive: false,
    unknown: false,
  };
  const convert = (flags: EntryData, confidence: string) =>
    converted(
      'ios',
      'background/motion_activity',
      { ...none, ...flags, ts: 1718000003.5, confidence },
      { write_ts: 1718000003.5 },
    ).data;

  it('keeps the flags and adds type and level', () => {
    expect(convert({ stationary: true, automotive: true }, 'medium')).toEqual({
      ...none,
      stationary: true,
      automotive: true,
      ts: 1718000003.5,
      confidence: 75,
      type: 10,
      confidence_level: 'medium',
      local_dt: localParis(23),
      fmt_time: '2024-06-10T08:13:23.500000+02:00',
    });
  });

  it.each<[EntryData, number]>([
    [{ walking: true }, 7],
    [{}, 9],
    [{ stationary: 1 }, 3],
    [{ running: true }, 8],
    [{ cycling: true }, 1],
    [{ automotive: true }, 0],
    [{ unknown: true }, 4],
    [{ stationary: true, walking: true }, 7],
    [{ stationary: true, automotive: true, cycling: true }, 0],
    [{ unknown: true, stationary: true }, 3],
  ])('%j is type %d', (flags, type) => {
    expect(convert(flags, 'high')).toMatchObject({ ...flags, type, confidence: 100 });
    expect(convert(flags, 'low')).toMatchObject({ confidence: 50 });
  });

  it('reports an unknown confidence', () => {
    const entry = phoneEntry('ios', 'background/motion_activity', { ...none, confidence: 'certain' });
    expect(toCommonForm(entry)).toEqual({ ok: false, code: 'entry-field-invalid', path: 'data.confidence' });
  });
});

describe('battery', () => {
  const android = {
    battery_level_pct: 57.0,
    battery_status: 3,
    android_health: 'GOOD',
    android_plugged: 'UNKNOWN',
    android_technology: 'Li-ion',
    android_temperature: 291,
    android_voltage: 291,
    ts: 1718000004.9,
  };
  const times = { ts: 1718000005, local_dt: localParis(25), fmt_time: '2024-06-10T08:13:25+02:00' };

  it('on android', () => {
    expect(converted('android', 'background/battery', android, at5).data).toEqual({
      ...android,
      battery_status: 1,
      ...times,
    });
  });

  it.each([
    ['android', 1, 0],
    ['android', 2, 2],
    ['android', 3, 1],
    ['android', 4, 4],
    ['android', 5, 3],
    ['ios', 0, 0],
    ['ios', 1, 1],
    ['ios', 2, 2],
    ['ios', 3, 3],
  ])('%s status %d is %d', (platform, status, code) => {
    const data = { ...android, battery_status: status, battery_level_ratio: 1 };
    expect(converted(platform, 'background/battery', data).data.battery_status).toBe(code);
  });

  it('keeps a status that it does not know', () => {
    const data = converted('android', 'background/battery', { ...android, battery_status: 9 }).data;
    expect(data).toMatchObject({ battery_status: 0, battery_status_raw: 9 });
  });

  it('on iOS', () => {
    const data = { battery_level_ratio: 0.57, battery_status: 1, ts: 1718000004.9 };
    expect(converted('ios', 'background/battery', data, at5).data).toEqual({
      battery_level_pct: 56.99999999999999,
      battery_status: 1,
      ...times,
    });
    expect(converted('ios', 'background/battery', { ...data, battery_level_ratio: -1 }).data).toMatchObject({
      battery_level_pct: -100,
    });
  });
});

describe('bluetooth', () => {
  it('names its event by a code', () => {
    const data = {
      eventType: 'RANGE_UPDATE',
      uuid: 'bf3df3b1-6e46-35fa-86e5-927c95dd096c',
      major: 57005,
      minor: 4660,
      proximity: 'ProximityNear',
      accuracy: 1.2,
      rssi: -66,
      ts: 1718000005.1,
    };
    expect(converted('android', 'background/bluetooth_ble', data, at5half).data).toEqual({
      ...data,
      eventType: 2,
      local_dt: localParis(25),
      fmt_time: '2024-06-10T08:13:25.500000+02:00',
    });
  });
});

describe('transition', () => {
  const times = {
    ts: 1718000005.5,
    local_dt: localParis(25),
    fmt_time: '2024-06-10T08:13:25.500000+02:00',
  };
  const transition = (platform: string, currState: string, name: string | null, ts = 1718000005.5) =>
    converted(platform, 'statemachine/transition', { currState, transition: name, ts }, at5half).data;

  it('becomes codes at the time of writing, and keeps a sensed time that differs', () => {
    const expected = { curr_state: 2, transition: 2, ...times };
    const android = ['android', 'local.state.ongoing_trip', 'local.transition.stopped_moving'] as const;
    expect(transition(...android)).toEqual(expected);
    expect(transition(...android, 1718000005.4)).toEqual({ ...expected, sensed_ts: 1718000005.4 });
    expect(transition('ios', 'STATE_ONGOING_TRIP', 'T_TRIP_ENDED')).toEqual(expected);
  });

  it.each([
    ['android', 'unknown', 3, 'booted', 4],
    ['android', 'local.state.start', 0, 'local.transition.initialize', 0],
    ['android', 'local.state.waiting_for_trip_start', 1, 'local.transition.exited_geofence', 1],
    ['android', 'local.state.ongoing_trip', 2, 'local.transition.stopped_moving', 2],
    ['android', 'local.state.tracking_stopped', 3, 'local.transition.stop_tracking', 3],
    ['android', 'local.state.start', 0, 'local.transition.start_tracking', 17],
    ['android', 'local.state.start', 0, 'local.transition.ble_beacon_lost', 19],
    ['ios', 'STATE_START', 0, 'booted', 4],
    ['ios', 'STATE_WAITING_FOR_TRIP_START', 1, 'T_INITIALIZE', 0],
    ['ios', 'STATE_ONGOING_TRIP', 2, 'T_EXITED_GEOFENCE', 1],
    ['ios', 'STATE_TRACKING_STOPPED', 3, 'T_TRIP_ENDED', 2],
    ['ios', 'STATE_START', 0, 'T_FORCE_STOP_TRACKING', 3],
    ['ios', 'STATE_START', 0, 'T_START_TRACKING', 17],
    ['ios', 'STATE_START', 0, 'T_INIT_COMPLETE', 5],
    ['ios', 'STATE_START', 0, 'T_TRIP_STARTED', 6],
    ['ios', 'STATE_START', 0, 'T_RECEIVED_SILENT_PUSH', 7],
    ['ios', 'STATE_START', 0, 'T_TRIP_END_DETECTED', 8],
    ['ios', 'STATE_START', 0, 'T_TRIP_RESTARTED', 9],
    ['ios', 'STATE_START', 0, 'T_END_TRIP_TRACKING', 10],
    ['ios', 'STATE_START', 0, 'T_TRACKING_STOPPED', 11],
    ['ios', 'STATE_START', 0, 'T_NOP', 12],
    ['ios', 'STATE_START', 0, 'T_VISIT_STARTED', 13],
    ['ios', 'STATE_START', 0, 'T_VISIT_ENDED', 14],
    ['ios', 'STATE_START', 0, 'T_DATA_PUSHED', 16],
    ['ios', 'STATE_START', 0, 'T_BLE_BEACON_LOST', 19],
    ['android', 'local.state.start', 0, null, null],
  ])('%s: %s is %d, %s is %j', (platform, state, stateCode, name, code) => {
    expect(transition(platform, state, name)).toEqual({ curr_state: stateCode, transition: code, ...times });
  });

  it.each([
    ['android', 'local.state.start', 'local.transition.tracking_error'],
    ['android', 'local.state.start', 'local.transition.ble_beacon_found'],
    ['ios', 'STATE_START', 'T_BLE_BEACON_FOUND'],
    ['ios', 'STATE_START', 'T_GEOFENCE_CREATION_ERROR'],
  ])('%s keeps the name %s %s, whose code is shared', (platform, state, name) => {
    expect(transition(platform, state, name)).toEqual({
      curr_state: 0,
      transition: 18,
      ...times,
      transition_raw: name,
    });
  });

  it('accepts the member name of the developer screen', () => {
    const data = { curr_state: 'local.state.start', transition: 'booted', ts: 1718000005.5 };
    expect(converted('android', 'statemachine/transition', data, at5half).data).toMatchObject({
      curr_state: 0,
    });
  });

  it.each<[EntryData, string, string]>([
    [{ currState: 'local.state.start' }, 'entry-field-missing', 'data.transition'],
    [{ transition: 'booted' }, 'entry-field-missing', 'data.currState'],
    [{ currState: 'unheard of', transition: 'booted' }, 'entry-field-invalid', 'data.currState'],
    [{ currState: 'unknown', transition: 'unheard of' }, 'entry-field-invalid', 'data.transition'],
  ])('reports %j', (data, code, path) => {
    expect(toCommonForm(phoneEntry('android', 'statemachine/transition', data))).toEqual({
      ok: false,
      code,
      path,
    });
  });
});

describe('streams whose payload stays as it is', () => {
  it.each<[string, string, EntryData]>([
    ['android', 'config/consent', { approval_date: '2016-07-14' }],
    ['ios', 'config/sensor_config', { is_duty_cycling: true, accuracy: -1, filter_distance: 1 }],
    ['ios', 'stats/client_time', { name: 'push_duration', reading: 1.25, ts: 1704103203.7 }],
    ['android', 'stats/client_error', { name: 'ui_error', reading: 'Label tab: timeout', ts: 1704103203.7 }],
    ['android', 'my_study/air_quality', { ts: 5, pm25: 12 }],
  ])('%s %s', (platform, key, data) => {
    const ids = { _id: { $oid: 'a'.repeat(24) }, user_id: { $uuid: 'b'.repeat(32) } };
    const result = toCommonForm({ ...ids, ...phoneEntry(platform, key, data) });
    expect(result).toMatchObject({ ok: true, entry: ids });
    expect(result.ok && result.entry.data).toEqual(data);
    expect(result.ok && result.entry.metadata.write_fmt_time).toBe('2024-06-10T08:13:25.250000+02:00');
  });

  it('takes an unknown zone as old servers did, and says so', () => {
    const { metadata } = converted(
      'ios',
      'config/sync_config',
      { sync_interval: 3600 },
      {
        ...at5,
        time_zone: 'Mars/Base',
      },
    );
    expect(metadata).toMatchObject({
      time_zone: 'America/Los_Angeles',
      time_zone_assumed: true,
      time_zone_raw: 'Mars/Base',
      write_fmt_time: '2024-06-09T23:13:25-07:00',
      write_local_dt: { weekday: 6 },
    });
  });
});

describe('time zones', () => {
  const battery = (time_zone: unknown, options = {}) =>
    toCommonForm(phoneEntry('android', 'background/battery', { battery_status: 2 }, { time_zone }), options);

  it('prefers the person’s most recent zone, else UTC, and marks the entry', () => {
    expect(battery('Mars/Base', { fallbackZone: 'Europe/Rome' })).toMatchObject({
      entry: { metadata: { time_zone: 'Europe/Rome', time_zone_assumed: true, time_zone_raw: 'Mars/Base' } },
    });
    expect(battery(undefined)).toMatchObject({
      entry: { metadata: { time_zone: 'UTC', time_zone_assumed: true } },
    });
    expect(battery(7)).toMatchObject({ entry: { metadata: { time_zone: 'UTC', time_zone_raw: 7 } } });
  });

  it('does not mark a zone that is known', () => {
    expect(battery('GMT+05:30')).not.toHaveProperty('entry.metadata.time_zone_assumed');
  });
});

describe('labels and trip or place inputs', () => {
  const startEnd = {
    start_local_dt: localParis(40, 26, 5),
    start_fmt_time: '2024-06-10T05:26:40+02:00',
    end_local_dt: localParis(20, 43, 5),
    end_fmt_time: '2024-06-10T05:43:20.500000+02:00',
  };
  const label = { start_ts: 1717990000, end_ts: 1717991000.5, label: 'bike' };

  it.each([
    'mode_confirm',
    'purpose_confirm',
    'replaced_mode',
    'destination_confirm',
    'trip_user_input',
    'place_user_input',
    'trip_addition_input',
    'place_addition_input',
  ])('%s', (name) => {
    const data = { ...label, status: 'DELETED', jsonDocResponse: { data: { n: '2' } }, match_id: 'x' };
    for (const platform of ['android', 'ios']) {
      expect(converted(platform, `manual/${name}`, data).data).toEqual({ ...data, ...startEnd });
    }
  });

  it('formats the times that exist', () => {
    const { end_ts, ...current } = label;
    const data = converted('ios', 'manual/place_user_input', current).data;
    expect(data).toEqual({
      ...current,
      start_local_dt: startEnd.start_local_dt,
      start_fmt_time: startEnd.start_fmt_time,
    });
    expect(converted('ios', 'manual/place_user_input', { end_ts }).data).toHaveProperty('end_fmt_time');
  });

  it('reports a time in milliseconds', () => {
    const entry = phoneEntry('ios', 'manual/mode_confirm', { ...label, start_ts: 1717990000000 });
    expect(toCommonForm(entry)).toEqual({ ok: false, code: 'timestamp-invalid', path: 'data.start_ts' });
  });
});

describe('surveys, configuration, incidents', () => {
  const survey = {
    ts: 1718000004.5,
    fmt_time: '2024-06-10T06:13:24.500Z',
    name: 'UserProfileSurvey',
    version: 1,
    label: 'Answered',
    xmlResponse: '<a/>',
    jsonDocResponse: { a: { b: ['x', 'y'] } },
  };

  it('overwrites the time as text', () => {
    expect(converted('android', 'manual/demographic_survey', survey).data).toEqual({
      ...survey,
      fmt_time: '2024-06-10T08:13:24.500000+02:00',
      local_dt: localParis(24),
    });
  });

  it('takes the time of writing where there is none', () => {
    expect(converted('ios', 'config/app_ui_config', { version: 3 }, at5).data).toEqual({
      version: 3,
      ts: 1718000005,
      local_dt: localParis(25),
      fmt_time: '2024-06-10T08:13:25+02:00',
    });
    expect(converted('ios', 'config/app_ui_config', { version: 3, ts: 1718000004 }, at5).data).toMatchObject({
      fmt_time: '2024-06-10T08:13:24+02:00',
    });
  });

  it('keeps the point of an incident', () => {
    const data = { ts: 1718000004, stress: 20, loc: { type: 'Point', coordinates: [2.3, 48.8] } };
    expect(converted('android', 'manual/incident', data).data).toEqual({
      ...data,
      local_dt: localParis(24),
      fmt_time: '2024-06-10T08:13:24+02:00',
    });
  });
});

describe('streams of evaluation runs', () => {
  it('converts the transition by name and the specification by its times, from scripts too', () => {
    const data = { transition: 'START_EVALUATION_TRIP', trip_id: 't', ts: 1718000004 };
    expect(converted('android', 'manual/evaluation_transition', data).data).toMatchObject({
      transition: 4,
      fmt_time: '2024-06-10T08:13:24+02:00',
    });
    const specification = { start_ts: 1717990000, end_ts: 1717991000.5, label: { id: 'x' } };
    expect(converted('script', 'config/evaluation_spec', specification).data).toMatchObject({
      start_fmt_time: '2024-06-10T05:26:40+02:00',
    });
  });
});

describe('other platforms', () => {
  it('cannot be converted where their format is not known', () => {
    const entry = phoneEntry('web', 'background/battery', { battery_status: 1 });
    expect(toCommonForm(entry)).toEqual({ ok: false, code: 'platform-unknown', path: 'metadata.platform' });
  });

  it('are accepted when there is nothing left to convert', () => {
    const replayed = { type: 7, confidence: 100, ts: 1718000004 };
    expect(converted('server', 'background/motion_activity', replayed).data).toMatchObject(replayed);
  });
});

describe('the envelope', () => {
  it.each<[unknown, string, string]>([
    [{ data: {} }, 'entry-field-missing', 'metadata'],
    [{ metadata: {} }, 'entry-field-missing', 'data'],
    [{ metadata: {}, data: {} }, 'entry-field-missing', 'metadata.key'],
    [{ metadata: { key: 'a/b' }, data: {} }, 'timestamp-invalid', 'metadata.write_ts'],
    [{ metadata: { key: 'a/b', write_ts: 1e15 }, data: {} }, 'timestamp-invalid', 'metadata.write_ts'],
  ])('%j', (entry, code, path) => {
    expect(toCommonForm(entry as PhoneEntry)).toEqual({ ok: false, code, path });
  });
});
