import type { Position } from '@sojourn/datamodel/geo';

/** Rings of positions in degrees: the outline first, then the holes. */
type Rings = readonly (readonly Position[])[];

/** GeoJSON area: one outline with holes, or several of them. */
export type Region =
  | { readonly type: 'Polygon'; readonly coordinates: Rings }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly Rings[] };

/**
 * Whether a position lies in a region, on a map on which degrees are a plane: edges are straight there, and a region
 * does not reach over the date line. On an edge, either answer may be given.
 */
export function isInRegion(position: Position, region: Region): boolean {
  const areas = region.type === 'Polygon' ? [region.coordinates] : region.coordinates;
  return areas.some(
    ([outline, ...holes]) =>
      outline !== undefined && isInRing(position, outline) && !holes.some((hole) => isInRing(position, hole)),
  );
}

// Casts a ray to the east and counts the edges that it crosses (even-odd rule).
function isInRing([x, y]: Position, ring: readonly Position[]): boolean {
  let inside = false;
  ring.forEach(([x1, y1], index) => {
    const [x2, y2] = ring[(index + 1) % ring.length]!;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}
