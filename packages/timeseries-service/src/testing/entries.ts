/** Seconds of 2024-06-10T06:13:20Z, a moment for entries of tests. */
export const SOME_TIME = 1_718_000_000;

const metadata = (key: string, write_ts: number, type: string) => ({
  key,
  type,
  platform: 'android',
  write_ts,
  read_ts: 0,
  time_zone: 'Europe/Paris',
});

/** A battery reading as an android phone pushes it. */
export function battery(write_ts: number, level = 57) {
  return {
    metadata: metadata('background/battery', write_ts, 'sensor-data'),
    data: {
      battery_level_pct: level,
      battery_status: 3,
      android_health: 'GOOD',
      android_plugged: 'UNKNOWN',
      android_technology: 'Li-ion',
      android_temperature: 291,
      android_voltage: 291,
      ts: write_ts - 0.1,
    },
  };
}

/** A location as an android phone pushes it. */
export function location(write_ts: number, latitude = 48.85, longitude = 2.35) {
  return {
    metadata: metadata('background/location', write_ts, 'sensor-data'),
    data: {
      latitude,
      longitude,
      altitude: 35.5,
      ts: write_ts - 0.2,
      fmt_time: 'Jun 10, 2024 8:13:21 AM',
      elapsedRealtimeNanos: 123456789,
      sensed_speed: 1.25,
      accuracy: 12.5,
      bearing: 90,
      filter: 'time',
    },
  };
}

/** A label that a person gave to a trip. */
export function modeLabel(write_ts: number, label = 'bike') {
  return {
    metadata: metadata('manual/mode_confirm', write_ts, 'message'),
    data: { start_ts: write_ts - 1000, end_ts: write_ts - 10.5, label },
  };
}

/** An entry of a stream that nobody has declared. */
export function unknownStream(write_ts: number) {
  return {
    metadata: metadata('config/evaluation_spec', write_ts, 'message'),
    data: { start_ts: write_ts, end_ts: write_ts + 1, label: { id: 'demo_spec', phones: { android: {} } } },
  };
}

/** An entry of the long-term store, as a server prints it. */
export function storedTrip(number: number, start_ts: number, end_ts: number, more: object = {}) {
  return {
    _id: { $oid: (0x6b014c1e00000000n + BigInt(number)).toString(16).padStart(24, '0') },
    user_id: { $uuid: '7fa0d5b8e4e84256bb9a95647a8312c1' },
    metadata: { key: 'segmentation/raw_trip', platform: 'server', write_ts: end_ts + 100, time_zone: 'UTC' },
    data: {
      source: 'DwellSegmentationTimeFilter',
      start_ts,
      start_local_dt: localDate(start_ts),
      end_ts,
      end_local_dt: localDate(end_ts),
      duration: end_ts - start_ts,
      ...more,
    },
  };
}

function localDate(ts: number) {
  const date = new Date(ts * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: (date.getUTCDay() + 6) % 7,
    timezone: 'UTC',
  };
}
