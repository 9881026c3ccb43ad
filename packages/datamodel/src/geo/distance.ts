/** Mean radius of the earth that every distance of the platform is computed with, in metres. */
export const earthRadius = 6_371_000;

const degree = Math.PI / 180;
const radians = (degrees: number): number => degrees * degree;

/** A position in degrees, longitude first as in GeoJSON. */
export type Position = readonly [longitude: number, latitude: number, ...rest: number[]];

/**
 * Great-circle distance as trip segmentation computes it (haversine, angles subtracted in radians), in metres from
 * degrees. Differs from `distanceGreatCircle` in the last digits, which segmentation thresholds can see.
 */
export function distanceSegmentation(
  latitude1: number,
  longitude1: number,
  latitude2: number,
  longitude2: number,
): number {
  const phi1 = radians(latitude1);
  const phi2 = radians(latitude2);
  const sinLatitude = Math.sin((phi2 - phi1) / 2);
  const sinLongitude = Math.sin((radians(longitude2) - radians(longitude1)) / 2);
  const a = sinLatitude * sinLatitude + Math.cos(phi1) * Math.cos(phi2) * (sinLongitude * sinLongitude);
  return 2 * earthRadius * Math.asin(Math.sqrt(a));
}

/**
 * Great-circle distance as stored trip and section distances are computed (haversine, degrees subtracted first),
 * in metres.
 */
export function distanceGreatCircle(from: Position, to: Position): number {
  const deltaLatitude = radians(from[1] - to[1]);
  const deltaLongitude = radians(from[0] - to[0]);
  const sinLatitude = Math.sin(deltaLatitude / 2);
  const sinLongitude = Math.sin(deltaLongitude / 2);
  const a =
    sinLatitude * sinLatitude +
    sinLongitude * sinLongitude * Math.cos(radians(from[1])) * Math.cos(radians(to[1]));
  return earthRadius * (2 * Math.atan2(Math.sqrt(a), Math.sqrt(1 - a)));
}
