import { distanceGreatCircle } from '@sojourn/datamodel/geo';
import type { Position } from '../trips/index.js';

const radians = Math.PI / 180;

/**
 * Positions along the shortest way between two, both ends included, at most `step` metres apart (spherical linear
 * interpolation). Longitudes go on past 180° rather than jump.
 */
export function greatCircle(from: Position, to: Position, step: number): Position[] {
  const distance = distanceGreatCircle([...from], [...to]);
  const parts = Math.ceil(distance / step);
  if (parts <= 1) return [from, near(to, from[0])];
  const a = vector(from);
  const b = vector(to);
  const angle = Math.acos(Math.min(1, Math.max(-1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
  const positions: Position[] = [from];
  for (let part = 1; part < parts; part++) {
    const share = part / parts;
    const one = Math.sin((1 - share) * angle) / Math.sin(angle);
    const other = Math.sin(share * angle) / Math.sin(angle);
    const [x, y, z] = [0, 1, 2].map((axis) => one * a[axis]! + other * b[axis]!) as [number, number, number];
    const position: Position = [Math.atan2(y, x) / radians, Math.atan2(z, Math.hypot(x, y)) / radians];
    positions.push(near(position, positions.at(-1)![0]));
  }
  return [...positions, near(to, positions.at(-1)![0])];
}

function vector([longitude, latitude]: Position): [number, number, number] {
  const flat = Math.cos(latitude * radians);
  return [
    flat * Math.cos(longitude * radians),
    flat * Math.sin(longitude * radians),
    Math.sin(latitude * radians),
  ];
}

/** The same position with the longitude that is nearest to another one. */
function near([longitude, latitude]: Position, reference: number): Position {
  return [longitude + Math.round((reference - longitude) / 360) * 360, latitude];
}
