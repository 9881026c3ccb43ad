import type { EntryData } from '../entry.js';
import { BatteryStatus, MotionType } from '../streams/enums.js';
import { androidBatteryStatus, androidTransitions } from './codes.js';
import {
  addWriteTimes,
  ConversionError,
  type Converter,
  copyOf,
  copyWithout,
  numberMember,
} from './conversion.js';
import { transitionConverter } from './transition.js';

/**
 * Names that obfuscation gave the type and the confidence of an activity in old builds, in the order in which they
 * are looked for. Entries with a time of their own keep the names of the later builds beside the result, as stored
 * streams have them.
 */
export const activityNames = [
  { type: 'agb', confidence: 'agc', kept: false },
  { type: 'zzaEg', confidence: 'zzaEh', kept: true },
  { type: 'zzbjA', confidence: 'zzbjB', kept: true },
  { type: 'ajO', confidence: 'ajP', kept: true },
  { type: 'zzaKM', confidence: 'zzaKN', kept: true },
  { type: 'zzbhB', confidence: 'zzbhC', kept: true },
] as const;

/** Types that an activity may have. */
export const motionCodes = new Set<unknown>(Object.values(MotionType));

export const convertActivity: Converter = (data, conversion) => {
  const isPlain = conversion.converted && typeof data.type === 'number';
  const names = isPlain ? undefined : activityNames.find(({ type }) => type in data);
  const activity = names === undefined ? copyOf(data) : withPlainNames(data, names);
  if (activity.type == null) throw new ConversionError('entry-field-missing', 'data.type');
  const result: EntryData =
    activity.ts == null
      ? { type: activity.type, confidence: activity.confidence, ts: conversion.metadata.write_ts }
      : activity;
  addWriteTimes(result, conversion);
  return result;
};

function withPlainNames(data: EntryData, names: (typeof activityNames)[number]): EntryData {
  const type = data[names.type];
  if (!motionCodes.has(type)) throw new ConversionError('entry-field-invalid', `data.${names.type}`);
  const result = names.kept ? copyOf(data) : copyWithout(data, names.type, names.confidence);
  result.type = type;
  result.confidence = data[names.confidence];
  return result;
}

const convertBattery: Converter = (data, conversion) => {
  const result = copyOf(data);
  if (conversion.converted || 'local_dt' in data) {
    if (result.ts == null) result.ts = conversion.metadata.write_ts;
    addWriteTimes(result, { ...conversion, converted: true });
    return result;
  }
  const status = numberMember(data, 'battery_status');
  const code = androidBatteryStatus.toCommon.get(status);
  result.battery_status = code ?? BatteryStatus.UNKNOWN;
  result.ts = conversion.metadata.write_ts;
  addWriteTimes(result, conversion);
  if (code === undefined) result.battery_status_raw = status;
  return result;
};

/** Converters of what Android phones send in a form of their own, by stream key. */
export const android: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['background/motion_activity', convertActivity],
  ['background/battery', convertBattery],
  ['statemachine/transition', transitionConverter(androidTransitions)],
]);
