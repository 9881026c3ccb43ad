import { distanceGreatCircle } from '@sojourn/datamodel/geo';
import type { Mode } from '../modes/index.js';
import type { Position, Trip } from '../trips/index.js';

/** How fast and how high somebody was so far along a trip. */
export interface ProfilePoint {
  /** Metres from the start. */
  readonly distance: number;
  /** Metres a second. */
  readonly speed: number;
  /** Metres above the sea. */
  readonly altitude: number | undefined;
  readonly mode: Mode;
  readonly position: Position;
}

/** Speed and elevation along the points of a trip. */
export function profileOf(trip: Trip): ProfilePoint[] {
  const profile: ProfilePoint[] = [];
  let distance = 0;
  let before: Position | undefined;
  for (const { mode, points } of trip.sections) {
    for (const { position, speed, altitude } of points) {
      if (before) distance += distanceGreatCircle(before, position);
      before = position;
      profile.push({ distance, speed, altitude, mode, position });
    }
  }
  return profile;
}
