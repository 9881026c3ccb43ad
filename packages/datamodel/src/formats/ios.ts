import type { EntryData } from '../entry.js';
import { BatteryStatus, MotionType } from '../streams/enums.js';
import { confidenceLevels, iosBatteryStatus, iosTransitions } from './codes.js';
import { addWriteTimes, ConversionError, type Converter, copyOf, numberMember } from './conversion.js';
import { transitionConverter } from './transition.js';

/** Flags of an iOS activity, the most telling first. */
const flags: readonly (readonly [flag: string, type: number])[] = [
  ['automotive', MotionType.IN_VEHICLE],
  ['cycling', MotionType.BICYCLING],
  ['running', MotionType.RUNNING],
  ['walking', MotionType.WALKING],
  ['stationary', MotionType.STILL],
  ['unknown', MotionType.UNKNOWN],
];

export const activityFlags = flags.map(([flag]) => flag);

/** Type of an activity by its flags; of several flags the most telling one counts. */
export function typeOfFlags(data: EntryData): number {
  const set = flags.filter(([flag]) => data[flag] === true || data[flag] === 1);
  if (set.length === 2 && data.stationary && data.automotive) return MotionType.STOPPED_WHILE_IN_VEHICLE;
  return set[0]?.[1] ?? MotionType.NONE;
}

export const convertActivity: Converter = (data, conversion) => {
  const result = copyOf(data);
  if (typeof data.type === 'number' && typeof data.confidence !== 'string') {
    if (result.ts == null) result.ts = conversion.metadata.write_ts;
    addWriteTimes(result, { ...conversion, converted: conversion.converted || 'local_dt' in data });
    return result;
  }
  const confidence = confidenceLevels.get(data.confidence);
  if (confidence === undefined) {
    throw new ConversionError(
      data.confidence == null ? 'entry-field-missing' : 'entry-field-invalid',
      'data.confidence',
    );
  }
  result.confidence = confidence;
  result.ts = conversion.metadata.write_ts;
  result.type = typeOfFlags(data);
  result.confidence_level = data.confidence;
  addWriteTimes(result, { ...conversion, converted: false });
  return result;
};

const convertBattery: Converter = (data, conversion) => {
  if (data.battery_level_ratio === undefined && data.battery_level_pct !== undefined) {
    const result = copyOf(data);
    if (result.ts == null) result.ts = conversion.metadata.write_ts;
    addWriteTimes(result, { ...conversion, converted: conversion.converted || 'local_dt' in data });
    return result;
  }
  const status = numberMember(data, 'battery_status');
  const code = iosBatteryStatus.toCommon.get(status);
  const result: EntryData = {
    battery_level_pct: numberMember(data, 'battery_level_ratio') * 100,
    battery_status: code ?? BatteryStatus.UNKNOWN,
    ts: conversion.metadata.write_ts,
  };
  addWriteTimes(result, { ...conversion, converted: false });
  if (code === undefined) result.battery_status_raw = status;
  return result;
};

/** Converters of what iOS phones send in a form of their own, by stream key. */
export const ios: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['background/motion_activity', convertActivity],
  ['background/battery', convertBattery],
  ['statemachine/transition', transitionConverter(iosTransitions)],
]);
