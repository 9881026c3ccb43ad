import { geoArea, geoBounds, geoContains } from 'd3-geo';
import { filterError } from './column-filter.js';

/** Longitude and latitude in degrees. */
export type Position = readonly [longitude: number, latitude: number];

/** An area on the globe. */
export interface Region {
  contains(position: Position): boolean;
}

/** Corners that one region may have. */
const mostCorners = 10_000;

/**
 * The area of a GeoJSON Polygon or MultiPolygon. Edges are parts of great circles, and an outline means the smaller
 * part of the globe, whichever way round it is drawn. On an edge, either answer may be given.
 * @throws SojournError `filter-invalid`
 */
export function regionOf(geometry: unknown, at: string): Region {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  const polygons = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : undefined;
  if (!Array.isArray(polygons) || polygons.length === 0) {
    throw filterError(at, 'invalid', 'a region is a GeoJSON Polygon or MultiPolygon');
  }
  let corners = 0;
  const areas = polygons.map((rings: unknown) => {
    if (!Array.isArray(rings) || rings.length === 0) throw ringError(at);
    const [outline, ...holes] = rings.map((ring: unknown) => {
      const positions = ringOf(ring, at);
      corners += positions.length;
      if (corners > mostCorners)
        throw filterError(at, 'invalid', `a region has at most ${mostCorners} corners`);
      return insideOf(positions);
    });
    return (position: Position) => outline!(position) && !holes.some((hole) => hole(position));
  });
  return { contains: (position) => areas.some((area) => area(position)) };
}

/** The area between two corners on a map on which degrees are a plane. @throws SojournError `filter-invalid` */
export function boxOf(corners: unknown, at: string): Region {
  if (!Array.isArray(corners) || corners.length !== 2 || !corners.every(isPosition)) {
    throw filterError(at, 'invalid', 'a box is two positions: [[west, south], [east, north]]');
  }
  const [[x1, y1], [x2, y2]] = corners as [Position, Position];
  const [west, east] = [Math.min(x1, x2), Math.max(x1, x2)];
  const [south, north] = [Math.min(y1, y2), Math.max(y1, y2)];
  return { contains: ([x, y]) => x >= west && x <= east && y >= south && y <= north };
}

/** The position of a GeoJSON point or of a bare pair of numbers, undefined for anything else. */
export function positionOf(value: unknown): Position | undefined {
  if (isPosition(value)) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  return type === 'Point' && isPosition(coordinates) ? coordinates : undefined;
}

function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1]);
}

function ringOf(ring: unknown, at: string): Position[] {
  if (!Array.isArray(ring) || ring.length < 3 || !ring.every(isPosition)) throw ringError(at);
  const positions = ring.map(([x, y]): Position => [x, y]);
  if (positions.some(([x, y]) => Math.abs(x) > 360 || Math.abs(y) > 90)) throw ringError(at);
  const [[x1, y1], [x2, y2]] = [positions[0]!, positions.at(-1)!];
  return x1 === x2 && y1 === y2 ? positions : [...positions, positions[0]!];
}

function insideOf(ring: readonly Position[]): (position: Position) => boolean {
  const polygon = (positions: readonly Position[]) => ({
    type: 'Polygon' as const,
    coordinates: [positions.map(([x, y]): [number, number] => [x, y])],
  });
  const drawn = polygon(ring);
  const area = geoArea(drawn) > 2 * Math.PI ? polygon([...ring].reverse()) : drawn;
  const [[west, south], [east, north]] = geoBounds(area);
  const spans = (x: number) => (west <= east ? x >= west && x <= east : x >= west || x <= east);
  return ([x, y]) => y >= south && y <= north && spans(x) && geoContains(area, [x, y]);
}

function ringError(at: string) {
  return filterError(
    at,
    'invalid',
    'a ring is a list of at least three [longitude, latitude] positions in degrees',
  );
}
