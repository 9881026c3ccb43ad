import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { ModeColour } from '../modes/index.js';
import type { Theme } from '../preferences/index.js';
import type { MapColours } from './map-colours.js';

const empty = { type: 'FeatureCollection' as const, features: [] };
const isMarked: ExpressionSpecification = [
  'any',
  ['boolean', ['feature-state', 'selected'], false],
  ['boolean', ['feature-state', 'hovered'], false],
];

/** How trips are drawn: faint dots wherever somebody has been, the lines of their sections, their ends, and a wide line that nobody sees but fingers find. */
export function tripLayers(
  colours: MapColours,
  modes: Readonly<Record<string, ModeColour>>,
  theme: Theme,
): { sources: Record<string, SourceSpecification>; layers: LayerSpecification[] } {
  const pairs = Object.entries(modes).flatMap(([mode, colour]) => [mode, colour[theme]]);
  const colour = [
    'match',
    ['get', 'mode'],
    ...pairs,
    colours.untracked,
  ] as unknown as ExpressionSpecification;
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const tracked: ExpressionSpecification = ['!=', ['get', 'mode'], 'untracked'];
  return {
    sources: {
      'trip-lines': { type: 'geojson', data: empty, promoteId: 'feature' },
      'trip-places': { type: 'geojson', data: empty, promoteId: 'feature' },
      trails: { type: 'geojson', data: empty },
      mark: { type: 'geojson', data: empty },
    },
    layers: [
      {
        id: 'trails',
        type: 'circle',
        source: 'trails',
        minzoom: 8,
        paint: {
          'circle-color': colours.trail,
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 0.8, 12, 1.8, 16, 3.5],
        },
      },
      {
        id: 'trip-casing',
        type: 'line',
        source: 'trip-lines',
        filter: tracked,
        layout: round,
        paint: {
          'line-color': colours.casing,
          'line-width': ['case', isMarked, 10, 6],
          'line-opacity': 0.9,
        },
      },
      {
        id: 'trip-untracked',
        type: 'line',
        source: 'trip-lines',
        filter: ['==', ['get', 'mode'], 'untracked'],
        paint: {
          'line-color': colours.untracked,
          'line-width': ['case', isMarked, 4, 2],
          'line-dasharray': [2, 2],
        },
      },
      {
        id: 'trip-lines',
        type: 'line',
        source: 'trip-lines',
        filter: tracked,
        layout: round,
        paint: { 'line-color': colour, 'line-width': ['case', isMarked, 6, 3.5] },
      },
      {
        id: 'trip-hit',
        type: 'line',
        source: 'trip-lines',
        layout: round,
        paint: { 'line-color': colours.casing, 'line-width': 18, 'line-opacity': 0 },
      },
      {
        id: 'trip-places',
        type: 'circle',
        source: 'trip-places',
        paint: {
          'circle-radius': ['case', isMarked, 7, 5],
          'circle-color': colours.place,
          'circle-stroke-color': colours.placeRing,
          'circle-stroke-width': 2,
        },
      },
      {
        id: 'mark',
        type: 'circle',
        source: 'mark',
        paint: {
          'circle-radius': 9,
          'circle-opacity': 0,
          'circle-stroke-color': colours.mark,
          'circle-stroke-width': 3.5,
        },
      },
    ],
  };
}
