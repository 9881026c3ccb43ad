import { metresBetween, type Track } from '../../points/index.js';
import type { MovingTrack } from './section-track.js';

/** Metres: a segment whose ends are nearer than this stays where it is; a step beyond it is a jump. */
const clusterSize = 100;

/** Rows from `start` to before `stop` between two jumps. */
interface Segment {
  readonly start: number;
  readonly stop: number;
  /** Metres from the first to the last row. */
  readonly distance: number;
  isBad: boolean;
}

/**
 * Finds the rows of a position that jumps to and fro: the track is cut at every jump, and from one good segment on,
 * bad and good ones alternate; bad ones stay in one spot.
 * @param fastest m/s above which a step is a jump
 * @param byDistance whether the points come at fixed distances
 * @returns for each row whether to keep it; undefined when the track does not fit the picture
 */
export function zigzag(
  { track, movement }: MovingTrack,
  fastest: number,
  byDistance: boolean,
): boolean[] | undefined {
  const count = track.ts.length;
  const jumps = byDistance ? distanceJumps(movement, fastest) : timeJumps(movement, fastest);
  if (jumps === undefined) return undefined;
  const cuts = [0, ...jumps, count];
  const segments: Segment[] = [];
  for (let index = 0; index + 1 < cuts.length; index++) {
    const start = cuts[index]!;
    const stop = cuts[index + 1]!;
    if (stop <= start) return undefined;
    segments.push(segmentOf(track, start, stop));
  }
  const keep = new Array<boolean>(count).fill(true);
  if (segments.length === 1) return keep;
  if (!alternate(track, movement.distance, segments)) return undefined;
  for (const { start, stop, isBad } of segments) if (isBad) keep.fill(false, start, stop);
  return keep;
}

function timeJumps({ speed }: MovingTrack['movement'], fastest: number): number[] {
  return Array.from(speed.keys()).filter((row) => speed[row]! > fastest);
}

/** Jumps that are far enough, each with the last far step before it; undefined when there is none before. */
function distanceJumps({ speed, distance }: MovingTrack['movement'], fastest: number): number[] | undefined {
  const jumps: number[] = [];
  let farStep: number | undefined;
  for (let row = 0; row < speed.length; row++) {
    if (!(distance[row]! > clusterSize)) continue;
    if (speed[row]! > fastest) {
      if (farStep === undefined) return undefined;
      jumps.push(farStep, row);
    }
    farStep = row;
  }
  return jumps;
}

function segmentOf(track: Track, start: number, stop: number): Segment {
  return { start, stop, distance: metresBetween(track, start, stop - 1), isBad: false };
}

const isCluster = ({ distance }: Segment): boolean => distance < clusterSize;

/** The segment that is good for certain: the shortest that moves, else the one before the shortest. */
function goodSegment(segments: readonly Segment[]): number {
  const shortest = (candidates: readonly number[]): number =>
    candidates.reduce((best, index) => (segments[index]!.distance < segments[best]!.distance ? index : best));
  const all = [...segments.keys()];
  const travelling = all.filter((index) => !isCluster(segments[index]!));
  if (travelling.length > 0) return shortest(travelling);
  const smallest = shortest(all);
  return smallest === 0 ? 1 : smallest - 1;
}

/** Marks every other segment bad, in both directions. @returns whether it worked out */
function alternate(track: Track, steps: Float64Array, segments: Segment[]): boolean {
  const start = goodSegment(segments);
  let expectBad = true;
  for (let index = start + 1; index < segments.length; index++, expectBad = !expectBad) {
    if (expectBad && !isCluster(segments[index]!)) {
      const { start: first, stop } = segments[index]!;
      const cut = firstJump(steps, first + 1, stop);
      if (cut === undefined) return false;
      segments.splice(index, 1, segmentOf(track, first, cut), segmentOf(track, cut, stop));
      if (!isCluster(segments[index]!)) return false;
    }
    segments[index]!.isBad = expectBad;
  }
  expectBad = true;
  for (let index = start - 1; index >= 0; index--, expectBad = !expectBad) {
    if (expectBad && !isCluster(segments[index]!)) {
      const { start: first, stop } = segments[index]!;
      const cut = lastJump(steps, first + 1, stop);
      if (cut === undefined) return false;
      segments.splice(index, 1, segmentOf(track, first, cut), segmentOf(track, cut, stop));
      index++;
      if (!isCluster(segments[index]!)) return false;
    }
    segments[index]!.isBad = expectBad;
  }
  return true;
}

function firstJump(steps: Float64Array, from: number, stop: number): number | undefined {
  for (let row = from; row < stop; row++) if (steps[row]! > clusterSize) return row;
  return undefined;
}

function lastJump(steps: Float64Array, from: number, stop: number): number | undefined {
  for (let row = stop - 1; row >= from; row--) if (steps[row]! > clusterSize) return row;
  return undefined;
}
