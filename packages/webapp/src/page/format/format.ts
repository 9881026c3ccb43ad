import type { Moment } from './moment.js';

export type Units = 'metric' | 'imperial';

/** Regions whose road signs are in miles. */
const MILES = new Set(['US', 'GB', 'LR', 'MM']);

/** Units that people of a locale expect. */
export function unitsOf(locale: string): Units {
  const { region } = new Intl.Locale(locale).maximize();
  return region !== undefined && MILES.has(region) ? 'imperial' : 'metric';
}

/** Writes measures and times as readers of a locale expect them. */
export interface Format {
  readonly locale: string;
  /** Metres, as in `640 m` or `3.2 km`. */
  distance(metres: number): string;
  /** Seconds, as in `1 h 5 min`. */
  duration(seconds: number): string;
  /** Days, as in `7 days`. */
  days(count: number): string;
  /** A short time in seconds, as in `21 ms` or `1.4 secs`. */
  seconds(seconds: number): string;
  /** Metres a second, as in `18 km/h`. */
  speed(metresPerSecond: number): string;
  /** Metres above the sea. */
  altitude(metres: number): string;
  /** Metres above the sea, as in `5–38 m`. */
  altitudes(lowest: number, highest: number): string;
  number(value: number): string;
  /** 0 to 1. */
  percent(share: number): string;
  /** Local date, as in `Saturday, 7 November`. */
  day(day: string): string;
  /** Local date, as in `Sat 7 November 2026`. */
  date(day: string): string;
  /** Local date, as in `Sat 7 Nov 2026`. */
  briefDate(day: string): string;
  /** Local date, as in `7 Nov`. */
  shortDay(day: string): string;
  /** As in `November 2026`. */
  month(day: string): string;
  /** As in `Nov`. */
  shortMonth(day: string): string;
  /** As in `2–8 Nov 2026`. */
  range(first: string, last: string): string;
  /** Time of day of the place, as in `13:19` or `1:19 PM`. */
  clock(moment: Pick<Moment, 'day' | 'clock'>): string;
  /** Unix seconds on the reader's own clock. */
  instant(ts: number): string;
  /** The date of Unix seconds on the reader's own calendar. */
  instantDay(ts: number): string;
  bytes(count: number): string;
}

const METRES_A_MILE = 1609.344;
const METRES_A_FOOT = 0.3048;

/** @param locale BCP 47 tag of the language and, if known, the region of the reader */
export function createFormat(locale: string, units: Units = unitsOf(locale)): Format {
  const unit = (name: string, maximumFractionDigits = 0) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits });
  const near = unit(units === 'metric' ? 'meter' : 'foot');
  const far = unit(units === 'metric' ? 'kilometer' : 'mile');
  const farTenths = unit(units === 'metric' ? 'kilometer' : 'mile', 1);
  const fast = unit(units === 'metric' ? 'kilometer-per-hour' : 'mile-per-hour');
  const hours = unit('hour');
  const minutes = unit('minute');
  const days = unit('day');
  const thousandths = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'millisecond',
    unitDisplay: 'short',
    maximumSignificantDigits: 2,
  });
  const tenths = unit('second', 1);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  // Local dates and clocks are written as if they were UTC, which keeps them as they are.
  const local = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const day = local({ weekday: 'long', day: 'numeric', month: 'long' });
  const date = local({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
  const briefDate = local({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const shortDay = local({ day: 'numeric', month: 'short' });
  const month = local({ month: 'long', year: 'numeric' });
  const shortMonth = local({ month: 'short' });
  const range = local({ day: 'numeric', month: 'short', year: 'numeric' });
  const clock = local({ hour: 'numeric', minute: '2-digit' });
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const instantDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const dateOf = (text: string, time = '00:00') => new Date(`${text}T${time}:00Z`);

  const inNear = (metres: number) => Math.round(units === 'metric' ? metres : metres / METRES_A_FOOT);

  return {
    locale,
    distance(metres) {
      if (units === 'metric') {
        if (metres < 950) return near.format(Math.round(metres / 10) * 10);
        return (metres < 99_950 ? farTenths : far).format(metres / 1000);
      }
      const miles = metres / METRES_A_MILE;
      if (miles < 0.1) return near.format(Math.round(metres / METRES_A_FOOT / 10) * 10);
      return (miles < 99.95 ? farTenths : far).format(miles);
    },
    duration(seconds) {
      const total = Math.round(seconds / 60);
      if (total < 60) return minutes.format(Math.max(total, seconds > 0 ? 1 : 0));
      const rest = total % 60;
      const whole = hours.format(Math.floor(total / 60));
      return rest === 0 ? whole : `${whole} ${minutes.format(rest)}`;
    },
    days: (count) => days.format(count),
    seconds(seconds) {
      if (seconds >= 1) return tenths.format(seconds);
      return seconds > 0 && seconds < 0.001
        ? `<${thousandths.format(1)}`
        : thousandths.format(seconds * 1000);
    },
    speed: (metresPerSecond) =>
      fast.format((metresPerSecond * 3600) / (units === 'metric' ? 1000 : METRES_A_MILE)),
    altitude: (metres) => near.format(inNear(metres)),
    altitudes: (lowest, highest) => near.formatRange(inNear(lowest), inNear(highest)),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    day: (text) => day.format(dateOf(text)),
    date: (text) => date.format(dateOf(text)),
    briefDate: (text) => briefDate.format(dateOf(text)),
    shortDay: (text) => shortDay.format(dateOf(text)),
    month: (text) => month.format(dateOf(text)),
    shortMonth: (text) => shortMonth.format(dateOf(text)),
    range: (first, last) => range.formatRange(dateOf(first), dateOf(last)),
    clock: (moment) => clock.format(dateOf(moment.day, moment.clock)),
    instant: (ts) => instant.format(new Date(ts * 1000)),
    instantDay: (ts) => instantDay.format(new Date(ts * 1000)),
    bytes(count) {
      const units = ['kilobyte', 'megabyte', 'gigabyte'] as const;
      const power = Math.min(units.length, Math.max(1, Math.floor(Math.log10(Math.max(1, count)) / 3)));
      const amount = count / 1000 ** power;
      return unit(units[power - 1]!, amount < 10 ? 1 : 0).format(amount);
    },
  };
}
