import type { LocationPoints, RowDistances } from '../../points/index.js';

export interface DwellLimits {
  /** Seconds. */
  readonly timeThreshold: number;
  readonly pointThreshold: number;
  /** Metres. */
  readonly distanceThreshold: number;
}

/** How many seconds younger than the time threshold the oldest point of a dwell may be. */
const ageTolerance = 30;
/** How many points fewer than the point threshold are enough for a dwell. */
const pointTolerance = 2;

/**
 * The earlier points that decide whether a trip ends at a point: those among the last few or younger than the time
 * threshold, but not before the trip. Moves forward only.
 */
export class DwellWindow {
  readonly #ts: Float64Array;
  readonly #distances: RowDistances;
  readonly #limits: DwellLimits;
  #row = 0;
  #first = 0;
  /** First row younger than the time threshold, compared as a time: decides which rows belong to the window. */
  #young = 0;
  /** First row younger than the time threshold, compared as an age. */
  #recent = 0;
  /** A row that was too far away from an earlier point, which it mostly is from the next one too. */
  #farRow = -1;

  constructor(points: LocationPoints, distances: RowDistances, limits: DwellLimits) {
    this.#ts = points.ts;
    this.#distances = distances;
    this.#limits = limits;
  }

  /** Looks at the window of a row in a trip that begins at an earlier row. Neither may go back. */
  moveTo(row: number, tripStart: number): void {
    const { timeThreshold, pointThreshold } = this.#limits;
    const ts = this.#ts;
    const now = ts[row]!;
    while (!(ts[this.#young]! > now - timeThreshold)) this.#young++;
    while (!(now - ts[this.#recent]! < timeThreshold)) this.#recent++;
    this.#row = row;
    this.#first = Math.max(Math.min(Math.max(0, row - pointThreshold), this.#young), tripStart);
  }

  /** Whether the phone has stayed within the distance threshold of the row for about the time threshold. */
  isDwell(): boolean {
    const { timeThreshold, pointThreshold } = this.#limits;
    if (this.#row - this.#first < pointThreshold - pointTolerance) return false;
    const oldestRecent = Math.max(this.#recent, this.#first);
    if (oldestRecent >= this.#row) return false;
    if (!(this.#ts[this.#row]! - this.#ts[oldestRecent]! > timeThreshold - ageTolerance)) return false;
    if (this.#farRow >= this.#first && this.#isFar(this.#farRow)) return false;
    for (let row = this.#first; row < this.#row; row++) {
      if (this.#isFar(row)) {
        this.#farRow = row;
        return false;
      }
    }
    return true;
  }

  /**
   * Where the trip that ends at the row has its last point: the earlier of two medians, of the last rows and of those
   * younger than the time threshold. `early` says that no point is that young, so that the row itself lies beyond
   * the end.
   */
  lastIndex(): { early: boolean; index: number } {
    const points = Math.min(this.#row - this.#first, this.#limits.pointThreshold);
    const recent = this.#row - Math.max(this.#recent, this.#first);
    const medianOfPoints = this.#row - points / 2;
    if (recent <= 0) return { early: true, index: Math.trunc(medianOfPoints) };
    const medianOfRecent = this.#row - (recent + 1) / 2;
    return { early: false, index: Math.trunc(Math.min(medianOfPoints, medianOfRecent)) };
  }

  #isFar(row: number): boolean {
    return !(this.#distances.between(row, this.#row) < this.#limits.distanceThreshold);
  }
}
