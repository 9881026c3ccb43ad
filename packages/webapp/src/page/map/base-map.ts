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
import type { Position } from '../trips/index.js';
import { basemapStyle, townLayer } from './basemap-style.js';
import type { MapColours } from './map-colours.js';
import { addStreets } from './streets.js';
import { townFeatures } from './town-features.js';

// The content-security policy allows workers of our own origin only, so MapLibre's is a file of ours.
setWorkerUrl(workerUrl);

const WHOLE_WORLD: [number, number, number, number] = [-140, -50, 170, 72];

/** A map of the ground; what is drawn on it comes when its style is ready. */
export interface BaseMap {
  readonly map: MapLibreMap;
  /** Does something as soon as the map can be drawn on; not at all once it has been removed. */
  whenReady(work: () => void): void;
  /** Moves to where these positions are. */
  fit(positions: readonly Position[], options: { animate: boolean }): void;
  remove(): void;
}

/** Makes a map in an element; the MapLibre map itself is the element's member `map`, for tests. */
export function createBaseMap(container: HTMLElement, colours: MapColours): BaseMap {
  const map = new MapLibreMap({
    container,
    style: basemapStyle(location.origin, colours),
    bounds: WHOLE_WORLD,
    attributionControl: { compact: true },
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 18,
    fadeDuration: prefersStillness() ? 0 : 150,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl(), 'bottom-left');
  Object.assign(container, { map });
  const ready = new Promise<void>((resolve) => map.once('style.load', () => resolve()));
  let isRemoved = false;
  return {
    map,
    whenReady: (work) =>
      void ready.then(() => {
        if (!isRemoved) work();
      }),
    remove() {
      isRemoved = true;
      map.remove();
    },
    fit(positions, { animate }) {
      const [first] = positions;
      if (!first) return;
      const bounds = positions.reduce(
        (box, [longitude, latitude]) => box.extend([longitude, latitude]),
        new LngLatBounds([first[0], first[1]], [first[0], first[1]]),
      );
      map.fitBounds(bounds, { padding: 48, maxZoom: 15, duration: animate && !prefersStillness() ? 500 : 0 });
    },
  };
}

/** Finishes a map around what was drawn on it: streets below, if there are any, and the names of towns above. */
export function addSurroundings(map: MapLibreMap, colours: MapColours): void {
  map.addLayer(townLayer(colours));
  void addStreets(map, colours);
  const show = async () => {
    const towns = await townFeatures(map.getBounds(), map.getZoom()).catch(() => undefined);
    if (towns) map.getSource<GeoJSONSource>('towns')?.setData(towns);
  };
  map.on('moveend', () => void show());
  void show();
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
