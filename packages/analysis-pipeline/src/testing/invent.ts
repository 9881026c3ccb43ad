import type { Entry, EntryData } from '@sojourn/datamodel';
import { point } from '@sojourn/datamodel/geo';
import { formatTime, localDate } from '@sojourn/datamodel/time';

const zone = 'Europe/Paris';
let ids = 0;

/** An entry in server form. Ids ascend in the order of calls. @param written Unix seconds */
export function inventEntry(key: string, data: EntryData, written: number, platform = 'android'): Entry {
  ids++;
  return {
    _id: { $oid: `a${ids.toString(16).padStart(23, '0')}` },
    user_id: { $uuid: '0'.repeat(32) },
    metadata: {
      key,
      platform,
      type: 'sensor-data',
      write_ts: written,
      read_ts: 0,
      time_zone: zone,
      write_local_dt: localDate(written, zone),
      write_fmt_time: formatTime(written, zone),
    },
    data,
  };
}

/** Where a point lies, in metres east and north of a fixed corner of a flat town. */
export interface Spot {
  readonly east: number;
  readonly north: number;
}

export interface PointOptions {
  readonly written?: number;
  readonly filter?: string | null;
  readonly accuracy?: number;
  readonly key?: string;
}

/** Degrees of a spot. */
export function positionOf({ east, north }: Spot): { latitude: number; longitude: number } {
  const metresPerDegree = (Math.PI / 180) * 6_371_000;
  const latitude = 48 + north / metresPerDegree;
  return { latitude, longitude: 2 + east / (metresPerDegree * Math.cos((48 * Math.PI) / 180)) };
}

/** A location point. @param ts Unix seconds */
export function inventPoint(ts: number, spot: Spot, options: PointOptions = {}): Entry {
  const { written = ts, filter = 'time', accuracy = 10, key = 'background/filtered_location' } = options;
  const { latitude, longitude } = positionOf(spot);
  return inventEntry(
    key,
    {
      latitude,
      longitude,
      altitude: 35,
      ts,
      accuracy,
      sensed_speed: 0,
      heading: 0,
      ...(filter === null ? {} : { filter }),
      loc: point(longitude, latitude),
      local_dt: localDate(ts, zone),
      fmt_time: formatTime(ts, zone),
    },
    written,
  );
}

/** Points at one spot, from a time on, every so many seconds, with a small wander. */
export function stay(
  from: number,
  spot: Spot,
  count: number,
  every: number,
  options?: PointOptions,
): Entry[] {
  return Array.from({ length: count }, (_, index) =>
    inventPoint(
      from + index * every,
      { east: spot.east + (index % 3) * 4, north: spot.north + (index % 2) * 5 },
      options,
    ),
  );
}

/** Points on a straight way, the first at `start`, the last at `end`. */
export function travel(
  from: number,
  start: Spot,
  end: Spot,
  count: number,
  every: number,
  options?: PointOptions,
): Entry[] {
  return Array.from({ length: count }, (_, index) => {
    const share = index / (count - 1);
    return inventPoint(
      from + index * every,
      {
        east: start.east + (end.east - start.east) * share,
        north: start.north + (end.north - start.north) * share,
      },
      options,
    );
  });
}

/** A transition of the phone's state machine. */
export function inventTransition(ts: number, transition: number, currentState = 2, written = ts): Entry {
  return inventEntry(
    'statemachine/transition',
    {
      curr_state: currentState,
      transition,
      ts,
      local_dt: localDate(ts, zone),
      fmt_time: formatTime(ts, zone),
    },
    written,
  );
}

/** A motion activity reading. */
export function inventActivity(ts: number, type = 2, confidence = 80, written = ts): Entry {
  return inventEntry(
    'background/motion_activity',
    { type, confidence, ts, local_dt: localDate(ts, zone), fmt_time: formatTime(ts, zone) },
    written,
  );
}
