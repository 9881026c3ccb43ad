import { distanceGreatCircle } from '@sojourn/datamodel/geo';

/** Positions in order of time, as columns. */
export interface Track {
  /** Unix seconds. */
  readonly ts: ArrayLike<number>;
  /** Degrees. */
  readonly latitude: ArrayLike<number>;
  /** Degrees. */
  readonly longitude: ArrayLike<number>;
}

/** How the rows of a track follow each other; the first row has nothing before it and counts as standing still. */
export interface Movement {
  /** Metres from the row before. */
  readonly distance: Float64Array;
  /** Metres a second since the row before; 0 where no time has passed. */
  readonly speed: Float64Array;
}

/** Distance and speed of every row of a track since the row before it. */
export function movementAlong(track: Track): Movement {
  const count = track.ts.length;
  const distance = new Float64Array(count);
  const speed = new Float64Array(count);
  for (let row = 1; row < count; row++) {
    distance[row] = metresBetween(track, row - 1, row);
    const seconds = track.ts[row]! - track.ts[row - 1]!;
    speed[row] = seconds === 0 ? 0 : distance[row]! / seconds;
  }
  return { distance, speed };
}

/** Metres between two rows of a track. */
export function metresBetween(track: Track, from: number, to: number): number {
  return distanceGreatCircle(
    [track.longitude[from]!, track.latitude[from]!],
    [track.longitude[to]!, track.latitude[to]!],
  );
}
