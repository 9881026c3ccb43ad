import type { FeatureCollection, Point } from 'geojson';
import type { LngLatBounds } from 'maplibre-gl';
import { CELL_DEGREES, largeTowns, type Town, townsAround } from '../places/index.js';

/** Below, only large towns have room for their names. */
const NEAR_ZOOM = 7;

/** Towns whose names may be written on a view. */
export async function townFeatures(bounds: LngLatBounds, zoom: number): Promise<FeatureCollection<Point>> {
  const near = zoom < NEAR_ZOOM ? [] : await Promise.all(grid(bounds).map(townsAround));
  const towns = new Map<string, Town>();
  for (const town of [...(await largeTowns()), ...near.flat()]) {
    const [name, longitude, latitude] = town;
    if (bounds.contains([longitude, latitude])) towns.set(`${name}${longitude}${latitude}`, town);
  }
  return {
    type: 'FeatureCollection',
    features: [...towns.values()].map(([name, longitude, latitude, population]) => ({
      type: 'Feature',
      properties: { name, population },
      geometry: { type: 'Point', coordinates: [longitude, latitude] },
    })),
  };
}

/** Positions at which the gazetteer has to be asked to know a whole view. */
function grid(bounds: LngLatBounds): [number, number][] {
  const positions: [number, number][] = [];
  for (let latitude = bounds.getSouth(); ; latitude += CELL_DEGREES) {
    const south = Math.min(latitude, bounds.getNorth());
    for (let longitude = bounds.getWest(); ; longitude += CELL_DEGREES) {
      const west = Math.min(longitude, bounds.getEast());
      positions.push([west, south]);
      if (west >= bounds.getEast()) break;
    }
    if (south >= bounds.getNorth()) return positions;
  }
}
