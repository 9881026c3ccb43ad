import { MotionType } from '@sojourn/datamodel/streams';
import { countOf } from '../../points/index.js';
import { type SectionMethod, type Stretch, type TripMotion, wholeTrip } from './method.js';

/** Metres beyond which a trip without any sensed mode is one section of unknown mode. */
const shortestUnknown = 100;

/** Sections of trips whose points come at fixed times (Android). */
export const timeMethod: SectionMethod = { confidence: 60, find };

function find({ points, changes, distanceFromPlace }: TripMotion): Stretch[] {
  const stretches: Stretch[] = [];
  for (const change of changes) {
    const rows = points.during(change);
    if (countOf(rows) > 0) {
      stretches.push({ first: rows.first, last: rows.stop - 1, mode: change.start.type });
    }
  }
  if (stretches.length > 0) return stretches;
  const [only, ...others] = changes;
  if (only !== undefined && others.length === 0 && only.start.type === only.end.type) {
    return wholeTrip(points, only.start.type);
  }
  if (only === undefined && distanceFromPlace > shortestUnknown) return wholeTrip(points, MotionType.UNKNOWN);
  return [];
}
