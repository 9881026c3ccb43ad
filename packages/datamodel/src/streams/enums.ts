/** Codes of an enumeration by name, as entries store them. */
export type Enumeration = Readonly<Record<string, number>>;

const enumeration = <const Codes extends Enumeration>(codes: Codes): Readonly<Codes> => Object.freeze(codes);

/** Sensed mode of travel. Android has no AIR_OR_HSR (server only); iOS alone has NONE and STOPPED_WHILE_IN_VEHICLE. */
export const MotionType = enumeration({
  IN_VEHICLE: 0,
  BICYCLING: 1,
  ON_FOOT: 2,
  STILL: 3,
  UNKNOWN: 4,
  TILTING: 5,
  WALKING: 7,
  RUNNING: 8,
  NONE: 9,
  STOPPED_WHILE_IN_VEHICLE: 10,
  AIR_OR_HSR: 11,
});
export type MotionType = (typeof MotionType)[keyof typeof MotionType];

export const BatteryStatus = enumeration({
  UNKNOWN: 0,
  DISCHARGING: 1,
  CHARGING: 2,
  FULL: 3,
  /** Android only. */
  NOT_CHARGING: 4,
});
export type BatteryStatus = (typeof BatteryStatus)[keyof typeof BatteryStatus];

export const BluetoothEvent = enumeration({ REGION_ENTER: 0, REGION_EXIT: 1, RANGE_UPDATE: 2 });
export type BluetoothEvent = (typeof BluetoothEvent)[keyof typeof BluetoothEvent];

/** State of the phone's tracking, before a transition. UNKNOWN is an alias. */
export const TrackingState = enumeration({
  START: 0,
  WAITING_FOR_TRIP_START: 1,
  ONGOING_TRIP: 2,
  TRACKING_STOPPED: 3,
  UNKNOWN: 3,
});
export type TrackingState = (typeof TrackingState)[keyof typeof TrackingState];

/** TRACKING_ERROR and BLE_BEACON_FOUND share a code on the wire; `transition_raw` tells them apart. */
export const Transition = enumeration({
  INITIALIZE: 0,
  EXITED_GEOFENCE: 1,
  STOPPED_MOVING: 2,
  STOP_TRACKING: 3,
  BOOTED: 4,
  INIT_COMPLETE: 5,
  TRIP_STARTED: 6,
  RECEIVED_SILENT_PUSH: 7,
  TRIP_END_DETECTED: 8,
  TRIP_RESTARTED: 9,
  END_TRIP_TRACKING: 10,
  TRACKING_STOPPED: 11,
  NOP: 12,
  VISIT_STARTED: 13,
  VISIT_ENDED: 14,
  NONE: 15,
  DATA_PUSHED: 16,
  START_TRACKING: 17,
  TRACKING_ERROR: 18,
  BLE_BEACON_FOUND: 18,
  BLE_BEACON_LOST: 19,
});
export type Transition = (typeof Transition)[keyof typeof Transition];

/** Mode of travel as mode inference predicts it. */
export const PredictedMode = enumeration({
  UNKNOWN: 0,
  WALKING: 1,
  BICYCLING: 2,
  BUS: 3,
  TRAIN: 4,
  CAR: 5,
  AIR_OR_HSR: 6,
  SUBWAY: 7,
  TRAM: 8,
  LIGHT_RAIL: 9,
});
export type PredictedMode = (typeof PredictedMode)[keyof typeof PredictedMode];

export const ModeAlgorithm = enumeration({ SEED_RANDOM_FOREST: 1, SIMPLE_RULE_ENGINE: 2 });
export type ModeAlgorithm = (typeof ModeAlgorithm)[keyof typeof ModeAlgorithm];

export const LabelAlgorithm = enumeration({
  ENSEMBLE: 0,
  PLACEHOLDER_0: 1,
  PLACEHOLDER_1: 2,
  PLACEHOLDER_2: 3,
  PLACEHOLDER_3: 4,
  TWO_STAGE_BIN_CLUSTER: 5,
  PLACEHOLDER_PREDICTOR_DEMO: 6,
  CONFIDENCE_DISCOUNTED_CLUSTER: 7,
});
export type LabelAlgorithm = (typeof LabelAlgorithm)[keyof typeof LabelAlgorithm];

/** Stages of the pipeline. EXPORT_DATA shares a code with EXPECTATION_POPULATION on the wire. */
export const PipelineStage = enumeration({
  USERCACHE: 0,
  TRIP_SEGMENTATION: 1,
  SECTION_SEGMENTATION: 2,
  JUMP_SMOOTHING: 3,
  MODE_INFERENCE: 4,
  TOUR_MODEL: 5,
  ACCURACY_FILTERING: 6,
  USER_MODEL: 7,
  RECOMMENDATION: 8,
  OUTPUT_GEN: 9,
  ALTERNATIVES: 10,
  CLEAN_RESAMPLING: 11,
  USER_INPUT_MATCH_INCOMING: 12,
  CREATE_CONFIRMED_OBJECTS: 13,
  LABEL_INFERENCE: 14,
  EXPECTATION_POPULATION: 15,
  EXPORT_DATA: 15,
  TRIP_MODEL: 16,
  CREATE_COMPOSITE_OBJECTS: 17,
});
export type PipelineStage = (typeof PipelineStage)[keyof typeof PipelineStage];

/** Transitions of an evaluation run (MobilityNet). Start codes are even, stop codes odd. */
export const EvaluationTransition = enumeration({
  START_CALIBRATION_PERIOD: 0,
  STOP_CALIBRATION_PERIOD: 1,
  START_EVALUATION_PERIOD: 2,
  STOP_EVALUATION_PERIOD: 3,
  START_EVALUATION_TRIP: 4,
  STOP_EVALUATION_TRIP: 5,
  ENTER_EVALUATION_STOP: 6,
  START_EVALUATION_SECTION: 6,
  LEAVE_EVALUATION_STOP: 7,
  STOP_EVALUATION_SECTION: 7,
});
export type EvaluationTransition = (typeof EvaluationTransition)[keyof typeof EvaluationTransition];

/** Whether the answer of a survey counts; a deletion is a new entry with the same `match_id`. */
export const InputStatus = Object.freeze({ ACTIVE: 'ACTIVE', DELETED: 'DELETED' });
export type InputStatus = keyof typeof InputStatus;

/** Store selector of the reference's timeseries interface. */
export const EntryType = enumeration({ DATA_TYPE: 0, ANALYSIS_TYPE: 1 });
export type EntryType = (typeof EntryType)[keyof typeof EntryType];

/** Current state documents, one per person and name. */
export const StateName = Object.freeze({ VEHICLE: 'state/vehicle', PAYMENT: 'state/payment' });
export type StateName = keyof typeof StateName;

/** Name of a code; of names that share a code the first. Undefined for a code that the enumeration lacks. */
export function nameOfCode<Codes extends Enumeration>(
  codes: Codes,
  code: number,
): (keyof Codes & string) | undefined {
  for (const name in codes) if (codes[name] === code) return name;
  return undefined;
}
