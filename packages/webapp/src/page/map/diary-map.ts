import type { GeoJSONSource } from 'maplibre-gl';
import { modeColours } from '../modes/index.js';
import type { Theme } from '../preferences/index.js';
import type { Position, Trip } from '../trips/index.js';
import { addSurroundings, createBaseMap } from './base-map.js';
import { mapColours } from './map-colours.js';
import { featureOf, featuresOf } from './trip-features.js';
import { tripLayers } from './trip-layers.js';

/** What the map tells whoever made it. */
export interface DiaryMapEvents {
  onSelect(trip: string | undefined): void;
  onHover(trip: string | undefined): void;
}

/** A map of trips. */
export interface DiaryMap {
  /** Shows these trips and moves to where they are. */
  show(trips: readonly Trip[]): void;
  /** Shows faintly where somebody has been before: with no streets, that is what gives a town its shape. */
  trails(positions: readonly Position[]): void;
  /** Marks a trip; `move` brings it into view. */
  select(trip: Trip | undefined): void;
  hover(trip: string | undefined): void;
  /** Rings a position; none with undefined. */
  mark(position: Position | undefined): void;
  remove(): void;
}

/** Layers whose features are trips. */
const SENSITIVE = ['trip-hit', 'trip-places'];

/** @param theme colours; another theme needs another map */
export function createDiaryMap(container: HTMLElement, theme: Theme, events: DiaryMapEvents): DiaryMap {
  const colours = mapColours[theme];
  const { map, whenReady, fit, remove } = createBaseMap(container, colours);
  let trips: readonly Trip[] = [];
  let selected: Trip | undefined;
  let hovered: string | undefined;

  const source = (name: string) => map.getSource<GeoJSONSource>(name)!;
  const mark = (trip: string | undefined, state: Record<string, boolean>) => {
    if (trip === undefined) return;
    for (const name of ['trip-lines', 'trip-places'])
      map.setFeatureState({ source: name, id: featureOf(trip) }, state);
  };

  whenReady(() => {
    const { sources, layers } = tripLayers(colours, modeColours, theme);
    for (const [name, specification] of Object.entries(sources)) map.addSource(name, specification);
    for (const layer of layers) map.addLayer(layer);
    addSurroundings(map, colours);
    map.on('mousemove', SENSITIVE, ({ features }) => {
      map.getCanvas().style.cursor = 'pointer';
      events.onHover(features?.[0]?.properties.trip as string | undefined);
    });
    map.on('mouseleave', SENSITIVE, () => {
      map.getCanvas().style.cursor = '';
      events.onHover(undefined);
    });
    map.on('click', ({ point }) => {
      const [found] = map.queryRenderedFeatures(point, { layers: SENSITIVE });
      events.onSelect(found?.properties.trip as string | undefined);
    });
  });

  return {
    show(shown) {
      const first = trips.length === 0;
      trips = shown;
      whenReady(() => {
        if (trips !== shown) return;
        const { lines, places } = featuresOf(shown);
        source('trip-lines').setData(lines);
        source('trip-places').setData(places);
        fit(selected ? pathOf(selected) : shown.flatMap(pathOf), { animate: !first });
      });
    },
    trails: (positions) => whenReady(() => source('trails').setData(pointsOf(positions))),
    select(trip) {
      const before = selected;
      selected = trip;
      whenReady(() => {
        mark(before?.id, { selected: false });
        mark(trip?.id, { selected: true });
        map.setPaintProperty(
          'trip-lines',
          'line-opacity',
          trip ? ['case', ['boolean', ['feature-state', 'selected'], false], 1, 0.3] : 1,
        );
        if (trip) fit(pathOf(trip), { animate: true });
        else if (before) fit(trips.flatMap(pathOf), { animate: true });
      });
    },
    hover(trip) {
      const before = hovered;
      hovered = trip;
      whenReady(() => {
        mark(before, { hovered: false });
        mark(trip, { hovered: true });
      });
    },
    mark: (position) => whenReady(() => source('mark').setData(pointsOf(position ? [position] : []))),
    remove,
  };
}

function pointsOf(positions: readonly Position[]) {
  const coordinates = positions.map((position) => [...position]);
  return { type: 'Feature' as const, properties: {}, geometry: { type: 'MultiPoint' as const, coordinates } };
}

function pathOf(trip: Trip): Position[] {
  return [
    trip.from,
    ...trip.sections.flatMap(({ points }) => points.map(({ position }) => position)),
    trip.to,
  ];
}
