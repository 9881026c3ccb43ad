import { distanceGreatCircle } from '@sojourn/datamodel/geo';
import type { Place, Position } from '../trips/index.js';

/** Metres within which stays are at the same place. */
const SAME_PLACE = 150;
/** Nights in one place before it is called home. */
const NIGHTS = 3;
/** Hour of the local day at which people are at home. */
const NIGHT_CLOCK = '03:00';

/** Whether two positions are the same place to somebody who goes there. */
export function isSamePlace(one: Position, other: Position): boolean {
  return distanceGreatCircle([...one], [...other]) <= SAME_PLACE;
}

/** Where somebody spent most of their nights; undefined while that cannot be told. */
export function homeOf(stays: readonly Place[]): Position | undefined {
  const nights: { position: Position; count: number }[] = [];
  for (const { position, enter, exit } of stays) {
    if (!enter || !exit) continue;
    const count = nightsBetween(enter.day, enter.clock, exit.day, exit.clock);
    if (count === 0) continue;
    const known = nights.find((place) => isSamePlace(place.position, position));
    if (known) known.count += count;
    else nights.push({ position, count });
  }
  const most = nights.sort((a, b) => b.count - a.count)[0];
  return most && most.count >= NIGHTS ? most.position : undefined;
}

function nightsBetween(firstDay: string, firstClock: string, lastDay: string, lastClock: string): number {
  const days = (Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000;
  return Math.max(0, days + (lastClock >= NIGHT_CLOCK ? 1 : 0) - (firstClock >= NIGHT_CLOCK ? 1 : 0));
}
