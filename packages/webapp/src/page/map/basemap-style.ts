import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { MapColours } from './map-colours.js';

/** Deepest zoom of the shipped tiles; nearer views are drawn from these. */
const BASEMAP_ZOOM = 5;

/** Fonts of the reader's own device: no font is fetched. */
export const mapFonts = ['system-ui', 'sans-serif'];

/** The shipped map: land, water, borders, and towns as the gazetteer gives them. */
export function basemapStyle(origin: string, colours: MapColours): StyleSpecification {
  return {
    version: 8,
    sources: {
      basemap: {
        type: 'vector',
        tiles: [`${origin}/geography/basemap/{z}/{x}/{y}.pbf`],
        maxzoom: BASEMAP_ZOOM,
        attribution: 'Natural Earth · GeoNames',
      },
      towns: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colours.water } },
      {
        id: 'land',
        type: 'fill',
        source: 'basemap',
        'source-layer': 'land',
        paint: { 'fill-color': colours.land, 'fill-antialias': false },
      },
      {
        id: 'shore',
        type: 'line',
        source: 'basemap',
        'source-layer': 'land',
        paint: {
          'line-color': colours.shore,
          'line-width': ['interpolate', ['linear'], ['zoom'], 2, 0.5, 8, 1.5],
        },
      },
      {
        id: 'borders',
        type: 'line',
        source: 'basemap',
        'source-layer': 'borders',
        paint: { 'line-color': colours.border, 'line-width': 1, 'line-dasharray': [4, 2] },
      },
    ],
  };
}

/** Names of towns; they go on top of the trips' lines and give way to each other. */
export function townLayer(colours: MapColours): LayerSpecification {
  return {
    id: 'towns',
    type: 'symbol',
    source: 'towns',
    // Ever smaller towns, the nearer the view.
    filter: [
      '>=',
      ['get', 'population'],
      ['interpolate', ['linear'], ['zoom'], 2, 4_000_000, 5, 400_000, 8, 30_000, 11, 1_000, 13, 0],
    ],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': mapFonts,
      'text-size': ['interpolate', ['linear'], ['get', 'population'], 1_000, 11, 100_000, 13, 1_000_000, 16],
      'symbol-sort-key': ['-', 0, ['get', 'population']],
      'text-padding': 6,
      'text-max-width': 7,
    },
    paint: { 'text-color': colours.town, 'text-halo-color': colours.halo, 'text-halo-width': 1.4 },
  };
}
