import { digitPairs, writeAscii, writePadded } from './digits.js';
import { calendarWidth, type Instants, offsetText } from './instants.js';

/** Bytes from the year to the hour of a formatted time: `2016-06-20T08:`. */
export const toHourLength = 14;

/** Writes a formatted time up to the colon behind its hour. @returns the position behind that */
export function writeToHour(view: DataView, position: number, calendar: Int32Array, hour: number): number {
  const at = hour * calendarWidth;
  const year = calendar[at]!;
  const century = (year / 100) | 0;
  view.setUint16(position, digitPairs[century]!, true);
  view.setUint16(position + 2, digitPairs[year - century * 100]!, true);
  view.setUint8(position + 4, 45);
  view.setUint16(position + 5, digitPairs[calendar[at + 1]!]!, true);
  view.setUint8(position + 7, 45);
  view.setUint16(position + 8, digitPairs[calendar[at + 2]!]!, true);
  view.setUint8(position + 10, 84);
  view.setUint16(position + 11, digitPairs[calendar[at + 3]!]!, true);
  view.setUint8(position + 13, 58);
  return position + toHourLength;
}

/** Writes what stands behind the hour, up to the UTC offset: `28:03.395000`. @returns the position behind that */
export function writeBehindHour(
  view: DataView,
  position: number,
  { minutes, seconds, micros }: Instants,
  row: number,
): number {
  view.setUint16(position, digitPairs[minutes[row]!]!, true);
  view.setUint8(position + 2, 58);
  view.setUint16(position + 3, digitPairs[seconds[row]!]!, true);
  const micro = micros[row]!;
  if (micro === 0) return position + 5;
  view.setUint8(position + 5, 46);
  return writePadded(view, position + 6, micro, 6);
}

/** Room for a formatted time, and for what may be written behind its end. */
const room = 40;

const decoder = new TextDecoder();

/** Formatted times of rows, decoded together and cut from one text. */
export function formattedTimes(instants: Instants, from: number, to: number): string[] {
  const { hours, calendar } = instants;
  const bytes = new Uint8Array((to - from + 2) * room);
  const view = new DataView(bytes.buffer);
  // What the rows of an hour have in common stands in front, to be copied.
  const endingStart = 16;
  const ends = new Uint32Array(to - from);
  let hour = -1;
  let endingLength = 0;
  let position = room;
  for (let row = from; row < to; row++) {
    if (hours[row] !== hour) {
      hour = hours[row]!;
      writeToHour(view, 0, calendar, hour);
      const ending = offsetText(calendar[hour * calendarWidth + 5]!);
      endingLength = writeAscii(view, endingStart, ending) - endingStart;
    }
    view.setFloat64(position, view.getFloat64(0, true), true);
    view.setFloat64(position + 8, view.getFloat64(8, true), true);
    position = writeBehindHour(view, position + toHourLength, instants, row);
    view.setFloat64(position, view.getFloat64(endingStart, true), true);
    position += endingLength;
    ends[row - from] = position;
  }
  const text = decoder.decode(bytes.subarray(room, position));
  const times = new Array<string>(to - from);
  let start = 0;
  for (let index = 0; index < times.length; index++) {
    const end = ends[index]! - room;
    times[index] = text.substring(start, end);
    start = end;
  }
  return times;
}
