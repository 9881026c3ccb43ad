import { metresBetween } from '../../points/index.js';
import type { MovingTrack, SectionTrack } from './section-track.js';

/** Metres a second that nothing in a diary exceeds: the speed of sound. */
export const soundSpeed = 340.29;

/**
 * Drops rows that could only have been reached faster than sound: the track is cut where it is that fast, and of two
 * neighbouring stretches the longer lasting one is believed.
 * @returns for each row whether to keep it
 */
export function belowSpeedLimit({ track, movement }: MovingTrack): boolean[] {
  const keep = new Array<boolean>(track.ts.length).fill(true);
  const [first = [], ...others] = stretchesBelow(movement.speed);
  let believed = first;
  for (const stretch of others) {
    if (believed.length === 0) {
      believed = stretch;
      continue;
    }
    if (stretch.length === 0) continue;
    if (durationOf(track, stretch) <= durationOf(track, believed)) {
      dropFarFrom(track, believed.at(-1)!, stretch, keep);
    } else {
      dropFarFrom(track, stretch.at(-1)!, believed, keep);
    }
    believed = stretch;
  }
  return keep;
}

/** Rows between one impossible step and the next. Nothing leads to the first row, which belongs to no stretch. */
function stretchesBelow(speed: Float64Array): number[][] {
  const stretches: number[][] = [[]];
  for (let row = 1; row < speed.length; row++) {
    if (speed[row]! > soundSpeed) stretches.push([]);
    stretches.at(-1)!.push(row);
  }
  return stretches;
}

function durationOf({ ts }: SectionTrack, stretch: readonly number[]): number {
  return ts[stretch.at(-1)!]! - ts[stretch[0]!]!;
}

function dropFarFrom(track: SectionTrack, reference: number, rows: readonly number[], keep: boolean[]): void {
  for (const row of rows) {
    // The limit is taken in kilometres a second here, as the reference does.
    const reach = (soundSpeed / 1000) * Math.abs(track.ts[row]! - track.ts[reference]!);
    if (metresBetween(track, reference, row) > reach) keep[row] = false;
  }
}
