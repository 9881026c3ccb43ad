import { storedPoint } from '../geo/index.js';
import { EvaluationTransition } from '../streams/enums.js';
import { isObject } from '../wire/index.js';
import { bluetoothEvents } from './codes.js';
import {
  addTimes,
  addWriteTimes,
  ConversionError,
  type Converter,
  completedTimes,
  copyOf,
  copyWithout,
  numberMember,
} from './conversion.js';

/** Only the metadata of the entry is expanded. */
export const unchanged: Converter = (data) => data;

/** Adds the point and the times of the fix, and calls the bearing heading. */
export const convertLocation: Converter = (data, conversion) => {
  const { bearing } = data;
  const isUnmarked = !conversion.converted && ('heading' in data || 'loc' in data);
  const known = isUnmarked ? { ...conversion, converted: true } : conversion;
  const result = copyWithout(data, 'bearing');
  addTimes(result, numberMember(data, 'ts'), 'data.ts', known);
  if (!isObject(result.loc)) {
    result.loc = storedPoint(numberMember(data, 'longitude'), numberMember(data, 'latitude'));
  }
  if (bearing !== undefined && !('heading' in result)) result.heading = bearing;
  return result;
};

export const convertBluetooth: Converter = (data, conversion) => {
  const result = copyOf(data);
  if (typeof data.eventType === 'string') {
    const code = bluetoothEvents.code(data.eventType);
    if (code === undefined) throw new ConversionError('entry-field-invalid', 'data.eventType');
    result.eventType = code;
  }
  addWriteTimes(result, conversion);
  return result;
};

/** Labels and survey answers about a trip or place: whichever of the two times exist are formatted. */
export const convertInterval: Converter = (data, conversion) => {
  const result = copyOf(data);
  for (const side of ['start', 'end']) {
    if (data[`${side}_ts`] == null) continue;
    const ts = numberMember(data, `${side}_ts`);
    const known = { local: data[`${side}_local_dt`], text: data[`${side}_fmt_time`] };
    const { local, text } = completedTimes(known, ts, `data.${side}_ts`, conversion);
    result[`${side}_local_dt`] = local;
    result[`${side}_fmt_time`] = text;
  }
  return result;
};

/** One-time surveys, the configuration of the app, incidents: a point in time, by default that of writing. */
export const convertInstant: Converter = (data, conversion) => {
  const result = copyOf(data);
  if (data.ts == null) result.ts = conversion.metadata.write_ts;
  addTimes(result, numberMember(result, 'ts'), 'data.ts', conversion);
  return result;
};

const evaluationCodes = new Map<unknown, number>(Object.entries(EvaluationTransition));

export const convertEvaluationTransition: Converter = (data, conversion) => {
  const result = convertInstant(data, conversion);
  const code = evaluationCodes.get(data.transition);
  if (code !== undefined) result.transition = code;
  return result;
};

/** Converters whose work does not depend on the platform, by stream key. */
export const bothPlatforms: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['background/location', convertLocation],
  ['background/filtered_location', convertLocation],
  ['background/bluetooth_ble', convertBluetooth],
  ['manual/incident', convertInstant],
  ['manual/demographic_survey', convertInstant],
  ['config/app_ui_config', convertInstant],
  ['manual/mode_confirm', convertInterval],
  ['manual/purpose_confirm', convertInterval],
  ['manual/replaced_mode', convertInterval],
  ['manual/destination_confirm', convertInterval],
  ['manual/trip_user_input', convertInterval],
  ['manual/place_user_input', convertInterval],
  ['manual/trip_addition_input', convertInterval],
  ['manual/place_addition_input', convertInterval],
  ['config/evaluation_spec', convertInterval],
  ['manual/evaluation_transition', convertEvaluationTransition],
]);
