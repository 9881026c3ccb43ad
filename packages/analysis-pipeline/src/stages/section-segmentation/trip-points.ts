import {
  countOf,
  type LocationPoints,
  median,
  movementAlong,
  type Rows,
  rowsBetween,
} from '../../points/index.js';
import type { MotionChange } from './motion-changes.js';

/** The filtered points of one trip, asked by time. Both ends of a stretch belong to it. */
export class TripPoints {
  readonly points: LocationPoints;
  #speed: Float64Array | undefined;

  constructor(points: LocationPoints) {
    this.points = points;
  }

  get count(): number {
    return this.points.count;
  }

  between(start: number, end: number): Rows {
    return rowsBetween(this.points.ts, start, end);
  }

  during({ start, end }: MotionChange): Rows {
    return this.between(start.ts, end.ts);
  }

  /** Median speed of some rows, in m/s. The first row counts as standing still, and so do no rows at all. */
  medianSpeed(rows: Rows): number {
    if (countOf(rows) === 0) return 0;
    this.#speed ??= movementAlong(this.points).speed;
    const speed = this.#speed.slice(rows.first, rows.stop);
    speed[0] = 0;
    return median(speed);
  }
}
