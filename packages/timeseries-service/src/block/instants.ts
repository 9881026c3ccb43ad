/**
 * Local date and time of a column of Unix times at stored UTC offsets, by arithmetic alone: the time-zone database
 * of the machine has no say in what old data reads as.
 */
export class Instants {
  /** Eight numbers a row: year, month, day, hour, minute, second, weekday (Monday 0), microsecond. */
  readonly fields: Int32Array;

  constructor(
    times: Float64Array,
    /** UTC offset of each row in seconds. */
    readonly offsets: Int32Array,
  ) {
    const fields = new Int32Array(times.length * 8);
    let day = Number.NaN;
    let date: CivilDate = epoch;
    let weekday = 0;
    for (let row = 0; row < times.length; row++) {
      const time = times[row]!;
      let second = Math.floor(time);
      let micro = roundHalfEven((time - second) * 1e6);
      if (micro >= 1e6) {
        micro -= 1e6;
        second++;
      }
      const local = second + offsets[row]!;
      const localDay = Math.floor(local / 86400);
      if (localDay !== day) {
        day = localDay;
        date = civilDate(day);
        weekday = (((day + 3) % 7) + 7) % 7;
      }
      const rest = (local - localDay * 86400) | 0;
      const hour = (rest / 3600) | 0;
      const minute = ((rest - hour * 3600) / 60) | 0;
      const at = row * 8;
      fields[at] = date.year;
      fields[at + 1] = date.month;
      fields[at + 2] = date.day;
      fields[at + 3] = hour;
      fields[at + 4] = minute;
      fields[at + 5] = rest - hour * 3600 - minute * 60;
      fields[at + 6] = weekday;
      fields[at + 7] = micro;
    }
    this.fields = fields;
  }
}

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const epoch: CivilDate = { year: 1970, month: 1, day: 1 };

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
  const { fields } = instants;
  const at = row * 8;
  const micro = fields[at + 7]!;
  const length = micro === 0 ? 25 : 32;
  if (text.length !== length || text.charCodeAt(10) !== 84) return false;
  const year = fields[at]!;
  const century = Math.floor(year / 100);
  if (twoDigits(text, 0) !== century || twoDigits(text, 2) !== year - century * 100) return false;
  if (text.charCodeAt(4) !== 45 || twoDigits(text, 5) !== fields[at + 1]) return false;
  if (text.charCodeAt(7) !== 45 || twoDigits(text, 8) !== fields[at + 2]) return false;
  if (twoDigits(text, 11) !== fields[at + 3]) return false;
  if (text.charCodeAt(13) !== 58 || twoDigits(text, 14) !== fields[at + 4]) return false;
  if (text.charCodeAt(16) !== 58 || twoDigits(text, 17) !== fields[at + 5]) return false;
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
