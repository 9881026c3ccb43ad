import type { Entry, EntryData } from '@sojourn/datamodel';
import { distanceGreatCircle, type Point } from '@sojourn/datamodel/geo';
import { formatTime, localDate } from '@sojourn/datamodel/time';
import { type LocationPoints, numberOf, type Rows } from '../../points/index.js';
import { momentOf } from '../moment.js';

/** A position at a time, as a section is made of. */
export interface Fix {
  /** Unix seconds. */
  readonly ts: number;
  /** Degrees. */
  readonly latitude: number;
  /** Degrees. */
  readonly longitude: number;
  /** Metres; NaN when unknown. */
  readonly altitude: number;
  readonly location: Point;
  readonly zone: string;
  /** The location entry that the position comes from; undefined for the place before the first trip. */
  readonly entry: Entry | undefined;
  /** Row in the table of all points of the run; undefined for what is not one of them. */
  readonly row: number | undefined;
}

export function fixOf(entry: Entry, row?: number): Fix {
  const { latitude, longitude, altitude } = entry.data;
  const { ts, location, zone } = momentOf(entry);
  return {
    ts,
    latitude: numberOf(latitude),
    longitude: numberOf(longitude),
    altitude: numberOf(altitude),
    location,
    zone,
    entry,
    row,
  };
}

/** The rows of a table of points as fixes. */
export function fixesOf({ entries }: LocationPoints, { first, stop }: Rows): Fix[] {
  return entries.slice(first, stop).map((entry, index) => fixOf(entry, first + index));
}

/** Metres between two fixes. */
export function metresBetweenFixes(from: Fix, to: Fix): number {
  return distanceGreatCircle([from.longitude, from.latitude], [to.longitude, to.latitude]);
}

/** Metres between two points. */
export function metresBetweenPoints(from: Point, to: Point): number {
  return distanceGreatCircle(from.coordinates, to.coordinates);
}

/** The members that say when something starts, ends, is entered or left, computed for a zone. */
export function timesOf(
  prefix: 'start' | 'end' | 'enter' | 'exit',
  ts: number,
  zone: string,
  location: Point,
): EntryData {
  return {
    [`${prefix}_ts`]: ts,
    [`${prefix}_local_dt`]: localDate(ts, zone),
    [`${prefix}_fmt_time`]: formatTime(ts, zone),
    [`${prefix}_loc`]: location,
  };
}
