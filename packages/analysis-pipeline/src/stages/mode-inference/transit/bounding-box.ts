import type { Point } from '@sojourn/datamodel/geo';
import type { BoundingBox } from '../../transit-stops.js';

const metresFromEquatorToPole = 10_001_965.729;

/**
 * The box of a radius around a point. Degrees of longitude count as long as those of latitude, as in the reference:
 * away from the equator the box is too narrow.
 * @param radius metres
 */
export function boxAround({ coordinates: [longitude, latitude] }: Point, radius: number): BoundingBox {
  const degrees = (radius * 90) / metresFromEquatorToPole;
  return {
    minimumLatitude: latitude - degrees,
    minimumLongitude: longitude - degrees,
    maximumLatitude: latitude + degrees,
    maximumLongitude: longitude + degrees,
  };
}
