import type { LayerSpecification } from 'maplibre-gl';
import { mapFonts } from './basemap-style.js';
import type { MapColours } from './map-colours.js';

const source = 'streets';

/**
 * Streets, buildings, parks and water of an archive in the schema of Protomaps (v4), which is made of OpenStreetMap data.
 * They lie on the shipped map, which goes on beyond the edge of the archive.
 */
export function streetLayers(colours: MapColours): LayerSpecification[] {
  const road = (
    id: string,
    kinds: string[],
    color: string,
    width: [near: number, far: number],
  ): LayerSpecification => ({
    id: `streets-${id}`,
    type: 'line',
    source,
    'source-layer': 'roads',
    filter: ['in', ['get', 'kind'], ['literal', kinds]],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': color,
      'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 6, width[0], 18, width[1]],
    },
  });
  return [
    {
      id: 'streets-green',
      type: 'fill',
      source,
      'source-layer': 'landuse',
      filter: [
        'in',
        ['get', 'kind'],
        ['literal', ['park', 'forest', 'wood', 'grass', 'nature_reserve', 'cemetery']],
      ],
      paint: { 'fill-color': colours.green },
    },
    {
      id: 'streets-water',
      type: 'fill',
      source,
      'source-layer': 'water',
      paint: { 'fill-color': colours.water },
    },
    {
      id: 'streets-buildings',
      type: 'fill',
      source,
      'source-layer': 'buildings',
      minzoom: 14,
      paint: { 'fill-color': colours.building },
    },
    road('paths', ['path', 'other'], colours.path, [0.2, 4]),
    road('minor', ['minor_road'], colours.street, [0.3, 16]),
    road('major', ['major_road'], colours.street, [0.5, 22]),
    road('highways', ['highway'], colours.highway, [0.8, 26]),
    road('rails', ['rail'], colours.border, [0.4, 3]),
    {
      id: 'streets-names',
      type: 'symbol',
      source,
      'source-layer': 'roads',
      minzoom: 14,
      layout: {
        'symbol-placement': 'line',
        'text-field': ['get', 'name'],
        'text-font': mapFonts,
        'text-size': 11,
      },
      paint: { 'text-color': colours.town, 'text-halo-color': colours.halo, 'text-halo-width': 1.2 },
    },
  ];
}
