import type { Entry } from '@sojourn/datamodel';
import { isPoint, type Point, storedPoint } from '@sojourn/datamodel/geo';
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
    location: storedPoint(...(isPoint(loc) ? loc.coordinates : ([longitude, latitude] as const))),
    zone,
  };
}
