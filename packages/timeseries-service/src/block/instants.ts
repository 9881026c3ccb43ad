import { int8Array, int32Array, uint32Array } from './arrays.js';

/** Numbers that `calendar` holds for each hour, in their order. */
export const calendarWidth = 6;

/**
 * Local date and time of a column of Unix times at stored UTC offsets, by arithmetic alone: the time-zone database
 * of the machine has no say in what old data reads as. Rows that follow each other mostly lie in the same hour, so
 * what an hour decides is kept once for all of them.
 */
export class Instants {
  /** Hour of each row, as an index into `calendar`. */
  readonly hours: Uint32Array;
  readonly minutes: Int8Array;
  readonly seconds: Int8Array;
  readonly micros: Int32Array;
  /** For each hour: year, month, day, hour of the day, weekday (Monday 0), UTC offset in seconds. */
  calendar = new Int32Array(8 * calendarWidth);
  /** All of them as formatted times, once somebody has asked for that. */
  texts: readonly string[] | undefined;

  constructor(
    times: Float64Array,
    /** UTC offset of each row in seconds. */
    readonly offsets: Int32Array,
  ) {
    const { length } = times;
    this.hours = uint32Array(length);
    this.minutes = int8Array(length);
    this.seconds = int8Array(length);
    this.micros = int32Array(length);
    let hour = -1;
    let hourStart = Number.NaN;
    let offset = Number.NaN;
    for (let row = 0; row < length; row++) {
      const time = times[row]!;
      let second = Math.floor(time);
      let micro = roundHalfEven((time - second) * 1e6);
      if (micro >= 1e6) {
        micro -= 1e6;
        second++;
      }
      const local = second + offsets[row]!;
      if (!(local - hourStart >= 0 && local - hourStart < 3600) || offsets[row] !== offset) {
        offset = offsets[row]!;
        hourStart = this.#startHour(++hour, local, offset);
      }
      const rest = (local - hourStart) | 0;
      const minute = (rest / 60) | 0;
      this.hours[row] = hour;
      this.minutes[row] = minute;
      this.seconds[row] = rest - minute * 60;
      this.micros[row] = micro;
    }
  }

  /** A member of a row's local date, by its place among `localFields`. */
  fieldAt(row: number, field: number): number {
    if (field === 4) return this.minutes[row]!;
    if (field === 5) return this.seconds[row]!;
    return this.calendar[this.hours[row]! * calendarWidth + (field === 6 ? 4 : field)]!;
  }

  #startHour(hour: number, local: number, offset: number): number {
    const at = hour * calendarWidth;
    if (at === this.calendar.length) {
      const grown = new Int32Array(at * 2);
      grown.set(this.calendar);
      this.calendar = grown;
    }
    const day = Math.floor(local / 86400);
    const date = civilDate(day);
    const hourOfDay = (((local - day * 86400) | 0) / 3600) | 0;
    this.calendar[at] = date.year;
    this.calendar[at + 1] = date.month;
    this.calendar[at + 2] = date.day;
    this.calendar[at + 3] = hourOfDay;
    this.calendar[at + 4] = (((day + 3) % 7) + 7) % 7;
    this.calendar[at + 5] = offset;
    return day * 86400 + hourOfDay * 3600;
  }
}

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** Gregorian date of a day counted from 1970-01-01, by counting from March 1 of year 0 in eras of 400 years. */
export function civilDate(day: number): CivilDate {
  const shifted = day + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** Day counted from 1970-01-01 of a Gregorian date. */
export function dayNumber(year: number, month: number, day: number): number {
  const fromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(fromMarch / 400);
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** Two digits at a position, or NaN. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** UTC offset in seconds that a formatted time ends with (`+05:30`), NaN if it does not. */
export function offsetOf(formatted: string): number {
  const at = formatted.length - 6;
  const sign = formatted.charCodeAt(at);
  if (at < 0 || (sign !== 43 && sign !== 45) || formatted.charCodeAt(at + 3) !== 58) return Number.NaN;
  const minutes = twoDigits(formatted, at + 4);
  if (minutes >= 60) return Number.NaN;
  const seconds = twoDigits(formatted, at + 1) * 3600 + minutes * 60;
  return sign === 45 ? -seconds : seconds;
}

/** Whether a text is exactly the canonical form of one row: `2016-06-20T08:28:03.395000-07:00`. */
export function isFormatted(text: string, instants: Instants, row: number): boolean {
  const micro = instants.micros[row]!;
  const length = micro === 0 ? 25 : 32;
  if (text.length !== length || text.charCodeAt(10) !== 84) return false;
  const year = instants.fieldAt(row, 0);
  const century = Math.floor(year / 100);
  if (twoDigits(text, 0) !== century || twoDigits(text, 2) !== year - century * 100) return false;
  if (text.charCodeAt(4) !== 45 || twoDigits(text, 5) !== instants.fieldAt(row, 1)) return false;
  if (text.charCodeAt(7) !== 45 || twoDigits(text, 8) !== instants.fieldAt(row, 2)) return false;
  if (twoDigits(text, 11) !== instants.fieldAt(row, 3)) return false;
  if (text.charCodeAt(13) !== 58 || twoDigits(text, 14) !== instants.minutes[row]) return false;
  if (text.charCodeAt(16) !== 58 || twoDigits(text, 17) !== instants.seconds[row]) return false;
  if (micro !== 0) {
    if (text.charCodeAt(19) !== 46) return false;
    if (twoDigits(text, 20) * 10000 + twoDigits(text, 22) * 100 + twoDigits(text, 24) !== micro) return false;
  }
  const offset = instants.offsets[row]!;
  if (Math.abs(offset) >= 360000 || offsetOf(text) !== offset) return false;
  return offset !== 0 || text.charCodeAt(length - 6) === 43;
}

/** A UTC offset in seconds as formatted times end with it: `+05:30`. */
export function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / 60;
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hour}:${String(minutes % 60).padStart(2, '0')}`;
}
