import { SojournError } from '../errors.js';
import { roundToMicroseconds } from './round.js';

/** Seconds east of UTC that a zone has at an instant (whole Unix seconds). */
type OffsetLookup = (seconds: number) => number;

const largestSecond = 8.64e12;
const maximumZones = 2048;
const maximumDays = 16_384;
const lookups = new Map<string, OffsetLookup | undefined>();
let lastZone = '';
let lastLookup: OffsetLookup | undefined;

/**
 * Offset of a zone at an instant, in seconds east of UTC. Zones are IANA names, `UTC`, `GMT`, offsets such as
 * `+05:30`, and the ids that Java makes up such as `GMT+05:30`.
 * @param ts Unix seconds
 * @throws SojournError `zone-unknown`, `timestamp-invalid`
 */
export function zoneOffset(ts: number, zone: string): number {
  const lookup = zone === lastZone ? lastLookup : lookupOf(zone);
  if (lookup === undefined) throw new SojournError('zone-unknown');
  const { seconds } = roundToMicroseconds(ts);
  if (!(Math.abs(seconds) <= largestSecond)) throw new SojournError('timestamp-invalid');
  return lookup(seconds);
}

/** Whether a value names a time zone that `zoneOffset` understands. */
export function isKnownZone(zone: unknown): zone is string {
  return typeof zone === 'string' && lookupOf(zone) !== undefined;
}

function lookupOf(zone: string): OffsetLookup | undefined {
  let lookup = lookups.get(zone);
  if (lookup === undefined && !lookups.has(zone)) {
    // Names come from outside: strange ones must not grow the cache without bound.
    if (lookups.size >= maximumZones) lookups.clear();
    lookup = createLookup(zone);
    lookups.set(zone, lookup);
  }
  lastZone = zone;
  lastLookup = lookup;
  return lookup;
}

function createLookup(zone: string): OffsetLookup | undefined {
  const fixed = parseOffset(zone);
  if (fixed !== undefined) return () => fixed;
  const offsetAt = intlOffset(zone);
  return offsetAt === undefined ? undefined : cachedByDay(offsetAt);
}

/**
 * Reads an offset such as `+05:30`, `-0800`, `+05:30:00`, `GMT+5:30` or `UTC-3` as seconds east of UTC; undefined
 * when the text is none.
 */
export function parseOffset(text: string): number | undefined {
  const match = /^(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?$/.exec(text);
  if (match === null) return undefined;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  const seconds = Number(match[4] ?? 0);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const size = hours * 3600 + minutes * 60 + seconds;
  return match[1] === '-' && size !== 0 ? -size : size;
}

function intlOffset(zone: string): OffsetLookup | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  return (seconds) => {
    const parts = format.formatToParts(Math.max(-8.64e15, Math.min(8.64e15, seconds * 1000)));
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    return name === 'GMT' ? 0 : (parseOffset(name) ?? 0);
  };
}

interface DayOffsets {
  /** Offset before and from `change` on, a Unix second; a day without a change has the same offset twice. */
  readonly before: number;
  readonly change: number;
  readonly after: number;
}

// Intl takes microseconds a call; no zone has ever changed twice within one UTC day, so two calls tell a whole day.
function cachedByDay(offsetAt: OffsetLookup): OffsetLookup {
  const days = new Map<number, DayOffsets>();
  let recentDay = Number.NaN;
  let recent: DayOffsets = { before: 0, change: 0, after: 0 };
  return (seconds) => {
    const day = Math.floor(seconds / 86_400);
    if (day !== recentDay) {
      let offsets = days.get(day);
      if (offsets === undefined) {
        if (days.size >= maximumDays) days.clear();
        offsets = offsetsOfDay(offsetAt, day);
        days.set(day, offsets);
      }
      recent = offsets;
      recentDay = day;
    }
    return seconds < recent.change ? recent.before : recent.after;
  };
}

function offsetsOfDay(offsetAt: OffsetLookup, day: number): DayOffsets {
  let low = day * 86_400;
  let high = low + 86_400;
  const before = offsetAt(low);
  const after = offsetAt(high);
  if (before === after) return { before, change: low, after };
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return { before, change: high, after };
}
