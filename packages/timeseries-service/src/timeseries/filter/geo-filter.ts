import { type ColumnFilter, cellFilter, filterError } from './column-filter.js';
import { positionOf, regionOf } from './region.js';

/** Entries whose points all lie in a region. */
export interface GeoQuery {
  /** Dotted paths of GeoJSON points. */
  readonly fields: readonly string[];
  /** GeoJSON Polygon or MultiPolygon, or a feature of it. */
  readonly region: unknown;
}

/** @throws SojournError `filter-invalid` without fields, or for any other geometry */
export function geoFilters({ fields, region }: GeoQuery): ColumnFilter[] {
  if (fields.length === 0)
    throw filterError('geo.fields', 'missing', 'name the points that have to lie in the region');
  const geometry = (region as { geometry?: unknown } | undefined)?.geometry ?? region;
  const area = regionOf(geometry, 'geo.region');
  return fields.map((field) =>
    cellFilter(field, { within: geometry }, (value) => {
      const position = positionOf(value);
      return position !== undefined && area.contains(position);
    }),
  );
}
