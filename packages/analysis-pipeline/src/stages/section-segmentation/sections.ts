import type { Entry, EntryData } from '@sojourn/datamodel';
import { distanceGreatCircle } from '@sojourn/datamodel/geo';
import { localDate } from '@sojourn/datamodel/time';
import type { LocationPoints } from '../../points/index.js';
import type { Vehicle } from '../../settings/index.js';
import type { EntryMaker } from '../entry-maker.js';
import { type Moment, momentOf } from '../moment.js';
import { rawSectionKey, rawStopKey } from '../stream-keys.js';
import type { Stretch } from './method.js';

const source = 'SmoothedHighConfidenceMotion';

export interface SectionsInput {
  readonly trip: Entry;
  /** The trip's filtered points, at least one. */
  readonly points: LocationPoints;
  /** In order of time. */
  readonly stretches: readonly Stretch[];
  readonly vehicleDuring: (start: number, end: number) => Vehicle | null;
  readonly make: EntryMaker;
}

/** The raw sections of a trip, and then the stops between them. */
export function buildSections({ trip, points, stretches, vehicleDuring, make }: SectionsInput): Entry[] {
  const sections: Entry[] = [];
  const stops: Entry[] = [];
  let previous: { id: string; data: EntryData; end: Moment } | undefined;
  stretches.forEach(({ first, last, mode }, index) => {
    // What comes before the first and after the last sensed mode is part of the trip, too.
    const start = computedDate(momentOf(points.entries[index === 0 ? 0 : first]!));
    const end = computedDate(
      momentOf(points.entries[index === stretches.length - 1 ? points.count - 1 : last]!),
    );
    const id = make.createId();
    const data: EntryData = {
      trip_id: trip._id,
      start_ts: start.ts,
      start_local_dt: start.localDate,
      start_fmt_time: start.formatted,
      end_ts: end.ts,
      end_local_dt: end.localDate,
      end_fmt_time: end.formatted,
      start_loc: start.location,
      end_loc: end.location,
      duration: end.ts - start.ts,
      source,
      sensed_mode: mode,
      ble_sensed_mode: vehicleDuring(start.ts, end.ts),
    };
    if (previous !== undefined) {
      const stopId = make.createId();
      previous.data.end_stop = { $oid: stopId };
      data.start_stop = { $oid: stopId };
      const stop = stopBetween(trip, previous, { id, start });
      stops.push(make.create(rawStopKey, stop, start.zone, stopId));
    }
    sections.push(make.create(rawSectionKey, data, start.zone, id));
    previous = { id, data, end };
  });
  return [...sections, ...stops];
}

function stopBetween(
  trip: Entry,
  { id: ending, end: enter }: { id: string; end: Moment },
  { id: starting, start: exit }: { id: string; start: Moment },
): EntryData {
  return {
    trip_id: trip._id,
    enter_ts: enter.ts,
    enter_local_dt: enter.localDate,
    enter_fmt_time: enter.formatted,
    ending_section: { $oid: ending },
    enter_loc: enter.location,
    exit_loc: exit.location,
    duration: exit.ts - enter.ts,
    distance: distanceGreatCircle(exit.location.coordinates, enter.location.coordinates),
    source,
    exit_ts: exit.ts,
    exit_local_dt: exit.localDate,
    exit_fmt_time: exit.formatted,
    starting_section: { $oid: starting },
  };
}

/** Sections work their local date out where trips copy it; the formatted time is copied by both. */
function computedDate(moment: Moment): Moment {
  return { ...moment, localDate: localDate(moment.ts, moment.zone) };
}
