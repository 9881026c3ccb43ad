import type { Entry, EntryData } from '@sojourn/datamodel';
import { distanceGreatCircle, type Point } from '@sojourn/datamodel/geo';
import type { EntryMaker } from '../entry-maker.js';
import { type Moment, momentOf } from '../moment.js';
import { rawPlaceKey, rawTripKey, rawUntrackedKey } from '../stream-keys.js';
import type { Segment } from './method.js';

/** Seconds that pass at a place before untracked time begins. */
const untrackedDelay = 5;

/** A place that is being written: its entry exists, its data is still filled in. */
interface ChainPlace {
  readonly id: string;
  readonly data: EntryData;
  zone: string | undefined;
  /** The entry as it is stored already, for the open place of an earlier run. */
  readonly stored?: Entry;
}

export interface ChainInput {
  /** In order of time. */
  readonly segments: readonly Segment[];
  /** The place where the chain ended before; undefined for a new chain. */
  readonly openPlace: Entry | undefined;
  /** Name of the method, for new trips and places. */
  readonly source: string;
  /** Whether the time between arriving at a place and the start of the next trip went untracked. */
  readonly isUntracked: (arrival: Moment, start: Moment) => boolean;
  readonly make: EntryMaker;
}

/** The entries of a chain: trips, untracked periods and places, and the stored place it goes on from. */
export interface Chain {
  readonly created: readonly Entry[];
  /** The stored open place with its exit, if the chain goes on from one. */
  readonly continued: Entry | undefined;
}

/**
 * Strings trips together: place, trip, place, … The first place of a chain has no entry, the last no exit, and
 * untracked time stands where a trip would.
 */
export function buildChain({ segments, openPlace, source, isUntracked, make }: ChainInput): Chain {
  const created: Entry[] = [];
  let continued: Entry | undefined;
  const newPlace = (): ChainPlace => ({ id: make.createId(), data: { source }, zone: undefined });
  const storePlace = ({ id, data, zone, stored }: ChainPlace): void => {
    if (stored === undefined) created.push(make.create(rawPlaceKey, data, zone ?? 'UTC', id));
    else continued = { ...stored, data };
  };
  const link = (
    key: string,
    id: string,
    from: ChainPlace,
    to: ChainPlace,
    start: Moment,
    end: Moment,
  ): void => {
    leave(from, id, start);
    created.push(make.create(key, tripData(source, from.id, to.id, start, end), start.zone, id));
    storePlace(from);
    enter(to, id, end);
  };

  let place = openPlace === undefined ? newPlace() : placeOf(openPlace);
  let arrival = openPlace === undefined ? undefined : arrivalOf(openPlace);
  for (const { first, last } of segments) {
    const start = momentOf(first);
    const end = momentOf(last);
    const tripId = make.createId();
    const destination = newPlace();
    if (arrival !== undefined && isUntracked(arrival, start)) {
      const untrackedId = make.createId();
      const restarted = newPlace();
      // Only the number moves: the local date and the formatted time stay those of the arrival.
      link(
        rawUntrackedKey,
        untrackedId,
        place,
        restarted,
        { ...arrival, ts: arrival.ts + untrackedDelay },
        start,
      );
      place = restarted;
    }
    link(rawTripKey, tripId, place, destination, start, end);
    place = destination;
    arrival = end;
  }
  storePlace(place);
  return { created, continued };
}

function tripData(
  source: string,
  startPlace: string,
  endPlace: string,
  start: Moment,
  end: Moment,
): EntryData {
  return {
    source,
    start_ts: start.ts,
    start_local_dt: start.localDate,
    start_fmt_time: start.formatted,
    start_place: { $oid: startPlace },
    start_loc: start.location,
    end_ts: end.ts,
    end_local_dt: end.localDate,
    end_fmt_time: end.formatted,
    end_place: { $oid: endPlace },
    end_loc: end.location,
    duration: end.ts - start.ts,
    distance: distanceGreatCircle(end.location.coordinates, start.location.coordinates),
  };
}

function leave(place: ChainPlace, tripId: string, at: Moment): void {
  const { data } = place;
  data.exit_ts = at.ts;
  data.exit_local_dt = at.localDate;
  data.exit_fmt_time = at.formatted;
  data.starting_trip = { $oid: tripId };
  if (typeof data.enter_ts === 'number') data.duration = at.ts - data.enter_ts;
  else data.location = at.location;
  place.zone ??= at.zone;
}

function enter(place: ChainPlace, tripId: string, at: Moment): void {
  const { data } = place;
  data.enter_ts = at.ts;
  data.enter_local_dt = at.localDate;
  data.enter_fmt_time = at.formatted;
  data.ending_trip = { $oid: tripId };
  data.location = at.location;
  place.zone = at.zone;
}

function placeOf(stored: Entry): ChainPlace {
  return { id: stored._id.$oid, data: { ...stored.data }, zone: stored.metadata.time_zone, stored };
}

/** When and where a stored place was entered: the copy of the point at which the trip before it ended. */
function arrivalOf(place: Entry): Moment | undefined {
  const { enter_ts, enter_local_dt, enter_fmt_time, location } = place.data;
  if (typeof enter_ts !== 'number') return undefined;
  return {
    ts: enter_ts,
    localDate: enter_local_dt,
    formatted: enter_fmt_time,
    location: location as Point,
    zone: place.metadata.time_zone ?? 'UTC',
  };
}
