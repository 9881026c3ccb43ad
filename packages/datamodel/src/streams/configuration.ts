import { z } from 'zod';
import { defineStream } from '../stream.js';
import { anything, flag, optionalText, quantity, timestamp } from './fields.js';
import { instant } from './times.js';

// Configurations are documents of the app: whatever it sends is kept.
const phone = z.looseObject({});

export const sensorConfig = z.looseObject({
  is_duty_cycling: flag('default true').optional(),
  simulate_user_interaction: flag('default false').optional(),
  accuracy: anything('constant of the operating system').optional(),
  accuracy_threshold: quantity(
    'm',
    'worse fixes are dropped from the filtered stream; default 200',
  ).optional(),
  filter_distance: quantity('m', '−1 on Android (unused), 1 on iOS').optional(),
  filter_time: quantity('ms', '30000 on Android, −1 on iOS (unused)').optional(),
  geofence_radius: quantity('m', 'default 100').optional(),
  trip_end_stationary_mins: quantity('min', '5 on Android, 10 on iOS').optional(),
  ios_use_visit_notifications_for_detection: flag('default true').optional(),
  ios_use_remote_push_for_sync: flag('default true').optional(),
  android_geofence_responsiveness: quantity('ms', '5000 on Android, −1 on iOS').optional(),
  is_fleet: flag('fleet deployments').optional(),
});
export type SensorConfig = z.infer<typeof sensorConfig>;

export const sensorConfigStream = defineStream({
  key: 'config/sensor_config',
  title: 'Sensor configuration',
  description: 'How the phone senses. The newest entry is current.',
  data: sensorConfig,
  phone,
  deduplicate: [
    'is_duty_cycling',
    'simulate_user_interaction',
    'accuracy',
    'accuracy_threshold',
    'filter_distance',
    'filter_time',
    'geofence_radius',
    'trip_end_stationary_mins',
    'ios_use_visit_notifications_for_detection',
    'ios_use_remote_push_for_sync',
    'android_geofence_responsiveness',
  ],
});

export const syncConfig = z.looseObject({
  sync_interval: quantity('s', 'default 3600').optional(),
  ios_device_token: optionalText('no longer sent'),
  ios_use_remote_push: flag('iOS').optional(),
});
export type SyncConfig = z.infer<typeof syncConfig>;

export const syncConfigStream = defineStream({
  key: 'config/sync_config',
  title: 'Sync configuration',
  description: 'How often the phone uploads. The newest entry is current.',
  data: syncConfig,
  phone,
  deduplicate: ['sync_interval'],
});

export const consent = z.looseObject({
  category: optionalText('category of the consent'),
  protocol_id: optionalText('older apps'),
  approval_date: optionalText('`YYYY-MM-DD` of the protocol that was agreed to'),
});
export type Consent = z.infer<typeof consent>;

export const consentStream = defineStream({
  key: 'config/consent',
  title: 'Consent',
  description: 'The protocol that the person agreed to. The newest entry is current.',
  data: consent,
  phone,
});

export const appUiConfig = z.looseObject({
  ...instant,
  version: anything('version of the configuration').optional(),
  joined: anything('when and how the person joined').optional(),
  server: anything('server of the deployment').optional(),
  intro: anything('texts of the introduction').optional(),
  display_config: anything('what the app shows').optional(),
  profile_controls: anything('what the profile page offers').optional(),
});
export type AppUiConfig = z.infer<typeof appUiConfig>;

export const appUiConfigStream = defineStream({
  key: 'config/app_ui_config',
  title: 'Deployment configuration',
  description: 'The deployment configuration in use on the phone. Without `ts` the time of writing counts.',
  data: appUiConfig,
  phone: z.looseObject({ ts: timestamp('time of the change').nullable().optional() }),
  deduplicate: ['ts', 'version'],
});
