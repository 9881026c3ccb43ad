import { earthRadius } from '@sojourn/datamodel/geo';
import type { LocationPoints } from './locations.js';

const degree = Math.PI / 180;

/**
 * Distances between rows of a table with the angles converted once a row. Equal, bit for bit, to
 * `distanceSegmentation` of the data model, at a fraction of the trigonometry.
 */
export class RowDistances {
  readonly #phi: Float64Array;
  readonly #lambda: Float64Array;
  readonly #cosPhi: Float64Array;

  constructor(points: Pick<LocationPoints, 'latitude' | 'longitude'>) {
    this.#phi = points.latitude.map((latitude) => latitude * degree);
    this.#lambda = points.longitude.map((longitude) => longitude * degree);
    this.#cosPhi = this.#phi.map(Math.cos);
  }

  /** Metres from row `from` to row `to`. */
  between(from: number, to: number): number {
    const sinPhi = Math.sin((this.#phi[to]! - this.#phi[from]!) / 2);
    const sinLambda = Math.sin((this.#lambda[to]! - this.#lambda[from]!) / 2);
    const a = sinPhi * sinPhi + this.#cosPhi[from]! * this.#cosPhi[to]! * (sinLambda * sinLambda);
    return 2 * earthRadius * Math.asin(Math.sqrt(a));
  }
}
