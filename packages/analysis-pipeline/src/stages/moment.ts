import type { Entry } from '@sojourn/datamodel';
import { isPoint, type Point, point } from '@sojourn/datamodel/geo';
import { formatTime, isKnownZone, localDate } from '@sojourn/datamodel/time';
import { zoneOf } from './entry-maker.js';

/** A time and a position, as a trip or place takes them over from a point. */
export interface Moment {
  /** Unix seconds. */
  readonly ts: number;
  readonly localDate: unknown;
  readonly formatted: unknown;
  readonly location: Point;
  readonly zone: string;
}

/** The moment of a location entry. What the entry says about its time is copied; what it lacks is worked out. */
export function momentOf(entry: Entry): Moment {
  const { ts, local_dt, fmt_time, loc, longitude, latitude } = entry.data as {
    ts: number;
    longitude: number;
    latitude: number;
  } & { [member: string]: unknown };
  const said = zoneOf(entry);
  const zone = isKnownZone(said) ? said : 'UTC';
  return {
    ts,
    localDate: local_dt ?? localDate(ts, zone),
    formatted: fmt_time ?? formatTime(ts, zone),
    location: rounded(isPoint(loc) ? loc : point(longitude, latitude)),
    zone,
  };
}

/** The reference's geometry keeps 15 decimals, which shows only where a double has more than that. */
function rounded(location: Point): Point {
  const [longitude, latitude] = location.coordinates;
  return point(roundCoordinate(longitude), roundCoordinate(latitude));
}

function roundCoordinate(degrees: number): number {
  return Math.abs(degrees) < 8 ? Number(degrees.toFixed(15)) : degrees;
}
