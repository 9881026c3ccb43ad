import type { Instants } from '../instants.js';
import type { HourlyText } from './hourly.js';

/** What an operation writes behind its literal. */
export const operationCode = {
  nothing: 0,
  integer: 1,
  decimal: 2,
  scaledUp: 3,
  double: 4,
  choice: 5,
  text: 6,
  objectId: 7,
  /** A number below 60. */
  small: 8,
  local: 9,
  /** What stands behind the hour of a formatted time, up to its UTC offset. */
  formatted: 10,
  /** The bytes that an earlier operation wrote in the same row. */
  repeat: 11,
} as const;

const noNumbers = new Float64Array(0);
const noPlaces = new Int32Array(0);
const noHours = new Uint32Array(0);
const noSmall = new Int8Array(0);
const noCodes = new Uint8Array(0);

/** One step of writing a row: a literal, then a value. All steps have the same members, so that the loop is fast. */
export class Operation {
  code: number = operationCode.nothing;
  literalStart = 0;
  literalLength = 0;
  /** The literal when it is long. */
  block: Uint8Array | undefined = undefined;
  /** Writes the literal anew when the hour of the row is another one. */
  hourly: HourlyText | undefined = undefined;
  hours: Uint32Array = noHours;
  numbers: Float64Array = noNumbers;
  small: Int8Array = noSmall;
  instants: Instants | undefined = undefined;
  codes: Uint8Array | Uint16Array | Uint32Array = noCodes;
  bytes: Uint8Array = noCodes;
  /** Starts and lengths of texts among the literals, in pairs. */
  places: Int32Array = noPlaces;
  texts: readonly string[] = [];
  scale = 0;
  power = 1;
  field = 0;
  addend = 0;
  /** Texts of the rows that say something else. */
  exceptions: readonly (string | undefined)[] | undefined = undefined;
  source: Operation | undefined = undefined;
  /** Where the value of the present row was written. */
  at = 0;
  length = 0;
}
