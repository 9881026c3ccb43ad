import type { EntryData, PhoneEntry } from '../entry.js';
import type { Metadata } from '../metadata.js';
import {
  androidBatteryStatus,
  androidTransitions,
  bluetoothEvents,
  iosBatteryStatus,
  iosTransitions,
} from './codes.js';
import { copyWithout } from './conversion.js';

type Undo = (data: EntryData, metadata: Metadata) => EntryData;

/**
 * The way back from the common form: the entry as its phone would upload it, so that stored days can be replayed.
 * Undefined for entries that no phone made. Ids and owner are left out.
 */
export function toPhoneForm(entry: PhoneEntry): PhoneEntry | undefined {
  const { platform, key } = entry.metadata;
  if (platform !== 'android' && platform !== 'ios') return undefined;
  const metadata = copyWithout(entry.metadata, 'write_local_dt', 'write_fmt_time') as Metadata;
  return { metadata, data: (undoers.get(key) ?? dropTimes)(entry.data, metadata) };
}

const dropTimes: Undo = (data) =>
  copyWithout(
    data,
    'local_dt',
    'fmt_time',
    'start_local_dt',
    'start_fmt_time',
    'end_local_dt',
    'end_fmt_time',
  );

const keepAll: Undo = (data) => data;

const undoLocation: Undo = (data, metadata) => {
  const { heading, ...rest } = dropTimes(data, metadata);
  const result = copyWithout(rest, 'loc');
  if (heading !== undefined) result.bearing = heading;
  return result;
};

const undoActivity: Undo = (data, metadata) => {
  if (metadata.platform === 'ios') {
    const result = copyWithout(dropTimes(data, metadata), 'type', 'ts', 'confidence_level');
    result.confidence = data.confidence_level;
    return result;
  }
  const { type, confidence, ...rest } = dropTimes(data, metadata);
  return { agb: type, agc: confidence, ...rest };
};

const undoBattery: Undo = (data, metadata) => {
  const table = metadata.platform === 'ios' ? iosBatteryStatus : androidBatteryStatus;
  const result = copyWithout(dropTimes(data, metadata), 'battery_status_raw');
  result.battery_status =
    data.battery_status_raw ?? table.toPhone.get(data.battery_status) ?? data.battery_status;
  if (metadata.platform !== 'ios') return result;
  const { battery_level_pct: percent, ...rest } = result;
  return { ...rest, battery_level_ratio: ratioOf(percent as number) };
};

// Dividing does not always give the ratio whose multiple is the percentage; then a neighbour does.
function ratioOf(percent: number): number {
  const ratio = percent / 100;
  const step = Math.abs(ratio) * Number.EPSILON;
  return [ratio, ratio - step, ratio + step].find((candidate) => candidate * 100 === percent) ?? ratio;
}

const undoTransition: Undo = ({ curr_state, transition, ts, sensed_ts, transition_raw }, metadata) => {
  const names = metadata.platform === 'ios' ? iosTransitions : androidTransitions;
  return {
    currState: names.states.name(curr_state) ?? curr_state,
    transition: transition_raw ?? names.transitions.name(transition) ?? transition,
    ts: sensed_ts ?? ts,
  };
};

const undoBluetooth: Undo = (data, metadata) => {
  const result = dropTimes(data, metadata);
  result.eventType = bluetoothEvents.name(data.eventType) ?? data.eventType;
  return result;
};

const undoers: ReadonlyMap<string, Undo> = new Map<string, Undo>([
  ['background/location', undoLocation],
  ['background/filtered_location', undoLocation],
  ['background/motion_activity', undoActivity],
  ['background/battery', undoBattery],
  ['background/bluetooth_ble', undoBluetooth],
  ['statemachine/transition', undoTransition],
  ['stats/client_time', keepAll],
  ['stats/client_nav_event', keepAll],
  ['stats/client_error', keepAll],
  ['config/sensor_config', keepAll],
  ['config/sync_config', keepAll],
  ['config/consent', keepAll],
]);
