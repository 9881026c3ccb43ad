/** GeoJSON point: `[longitude, latitude]` in degrees WGS 84, longitude first. */
export interface Point {
  type: 'Point';
  coordinates: [longitude: number, latitude: number];
}

/** GeoJSON line through `[longitude, latitude]` positions. */
export interface LineString {
  type: 'LineString';
  coordinates: [longitude: number, latitude: number][];
}

export type Geometry = Point | LineString;

/** GeoJSON feature: a geometry with properties. */
export interface Feature<G extends Geometry | null = Geometry, P = Record<string, unknown>> {
  type: 'Feature';
  id?: string | number;
  geometry: G;
  properties: P;
}

export interface FeatureCollection<F = Feature> {
  type: 'FeatureCollection';
  features: F[];
}

/** A point from degrees. */
export function point(longitude: number, latitude: number): Point {
  return { type: 'Point', coordinates: [longitude, latitude] };
}

/**
 * A point from degrees with at most 15 decimals, as the reference's geometry keeps them. That shows only near the equator
 * and the prime meridian, where a double has more.
 */
export function storedPoint(longitude: number, latitude: number): Point {
  return point(withStoredDecimals(longitude), withStoredDecimals(latitude));
}

/** From 8 degrees on, doubles lie further apart than the last of 15 decimals. */
function withStoredDecimals(degrees: number): number {
  return Math.abs(degrees) < 8 ? Number(degrees.toFixed(15)) : degrees;
}

/** A line through `[longitude, latitude]` positions. */
export function lineString(coordinates: [longitude: number, latitude: number][]): LineString {
  return { type: 'LineString', coordinates };
}

/** Whether a value is a GeoJSON point with two or three finite numbers. */
export function isPoint(value: unknown): value is Point {
  if (typeof value !== 'object' || value === null) return false;
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  return (
    type === 'Point' &&
    Array.isArray(coordinates) &&
    (coordinates.length === 2 || coordinates.length === 3) &&
    coordinates.every(Number.isFinite)
  );
}
