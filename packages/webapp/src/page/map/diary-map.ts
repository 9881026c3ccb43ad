import {
  type GeoJSONSource,
  LngLatBounds,
  Map as MapLibreMap,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { modeColours } from '../modes/index.js';
import type { Theme } from '../preferences/index.js';
import type { Position, Trip } from '../trips/index.js';
import { basemapStyle, townLayer } from './basemap-style.js';
import { mapColours } from './map-colours.js';
import { townFeatures } from './town-features.js';
import { featuresOf } from './trip-features.js';
import { tripLayers } from './trip-layers.js';

// The content-security policy allows workers of our own origin only, so MapLibre's is a file of ours.
setWorkerUrl(workerUrl);

/** What the map tells whoever made it. */
export interface DiaryMapEvents {
  onSelect(trip: string | undefined): void;
  onHover(trip: string | undefined): void;
}

/** A map of trips. */
export interface DiaryMap {
  /** Shows these trips and moves to where they are. */
  show(trips: readonly Trip[]): void;
  /** Marks a trip; `move` brings it into view. */
  select(trip: Trip | undefined): void;
  hover(trip: string | undefined): void;
  remove(): void;
}

/** Layers whose features are trips. */
const SENSITIVE = ['trip-hit', 'trip-places'];
const WHOLE_WORLD: [number, number, number, number] = [-140, -50, 170, 72];

/**
 * Makes a map in an element; the MapLibre map itself is the element's member `map`, for tests.
 * @param theme colours; another theme needs another map
 */
export function createDiaryMap(container: HTMLElement, theme: Theme, events: DiaryMapEvents): DiaryMap {
  const colours = mapColours[theme];
  const map = new MapLibreMap({
    container,
    style: basemapStyle(location.origin, colours),
    bounds: WHOLE_WORLD,
    attributionControl: { compact: true },
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 18,
    fadeDuration: 150,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl(), 'bottom-left');
  Object.assign(container, { map });

  let trips: readonly Trip[] = [];
  let selected: Trip | undefined;
  let hovered: string | undefined;
  const ready = new Promise<void>((resolve) => map.once('style.load', () => resolve()));

  const source = (name: string) => map.getSource<GeoJSONSource>(name)!;
  const mark = (trip: string | undefined, state: Record<string, boolean>) => {
    if (trip === undefined) return;
    for (const name of ['trip-lines', 'trip-places']) map.setFeatureState({ source: name, id: trip }, state);
  };

  void ready.then(() => {
    const { sources, layers } = tripLayers(colours, modeColours, theme);
    for (const [name, specification] of Object.entries(sources)) map.addSource(name, specification);
    for (const layer of layers) map.addLayer(layer);
    map.addLayer(townLayer(colours));
    const showTowns = async () => {
      const towns = await townFeatures(map.getBounds(), map.getZoom()).catch(() => undefined);
      if (towns) map.getSource<GeoJSONSource>('towns')?.setData(towns);
    };
    map.on('moveend', () => void showTowns());
    void showTowns();
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

  const fit = (positions: readonly Position[], animate: boolean) => {
    const [first] = positions;
    if (!first) return;
    const bounds = positions.reduce(
      (box, [longitude, latitude]) => box.extend([longitude, latitude]),
      new LngLatBounds([first[0], first[1]], [first[0], first[1]]),
    );
    map.fitBounds(bounds, { padding: 48, maxZoom: 15, duration: animate ? 500 : 0 });
  };

  return {
    show(shown) {
      const first = trips.length === 0;
      trips = shown;
      void ready.then(() => {
        if (trips !== shown) return;
        const { lines, places } = featuresOf(shown);
        source('trip-lines').setData(lines);
        source('trip-places').setData(places);
        fit(selected ? pathOf(selected) : shown.flatMap(pathOf), !first && !prefersStillness());
      });
    },
    select(trip) {
      const before = selected;
      selected = trip;
      void ready.then(() => {
        mark(before?.id, { selected: false });
        mark(trip?.id, { selected: true });
        map.setPaintProperty(
          'trip-lines',
          'line-opacity',
          trip ? ['case', ['boolean', ['feature-state', 'selected'], false], 1, 0.3] : 1,
        );
        if (trip) fit(pathOf(trip), !prefersStillness());
        else if (before) fit(trips.flatMap(pathOf), !prefersStillness());
      });
    },
    hover(trip) {
      const before = hovered;
      hovered = trip;
      void ready.then(() => {
        mark(before, { hovered: false });
        mark(trip, { hovered: true });
      });
    },
    remove: () => map.remove(),
  };
}

function pathOf(trip: Trip): Position[] {
  return [
    trip.from,
    ...trip.sections.flatMap(({ points }) => points.map(({ position }) => position)),
    trip.to,
  ];
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
