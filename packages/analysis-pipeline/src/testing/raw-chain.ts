import type { Entry, EntryData } from '@sojourn/datamodel';
import { momentOf } from '../stages/moment.js';
import { inventEntry, inventPoint, type Spot } from './invent.js';

/** A section by its mode and points, each a time and metres east, or a spot. */
export interface InventedSection {
  readonly mode: number;
  readonly points: readonly (readonly [ts: number, at: number | Spot])[];
}

/** Travel between two places: sections, none at all, or untracked time from one time and spot to another. */
export type InventedTravel =
  | { readonly sections: readonly InventedSection[] }
  | { readonly from: readonly [number, number | Spot]; readonly to: readonly [number, number | Spot] }
  | { readonly untracked: readonly [start: number, end: number] };

const pointAt = ([ts, at]: readonly [number, number | Spot]): Entry =>
  inventPoint(ts, typeof at === 'number' ? { east: at, north: 0 } : at);

/** Raw places, trips, sections and stops, with their points, as the stages before cleaning would leave them. */
export function inventRawChain(travels: readonly InventedTravel[]): Entry[] {
  const entries: Entry[] = [];
  const source = 'DwellSegmentationTimeFilter';
  const newPlace = () => inventEntry('segmentation/raw_place', { source }, 0);
  let place = newPlace();
  entries.push(place);
  let arrival: Entry | undefined;
  for (const travel of travels) {
    const next = newPlace();
    if ('untracked' in travel) {
      const [start_ts, end_ts] = travel.untracked;
      const { location } = momentOf(arrival!);
      const data = { source, start_ts, end_ts, start_loc: location, end_loc: location, distance: 0 };
      const untracked = inventEntry(
        'segmentation/raw_untracked',
        { ...data, duration: end_ts - start_ts },
        0,
      );
      connect(
        untracked,
        place,
        next,
        { ...sides('start', arrival!), start_ts },
        { ...sides('end', arrival!), end_ts },
      );
      entries.push(untracked, next);
    } else {
      const sections = 'sections' in travel ? travel.sections : [];
      const points = 'sections' in travel ? sections.map(({ points }) => points.map(pointAt)) : [];
      const ends = 'sections' in travel ? [] : [pointAt(travel.from), pointAt(travel.to)];
      const all = [...points.flat(), ...ends];
      const trip = inventEntry('segmentation/raw_trip', { source }, 0);
      connect(trip, place, next, sides('start', all[0]!), sides('end', all.at(-1)!));
      entries.push(trip, ...all, ...sectionsOf(trip, sections, points), next);
      arrival = all.at(-1)!;
    }
    place = next;
  }
  return entries;
}

function sides(side: 'start' | 'end' | 'enter' | 'exit', point: Entry): EntryData {
  const { ts, localDate, formatted, location } = momentOf(point);
  return {
    [`${side}_ts`]: ts,
    [`${side}_local_dt`]: localDate,
    [`${side}_fmt_time`]: formatted,
    [`${side}_loc`]: location,
  };
}

function connect(trip: Entry, from: Entry, to: Entry, start: EntryData, end: EntryData): void {
  Object.assign(trip.data, start, end, { start_place: from._id, end_place: to._id });
  Object.assign(from.data, {
    exit_ts: start.start_ts,
    exit_local_dt: start.start_local_dt,
    exit_fmt_time: start.start_fmt_time,
    starting_trip: trip._id,
  });
  from.data.location ??= start.start_loc;
  if (typeof from.data.enter_ts === 'number')
    from.data.duration = (start.start_ts as number) - from.data.enter_ts;
  Object.assign(to.data, {
    enter_ts: end.end_ts,
    enter_local_dt: end.end_local_dt,
    enter_fmt_time: end.end_fmt_time,
    ending_trip: trip._id,
    location: end.end_loc,
  });
}

function sectionsOf(trip: Entry, list: readonly InventedSection[], points: readonly Entry[][]): Entry[] {
  const entries: Entry[] = [];
  let before: Entry | undefined;
  list.forEach(({ mode }, index) => {
    const [first, last] = [points[index]![0]!, points[index]!.at(-1)!];
    const section = inventEntry(
      'segmentation/raw_section',
      {
        trip_id: trip._id,
        ...sides('start', first),
        ...sides('end', last),
        duration: (last.data.ts as number) - (first.data.ts as number),
        source: 'SmoothedHighConfidenceMotion',
        sensed_mode: mode,
        ble_sensed_mode: null,
      },
      0,
    );
    if (before !== undefined) {
      const stop = inventEntry(
        'segmentation/raw_stop',
        {
          trip_id: trip._id,
          ...sides('enter', points[index - 1]!.at(-1)!),
          ...sides('exit', first),
          ending_section: before._id,
          starting_section: section._id,
          source: 'SmoothedHighConfidenceMotion',
        },
        0,
      );
      before.data.end_stop = stop._id;
      section.data.start_stop = stop._id;
      entries.push(stop);
    }
    entries.push(section);
    before = section;
  });
  return entries;
}
