/** What the page shows of a `segmentation/raw_trip` entry. */
export interface Trip {
  /** Local calendar day at the start, as in `2024-06-03`. */
  readonly day: string;
  /** Local clock times, as in `08:15`. */
  readonly start: string;
  readonly end: string;
  /** The end's local day when it is not the start's. */
  readonly endDay?: string;
  /** Time zone at the start, and at the end. */
  readonly zone: string;
  readonly endZone: string;
  /** Seconds since 1970. */
  readonly startTs: number;
  /** Seconds. */
  readonly duration: number;
  /** Metres as the crow flies. */
  readonly distance: number;
}

/** The trips that start on one local calendar day. */
export interface Day {
  readonly day: string;
  readonly trips: readonly Trip[];
}

/** Reads a trip from an entry of the API; undefined when it is none. */
export function readTrip(entry: unknown): Trip | undefined {
  const data = member(entry, 'data');
  const start = readLocalTime(member(data, 'start_fmt_time'));
  const end = readLocalTime(member(data, 'end_fmt_time'));
  const startTs = member(data, 'start_ts');
  const duration = member(data, 'duration');
  const distance = member(data, 'distance');
  if (!start || !end || typeof startTs !== 'number') return undefined;
  if (typeof duration !== 'number' || typeof distance !== 'number') return undefined;
  return {
    day: start.day,
    start: start.clock,
    end: end.clock,
    ...(end.day === start.day ? {} : { endDay: end.day }),
    zone: zoneOf(member(data, 'start_local_dt')),
    endZone: zoneOf(member(data, 'end_local_dt')),
    startTs,
    duration,
    distance,
  };
}

/** Trips by local day, newest day first, within a day in order of time. */
export function groupByDay(trips: readonly Trip[]): Day[] {
  const days = new Map<string, Trip[]>();
  for (const trip of [...trips].sort((a, b) => a.startTs - b.startTs)) {
    const sameDay = days.get(trip.day);
    if (sameDay) sameDay.push(trip);
    else days.set(trip.day, [trip]);
  }
  return [...days]
    .map(([day, dayTrips]) => ({ day, trips: dayTrips }))
    .sort((a, b) => (a.day < b.day ? 1 : -1));
}

/** As in `640 m`, `3.2 km` or `1,250 km`. */
export function formatDistance(metres: number): string {
  if (metres < 950) return `${Math.round(metres / 10) * 10} m`;
  const kilometres = metres / 1000;
  return `${kilometres < 100 ? kilometres.toFixed(1) : Math.round(kilometres).toLocaleString('en')} km`;
}

/** As in `12 min` or `1 h 05 min`. */
export function formatDuration(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  // The day is a calendar day already; reading and writing it as UTC keeps it.
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** As in `Monday, 3 June 2024`. */
export function formatDay(day: string): string {
  const parts = dayFormat.formatToParts(new Date(`${day}T00:00:00Z`));
  const part = (name: string) => parts.find(({ type }) => type === name)?.value ?? '';
  return `${part('weekday')}, ${part('day')} ${part('month')} ${part('year')}`;
}

/** The wall-clock parts of a formatted time such as `2024-06-03T08:15:02.5+02:00`. */
function readLocalTime(text: unknown): { day: string; clock: string } | undefined {
  const match = typeof text === 'string' ? /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text) : null;
  return match ? { day: match[1]!, clock: match[2]! } : undefined;
}

function zoneOf(localDate: unknown): string {
  const zone = member(localDate, 'timezone');
  return typeof zone === 'string' ? zone : '';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
