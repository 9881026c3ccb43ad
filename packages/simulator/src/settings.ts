import type { Platform } from './person.js';
import type { Note } from './recording.js';

/** The documents an app writes when it is installed: consent and how it senses. */
export function noteSettings(platform: Platform, time: number, zone: string): Note[] {
  const document = (key: string, data: Record<string, unknown>, order: number): Note => ({
    writeTime: time + order,
    key,
    type: 'rw-document',
    zone,
    data,
  });
  return [
    document('config/consent', { approval_date: '2016-07-14' }, 0),
    document('config/sensor_config', sensing[platform], 100),
    document('config/sync_config', { sync_interval: 3600 }, 200),
  ];
}

const sensing: Record<Platform, Record<string, unknown>> = {
  android: {
    is_duty_cycling: true,
    simulate_user_interaction: false,
    accuracy: 100,
    accuracy_threshold: 200,
    filter_distance: -1,
    filter_time: 30000,
    geofence_radius: 100,
    trip_end_stationary_mins: 5,
    android_geofence_responsiveness: 5000,
    is_fleet: false,
  },
  ios: {
    is_duty_cycling: true,
    simulate_user_interaction: false,
    accuracy: -1,
    accuracy_threshold: 200,
    filter_distance: 1,
    filter_time: -1,
    geofence_radius: 100,
    trip_end_stationary_mins: 10,
    ios_use_visit_notifications_for_detection: true,
    ios_use_remote_push_for_sync: true,
    is_fleet: false,
  },
};
