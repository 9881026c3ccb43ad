import { type LocationPoints, upperFence } from '../../points/index.js';
import { fillGaps } from './gap-filling.js';
import { keepRows, type MovingTrack, moving, trackOf } from './section-track.js';
import { belowSpeedLimit, soundSpeed } from './speed-limit.js';
import { zigzag } from './zigzag.js';

/** How a section was smoothed. */
export interface Smoothing {
  readonly algorithm: 'SmoothZigzag' | 'SmoothPosdap';
  /** Ids of the points that jump. */
  readonly deleted: readonly string[];
}

/** Distances between quartiles above the upper one from where a speed is an outlier. */
const fenceFactor = 3;

/** Finds the points of a section that jump; undefined when the section does not fit any picture of jumping. */
export function smoothSection(points: LocationPoints): Smoothing | undefined {
  const byDistance = isByDistance(points);
  const section = moving(byDistance ? fillGaps(trackOf(points)) : trackOf(points));
  if (section.track.ts.length === 0) return undefined;
  const keep = zigzag(section, upperFence(section.movement.speed, fenceFactor), byDistance);
  if (keep === undefined) return undefined;
  if (!keep.includes(false) || !hasImpossibleSpeed(keepRows(section, keep))) {
    return smoothing('SmoothZigzag', section, keep);
  }
  const backup = belowSpeedLimit(section);
  return hasImpossibleSpeed(keepRows(section, backup))
    ? smoothing('SmoothZigzag', section, keep)
    : smoothing('SmoothPosdap', section, backup);
}

function isByDistance({ filter }: LocationPoints): boolean {
  const modes = new Set(filter.filter((mode) => mode !== undefined));
  return modes.size === 1 && modes.has('distance');
}

/** Whether an outlier is left, measured anew, that is faster than sound. */
function hasImpossibleSpeed({ movement: { speed } }: MovingTrack): boolean {
  if (speed.length === 0) return false;
  const fastest = speed.reduce((most, value) => Math.max(most, value));
  return fastest > upperFence(speed, fenceFactor) && fastest >= soundSpeed;
}

function smoothing(
  algorithm: Smoothing['algorithm'],
  { track }: MovingTrack,
  keep: readonly boolean[],
): Smoothing {
  const deleted = track.entries.flatMap((entry, row) => (keep[row] || !entry ? [] : [entry._id.$oid]));
  return { algorithm, deleted };
}
