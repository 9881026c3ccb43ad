import { SojournError } from '../errors.js';

/** A day of the proleptic Gregorian calendar, with its ISO 8601 text up to and including the `T`. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Monday = 0 to Sunday = 6. */
  readonly weekday: number;
  readonly prefix: string;
}

const firstDay = -719_162; // 0001-01-01
const lastDay = 2_932_896; // 9999-12-31

// Direct-mapped, because the times of a stream cluster on few days; the size bounds what strange input can hold.
const slots = 1024;
const cachedDays = new Int32Array(slots).fill(2 ** 31 - 1);
const cachedDates: CivilDate[] = [];

/**
 * Calendar day of a number of days since 1970-01-01.
 * @throws SojournError `timestamp-invalid` outside the years 1 to 9999
 */
export function civilDateOf(days: number): CivilDate {
  const slot = days & (slots - 1);
  if (cachedDays[slot] === days) return cachedDates[slot] as CivilDate;
  if (!(days >= firstDay && days <= lastDay)) {
    throw new SojournError('timestamp-invalid', { detail: 'outside the years 1 to 9999' });
  }
  const date = compute(days);
  cachedDays[slot] = days;
  cachedDates[slot] = date;
  return date;
}

// Years counted from March in eras of 400 years: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
function compute(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const weekday = (((days + 3) % 7) + 7) % 7;
  const prefix = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T`;
  return { year, month, day, weekday, prefix };
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}
