import { SojournError } from '@sojourn/datamodel';
import { isObject } from '@sojourn/datamodel/wire';

/** When entries that arrive late make finished parts of the diary be derived anew. */
export type RederivePolicy = 'late' | 'full' | 'never';

/** A vehicle of the study, as the deployment configuration describes it. */
export interface Vehicle {
  /** Beacons in it, each `major:minor` in hexadecimal. */
  readonly bluetooth_major_minor?: readonly string[];
  readonly [member: string]: unknown;
}

/** Values of every setting of the pipeline, under the reference's names. */
export interface Settings {
  readonly 'intake.cleaning.filter_accuracy.enable': boolean;
  readonly 'intake.segmentation.section_segmentation.sectionValidityAssertions': boolean;
  readonly 'intake.cleaning.clean_and_resample.speedDistanceAssertions': boolean;
  readonly 'intake.cleaning.clean_and_resample.sectionValidityAssertions': boolean;
  readonly 'classification.inference.mode.useAdvancedFeatureIndices': boolean;
  readonly 'classification.inference.mode.useBusTrainFeatureIndices': boolean;
  readonly 'classification.validityAssertions': boolean;
  /** Random forest of the alternative `forest` of mode inference, as jsonpickle writes one. */
  readonly 'classification.inference.mode.forest': object;
  readonly 'output.conversion.validityAssertions': boolean;
  /** Metres. */
  readonly 'section.startStopRadius': number;
  /** Metres. */
  readonly 'section.endStopRadius': number;
  readonly 'analysis.result.section.key': string;
  readonly 'userinput.keylist': readonly string[];
  /** `vehicle_identities` of the deployment configuration. */
  readonly 'study.vehicle_identities': readonly Vehicle[];
  /** Modes that people can choose from, as under `MODE` of the study's label options; none for the reference's. */
  readonly 'study.label_options': readonly object[];
  /** Energy figures that differ by place and year: `grid` and `transit`, each by year. */
  readonly 'study.regional_energy': object;
  /** Surveys about trips, as under `survey_info.buttons.trip-label` of the deployment configuration. */
  readonly 'study.trip_surveys': readonly object[];
  /** How labels are learnt from, as in the reference's configuration of trip models; empty for its defaults. */
  readonly 'study.trip_model': object;
  /** Collection modes of the study, as in the reference's configuration of expectations; none for its sample. */
  readonly 'study.expectations': readonly object[];
  /**
   * `late`: from the place before the earliest late location or transition; `full`: from the first point, at every
   * run; `never`: what is written before the mark of a stage is never looked at again, as in the reference.
   */
  readonly 'intake.rederive': RederivePolicy;
  /**
   * The collection mode of very old recordings, none of whose points say theirs (`data.filter`); `none`: they are no trips,
   * as in the reference.
   */
  readonly 'intake.segmentation.missing_filter': 'none' | 'time' | 'distance';
  /**
   * Where transit stops are looked up: `none`; `overpass` for the public server, or the address of one; else an
   * OpenStreetMap extract, a GTFS feed, or a folder of them.
   */
  readonly 'transit.stops': string;
  /** Seconds between two requests to an Overpass server at least. */
  readonly 'transit.overpass.interval': number;
  /** Seconds after which a request to an Overpass server is given up. */
  readonly 'transit.overpass.timeout': number;
  /** What to put in the place of the standard stages: name of the alternative by name of the stage. */
  readonly 'intake.alternatives': Readonly<Record<string, string>>;
}

export type SettingName = keyof Settings;

/** The reference's defaults. */
export const defaultSettings: Settings = Object.freeze({
  'intake.cleaning.filter_accuracy.enable': false,
  'intake.segmentation.section_segmentation.sectionValidityAssertions': true,
  'intake.cleaning.clean_and_resample.speedDistanceAssertions': true,
  'intake.cleaning.clean_and_resample.sectionValidityAssertions': true,
  'classification.inference.mode.useAdvancedFeatureIndices': true,
  'classification.inference.mode.useBusTrainFeatureIndices': true,
  'classification.validityAssertions': true,
  'classification.inference.mode.forest': Object.freeze({}),
  'output.conversion.validityAssertions': true,
  'section.startStopRadius': 150,
  'section.endStopRadius': 150,
  'analysis.result.section.key': 'analysis/inferred_section',
  'userinput.keylist': Object.freeze([
    'manual/mode_confirm',
    'manual/purpose_confirm',
    'manual/replaced_mode',
    'manual/trip_user_input',
    'manual/place_user_input',
  ]),
  'study.vehicle_identities': Object.freeze([]),
  'study.label_options': Object.freeze([]),
  'study.regional_energy': Object.freeze({}),
  'study.trip_surveys': Object.freeze([]),
  'study.trip_model': Object.freeze({}),
  'study.expectations': Object.freeze([]),
  'intake.rederive': 'late',
  'intake.segmentation.missing_filter': 'none',
  'transit.stops': 'none',
  'transit.overpass.interval': 1,
  'transit.overpass.timeout': 30,
  'intake.alternatives': Object.freeze({}),
});

/** Settings whose value is one of a few words. */
const choices: { readonly [Name in SettingName]?: readonly Settings[Name][] } = {
  'intake.rederive': ['late', 'full', 'never'],
  'intake.segmentation.missing_filter': ['none', 'time', 'distance'],
};

/**
 * Settings from defaults and overrides.
 * @throws SojournError `request-invalid` when a name is unknown or a value has the wrong type; the path names it
 */
export function createSettings(overrides: Readonly<Record<string, unknown>> = {}): Settings {
  for (const [name, value] of Object.entries(overrides)) {
    if (!Object.hasOwn(defaultSettings, name)) throw invalid(name, 'there is no such setting');
    if (!isAllowed(name as SettingName, value)) throw invalid(name, 'the setting does not take such a value');
  }
  return Object.freeze({ ...defaultSettings, ...(overrides as Partial<Settings>) });
}

function isAllowed(name: SettingName, value: unknown): boolean {
  const standard = defaultSettings[name];
  const words: readonly unknown[] | undefined = choices[name];
  if (words !== undefined) return words.includes(value);
  if (Array.isArray(standard)) {
    const type = name.startsWith('study.') ? 'object' : 'string';
    return Array.isArray(value) && value.every((item) => item !== null && typeof item === type);
  }
  if (typeof standard === 'object') return isObject(value);
  if (typeof standard === 'number') return typeof value === 'number' && Number.isFinite(value) && value >= 0;
  return typeof value === typeof standard;
}

function invalid(name: string, detail: string): SojournError {
  return new SojournError('request-invalid', {
    detail: `${name}: ${detail}`,
    errors: [{ path: `settings.${name}`, code: 'request-invalid' }],
  });
}
