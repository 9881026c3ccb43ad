import type { DayRange, Moment } from '../format/index.js';
import type { Place, Trip } from './trip.js';

/** A line of the timeline. */
export type TimelineRow =
  | { readonly type: 'day'; readonly key: string; readonly day: string; readonly trips: readonly Trip[] }
  | {
      readonly type: 'place';
      readonly key: string;
      readonly place: Place;
      readonly arrival: Moment | undefined;
      readonly departure: Moment | undefined;
    }
  | { readonly type: 'trip'; readonly key: string; readonly trip: Trip }
  | { readonly type: 'untracked'; readonly key: string; readonly trip: Trip }
  | { readonly type: 'gap'; readonly key: string; readonly from: Moment; readonly to: Moment };

/** Seconds that one trip may end after the next began, or before, without anything missing. */
const TOLERANCE = 1;

/** Trips that start on a day of a range, in order of time, each once. */
export function tripsWithin(trips: readonly Trip[], { first, last }: DayRange): Trip[] {
  const byId = new Map<string, Trip>();
  for (const trip of trips) {
    if (trip.start.day >= first && trip.start.day <= last) byId.set(trip.id, trip);
  }
  return [...byId.values()].sort((a, b) => a.start.ts - b.start.ts);
}

/**
 * The lines of a timeline: a heading for each day that something starts on, and between trips the places where they
 * ended, or a gap where the trip that follows left from elsewhere.
 * @param trips in order of time
 * @param headings whether days have headings
 */
export function timelineOf(trips: readonly Trip[], { headings }: { headings: boolean }): TimelineRow[] {
  const rows: TimelineRow[] = [];
  const byDay = groupByDay(trips);
  let before: Trip | undefined;
  for (const trip of trips) {
    const newDay = trip.start.day !== before?.start.day;
    if (before) rows.push(...between(before, trip));
    if (newDay && headings) {
      const { day } = trip.start;
      rows.push({ type: 'day', key: `day-${day}`, day, trips: byDay.get(day) ?? [] });
    }
    if (!before && trip.startPlace) rows.push(placeRow(trip.startPlace, 'start'));
    rows.push({ type: trip.kind, key: trip.id, trip });
    before = trip;
  }
  if (before?.endPlace) rows.push(placeRow(before.endPlace, 'end'));
  return rows;
}

/** Trips by the local date of their start. */
export function groupByDay(trips: readonly Trip[]): Map<string, Trip[]> {
  const days = new Map<string, Trip[]>();
  for (const trip of trips) {
    const sameDay = days.get(trip.start.day);
    if (sameDay) sameDay.push(trip);
    else days.set(trip.start.day, [trip]);
  }
  return days;
}

function between(before: Trip, after: Trip): TimelineRow[] {
  const left = before.endPlace;
  const reached = after.startPlace;
  if (isContinued(before, after)) return [placeRow(left ?? reached ?? stayBetween(before, after), 'stay')];
  const gap: TimelineRow = { type: 'gap', key: `gap-${after.id}`, from: before.end, to: after.start };
  const isGap = (left && reached) || after.start.ts - before.end.ts > TOLERANCE;
  return [
    ...(left ? [placeRow(left, 'left')] : []),
    ...(isGap ? [gap] : []),
    ...(reached ? [placeRow(reached, 'reached')] : []),
  ];
}

/** Whether a trip left from where the one before led to. */
function isContinued(before: Trip, after: Trip): boolean {
  const left = before.endPlace?.id ?? before.endPlaceId;
  return left !== undefined && left === (after.startPlace?.id ?? after.startPlaceId);
}

/** A stay of which only the trips around it are known. */
function stayBetween(before: Trip, after: Trip): Place {
  return {
    id: after.startPlaceId ?? after.id,
    position: after.from,
    enter: before.end,
    exit: after.start,
    answers: [],
  };
}

function placeRow(place: Place, role: string): TimelineRow {
  return {
    type: 'place',
    key: `place-${place.id}-${role}`,
    place,
    arrival: place.enter,
    departure: place.exit,
  };
}
