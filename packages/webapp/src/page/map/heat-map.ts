import type { GeoJSONSource } from 'maplibre-gl';
import type { Theme } from '../preferences/index.js';
import type { Position } from '../trips/index.js';
import { addSurroundings, createBaseMap } from './base-map.js';
import { mapColours } from './map-colours.js';

/** A map of where somebody was how much. */
export interface HeatMap {
  show(positions: readonly Position[]): void;
  remove(): void;
}

/** Positions that together make a picture of full strength. */
const FULL = 300;
/** Share of the positions that may lie outside on either side at first. */
const MARGINAL = 0.1;

const ramp: Readonly<Record<Theme, readonly string[]>> = {
  light: ['rgba(26, 107, 79, 0)', '#9fd0bb', '#3f9a76', '#e0a52f', '#c0392f'],
  dark: ['rgba(127, 211, 177, 0)', '#1f5a47', '#4fae8b', '#f0c05a', '#ff8a7d'],
};

export function createHeatMap(container: HTMLElement, theme: Theme): HeatMap {
  const colours = mapColours[theme];
  const { map, whenReady, fit, remove } = createBaseMap(container, colours);
  const [none, ...steps] = ramp[theme];
  whenReady(() => {
    map.addSource('positions', { type: 'geojson', data: collectionOf([]) });
    map.addLayer({
      id: 'positions',
      type: 'heatmap',
      source: 'positions',
      paint: {
        'heatmap-radius': ['interpolate', ['linear'], ['zoom'], 3, 6, 10, 10, 15, 22],
        'heatmap-intensity': ['interpolate', ['linear'], ['zoom'], 3, 0.4, 14, 1],
        'heatmap-weight': ['get', 'weight'],
        'heatmap-opacity': 0.85,
        'heatmap-color': [
          'interpolate',
          ['linear'],
          ['heatmap-density'],
          0,
          none!,
          ...steps.flatMap((colour, index) => [0.08 + index * 0.3, colour]),
        ],
      },
    });
    addSurroundings(map, colours);
  });
  return {
    show: (positions) =>
      whenReady(() => {
        map.getSource<GeoJSONSource>('positions')?.setData(collectionOf(positions));
        fit(mostOf(positions), { animate: false });
      }),
    remove,
  };
}

/** The positions between whose edges most of them are; a journey far away would make everything else tiny. */
function mostOf(positions: readonly Position[]): Position[] {
  const corner = (share: number): Position[] => {
    const index = Math.floor(share * (positions.length - 1));
    const at = (axis: 0 | 1) => positions.map((position) => position[axis]).sort((a, b) => a - b)[index];
    const [longitude, latitude] = [at(0), at(1)];
    return longitude === undefined || latitude === undefined ? [] : [[longitude, latitude]];
  };
  return [...corner(MARGINAL), ...corner(1 - MARGINAL)];
}

function collectionOf(positions: readonly Position[]) {
  return {
    type: 'FeatureCollection' as const,
    features: positions.map(([longitude, latitude]) => ({
      type: 'Feature' as const,
      // However much there is, the frequent places stand out from the rest.
      properties: { weight: Math.min(0.5, FULL / positions.length) },
      geometry: { type: 'Point' as const, coordinates: [longitude, latitude] },
    })),
  };
}
