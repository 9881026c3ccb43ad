import type { Metadata } from '../metadata.js';
import { isKnownZone } from '../time/index.js';

/** The zone that old servers assumed. Stored streams have it, so it stays where they had it. */
const historicZone = 'America/Los_Angeles';

const assumedWhenUnknown = new Set([
  'config/sensor_config',
  'config/sync_config',
  'config/consent',
  'stats/client_time',
  'stats/client_nav_event',
  'stats/client_error',
]);

const assumedWhenMissing = new Set([
  'background/location',
  'background/filtered_location',
  'background/motion_activity',
  'background/bluetooth_ble',
  'statemachine/transition',
]);

const intervalsAndInstants = new Set([
  'manual/incident',
  'manual/demographic_survey',
  'config/app_ui_config',
  'manual/mode_confirm',
  'manual/purpose_confirm',
  'manual/replaced_mode',
  'manual/destination_confirm',
  'manual/trip_user_input',
  'manual/trip_addition_input',
  'manual/place_user_input',
  'manual/place_addition_input',
]);

/**
 * Metadata with a time zone that can be used. A missing or unknown one is replaced (by the person's most recent
 * zone, else by what stored streams have, else UTC) and the entry is marked: `time_zone_assumed`, and
 * `time_zone_raw` with what stood there.
 */
export function withKnownZone(metadata: Metadata, key: string, fallbackZone: string | undefined): Metadata {
  const { time_zone: zone } = metadata as { time_zone?: unknown };
  if (isKnownZone(zone)) return metadata;
  const assumed = isKnownZone(fallbackZone) ? fallbackZone : zoneOfOldServers(metadata, key);
  return {
    ...metadata,
    time_zone: assumed,
    time_zone_assumed: true,
    ...(zone == null ? {} : { time_zone_raw: zone }),
  };
}

function zoneOfOldServers({ platform, time_zone }: Metadata, key: string): string {
  if (time_zone !== undefined) return assumedWhenUnknown.has(key) ? historicZone : 'UTC';
  const assumed = intervalsAndInstants.has(key) || (platform === 'android' && assumedWhenMissing.has(key));
  return assumed ? historicZone : 'UTC';
}
