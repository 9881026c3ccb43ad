import { BatteryStatus, BluetoothEvent, TrackingState, Transition } from '../streams/enums.js';

/** What a phone calls a code. Of names with the same code the first one is used on the way back. */
type Names = readonly (readonly [name: string, code: number])[];

/** A two-way table between the names of a platform and the codes of the common form. */
export interface CodeTable {
  /** Code of a platform's name; undefined when it is unknown. */
  code(name: unknown): number | undefined;
  /** Name that stands for a code; undefined when the platform has none. */
  name(code: unknown): string | undefined;
  /** Whether the name cannot be told from its code. */
  isAmbiguous(name: unknown): boolean;
}

function codeTable(names: Names, sharedCodes: readonly number[] = []): CodeTable {
  const codes = new Map<unknown, number>(names);
  const firstNames = new Map<unknown, string>([...names].reverse().map(([name, code]) => [code, name]));
  return {
    code: (name) => codes.get(name),
    name: (code) => firstNames.get(code),
    isAmbiguous: (name) => sharedCodes.includes(codes.get(name) as number),
  };
}

export interface TransitionNames {
  readonly states: CodeTable;
  readonly transitions: CodeTable;
}

const shared = [Transition.TRACKING_ERROR];

export const androidTransitions: TransitionNames = {
  states: codeTable([
    ['local.state.tracking_stopped', TrackingState.TRACKING_STOPPED],
    ['unknown', TrackingState.UNKNOWN],
    ['local.state.start', TrackingState.START],
    ['local.state.waiting_for_trip_start', TrackingState.WAITING_FOR_TRIP_START],
    ['local.state.ongoing_trip', TrackingState.ONGOING_TRIP],
  ]),
  transitions: codeTable(
    [
      ['booted', Transition.BOOTED],
      ['local.transition.initialize', Transition.INITIALIZE],
      ['local.transition.exited_geofence', Transition.EXITED_GEOFENCE],
      ['local.transition.stopped_moving', Transition.STOPPED_MOVING],
      ['local.transition.stop_tracking', Transition.STOP_TRACKING],
      ['local.transition.start_tracking', Transition.START_TRACKING],
      ['local.transition.tracking_error', Transition.TRACKING_ERROR],
      ['local.transition.ble_beacon_found', Transition.BLE_BEACON_FOUND],
      ['local.transition.ble_beacon_lost', Transition.BLE_BEACON_LOST],
    ],
    shared,
  ),
};

export const iosTransitions: TransitionNames = {
  states: codeTable([
    ['STATE_START', TrackingState.START],
    ['STATE_WAITING_FOR_TRIP_START', TrackingState.WAITING_FOR_TRIP_START],
    ['STATE_ONGOING_TRIP', TrackingState.ONGOING_TRIP],
    ['STATE_TRACKING_STOPPED', TrackingState.TRACKING_STOPPED],
  ]),
  transitions: codeTable(
    [
      ['booted', Transition.BOOTED],
      ['T_INITIALIZE', Transition.INITIALIZE],
      ['T_EXITED_GEOFENCE', Transition.EXITED_GEOFENCE],
      ['T_TRIP_ENDED', Transition.STOPPED_MOVING],
      ['T_FORCE_STOP_TRACKING', Transition.STOP_TRACKING],
      ['T_START_TRACKING', Transition.START_TRACKING],
      ['T_INIT_COMPLETE', Transition.INIT_COMPLETE],
      ['T_TRIP_STARTED', Transition.TRIP_STARTED],
      ['T_RECEIVED_SILENT_PUSH', Transition.RECEIVED_SILENT_PUSH],
      ['T_TRIP_END_DETECTED', Transition.TRIP_END_DETECTED],
      ['T_TRIP_RESTARTED', Transition.TRIP_RESTARTED],
      ['T_END_TRIP_TRACKING', Transition.END_TRIP_TRACKING],
      ['T_TRACKING_STOPPED', Transition.TRACKING_STOPPED],
      ['T_NOP', Transition.NOP],
      ['T_VISIT_STARTED', Transition.VISIT_STARTED],
      ['T_VISIT_ENDED', Transition.VISIT_ENDED],
      ['T_DATA_PUSHED', Transition.DATA_PUSHED],
      ['T_GEOFENCE_CREATION_ERROR', Transition.TRACKING_ERROR],
      ['T_BLE_BEACON_FOUND', Transition.BLE_BEACON_FOUND],
      ['T_BLE_BEACON_LOST', Transition.BLE_BEACON_LOST],
    ],
    shared,
  ),
};

export const bluetoothEvents = codeTable(Object.entries(BluetoothEvent));

/** Battery status by the phone's own number. */
export interface StatusTable {
  readonly toCommon: ReadonlyMap<unknown, number>;
  readonly toPhone: ReadonlyMap<unknown, number>;
}

function statusTable(pairs: readonly (readonly [phone: number, common: number])[]): StatusTable {
  return { toCommon: new Map(pairs), toPhone: new Map(pairs.map(([phone, common]) => [common, phone])) };
}

export const androidBatteryStatus = statusTable([
  [1, BatteryStatus.UNKNOWN],
  [2, BatteryStatus.CHARGING],
  [3, BatteryStatus.DISCHARGING],
  [4, BatteryStatus.NOT_CHARGING],
  [5, BatteryStatus.FULL],
]);

export const iosBatteryStatus = statusTable([
  [0, BatteryStatus.UNKNOWN],
  [1, BatteryStatus.DISCHARGING],
  [2, BatteryStatus.CHARGING],
  [3, BatteryStatus.FULL],
]);

/** Confidence of iOS motion activity. */
export const confidenceLevels: ReadonlyMap<unknown, number> = new Map([
  ['high', 100],
  ['medium', 75],
  ['low', 50],
]);
