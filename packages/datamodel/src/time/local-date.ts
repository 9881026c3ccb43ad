import { type CivilDate, civilDateOf } from './civil-date.js';
import { roundToMicroseconds } from './round.js';
import { zoneOffset } from './zone.js';

/** An instant split into the components of a local calendar. */
export interface LocalDate {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** Truncated, not rounded. */
  second: number;
  /** Monday = 0 to Sunday = 6. */
  weekday: number;
  /** The zone as it was given. */
  timezone: string;
}

/**
 * Components of an instant in a zone.
 * @param ts Unix seconds
 * @throws SojournError `zone-unknown`, `timestamp-invalid`
 */
export function localDate(ts: number, zone: string): LocalDate {
  return localDateAtOffset(ts, zoneOffset(ts, zone), zone);
}

/**
 * Components of an instant at a fixed offset; needs no time-zone database.
 * @param ts Unix seconds
 * @param offset seconds east of UTC
 * @param timezone what the result says as its zone
 */
export function localDateAtOffset(ts: number, offset: number, timezone: string): LocalDate {
  const local = roundToMicroseconds(ts).seconds + offset;
  const days = Math.floor(local / 86_400);
  const second = local - days * 86_400;
  const date: CivilDate = civilDateOf(days);
  const hour = (second / 3600) | 0;
  const minute = ((second - hour * 3600) / 60) | 0;
  return {
    year: date.year,
    month: date.month,
    day: date.day,
    hour,
    minute,
    second: second - hour * 3600 - minute * 60,
    weekday: date.weekday,
    timezone,
  };
}
