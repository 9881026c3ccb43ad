import type { Entry, EntryData } from '@sojourn/datamodel';
import type { Point } from '@sojourn/datamodel/geo';
import { isMotorized } from '../motion-types.js';
import { type Draft, idIn, refersTo } from './draft.js';
import { metresBetweenPoints } from './fix.js';
import type { Sources } from './sources.js';

/** Metres that nobody stops for. */
const longestStop = 150;

const parts = ['ts', 'local_dt', 'fmt_time', 'loc'];

/** The sections and stops of a trip, raw and cleaned, in the same order. */
export interface TripParts {
  readonly rawSections: readonly Entry[];
  readonly rawStops: readonly Entry[];
  readonly sections: readonly Draft[];
  readonly stops: readonly Draft[];
}

/** Joins cleaned sections and stops like the raw ones; a stop with a long way in it becomes part of a section. */
export function linkStops({ rawSections, rawStops, sections, stops }: TripParts, sources: Sources): void {
  const sectionOf = new Map(rawSections.map((raw, index) => [raw._id.$oid, sections[index]!]));
  const stopOf = new Map(rawStops.map((raw, index) => [raw._id.$oid, stops[index]!]));
  rawSections.forEach(({ data }, index) => {
    for (const link of ['start_stop', 'end_stop']) {
      const stop = stopOf.get(idIn(data, link) ?? '');
      if (stop !== undefined) sections[index]!.data[link] = refersTo(stop.id);
    }
  });
  rawStops.forEach((raw, index) => {
    const ending = sectionOf.get(idIn(raw.data, 'ending_section') ?? '');
    const starting = sectionOf.get(idIn(raw.data, 'starting_section') ?? '');
    if (ending === undefined || starting === undefined) return;
    linkStop(stops[index]!.data, ending, starting, sources);
  });
}

function linkStop(stop: EntryData, ending: Draft, starting: Draft, sources: Sources): void {
  stop.ending_section = refersTo(ending.id);
  stop.starting_section = refersTo(starting.id);
  copy(stop, 'enter', ending.data, 'end');
  copy(stop, 'exit', starting.data, 'start');
  stop.duration = (stop.exit_ts as number) - (stop.enter_ts as number);
  const metres = metresBetweenPoints(stop.exit_loc as Point, stop.enter_loc as Point);
  stop.distance = metres;
  if (!(metres > longestStop)) return;
  // Entry minus exit: recorded durations have got shorter, not longer, by the time of the stop.
  const seconds = (stop.enter_ts as number) - (stop.exit_ts as number);
  if (belongsToNext(ending.data, starting.data, sources)) {
    copy(stop, 'exit', stop, 'enter');
    copy(starting.data, 'start', stop, 'exit');
    extend(starting.data, metres, seconds);
  } else {
    copy(stop, 'enter', stop, 'exit');
    copy(ending.data, 'end', stop, 'enter');
    extend(ending.data, metres, seconds);
  }
  stop.distance = 0;
  stop.duration = 0;
}

/** Whether the way in a stop was travelled with the section after it: in its vehicle, or with its sparser points. */
function belongsToNext(ending: EntryData, starting: EntryData, sources: Sources): boolean {
  const before = isMotorized(ending.sensed_mode as number);
  const after = isMotorized(starting.sensed_mode as number);
  if (before !== after) return after;
  return density(ending, sources) > density(starting, sources);
}

function density({ start_ts, end_ts, distance }: EntryData, { countPoints }: Sources): number {
  return countPoints(start_ts as number, end_ts as number) / ((distance as number) + 1);
}

function extend(section: EntryData, metres: number, seconds: number): void {
  section.distance = (section.distance as number) + metres;
  section.duration = (section.duration as number) + seconds;
  (section.distances as number[]).push(metres);
  (section.speeds as number[]).push(seconds === 0 ? 0 : metres / seconds);
}

type Side = 'start' | 'end' | 'enter' | 'exit';

function copy(to: EntryData, toSide: Side, from: EntryData, fromSide: Side): void {
  for (const part of parts) to[`${toSide}_${part}`] = from[`${fromSide}_${part}`];
}
