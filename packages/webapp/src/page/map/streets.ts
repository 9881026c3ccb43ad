import { addProtocol, type Map as MapLibreMap } from 'maplibre-gl';
import { Protocol } from 'pmtiles';
import type { MapColours } from './map-colours.js';
import { streetLayers } from './street-layers.js';

let hasProtocol = false;

/** Adds the streets of the operator's archive below everything else that is drawn, if there is one. */
export async function addStreets(map: MapLibreMap, colours: MapColours): Promise<void> {
  if (!(await areOffered())) return;
  if (!hasProtocol) addProtocol('pmtiles', new Protocol().tile);
  hasProtocol = true;
  map.addSource('streets', {
    type: 'vector',
    url: `pmtiles://${location.origin}/geography/streets.pmtiles`,
    attribution: '© OpenStreetMap contributors',
  });
  const above = map
    .getStyle()
    .layers.find(({ id }) => id === 'trip-casing' || id === 'positions' || id === 'towns');
  for (const layer of streetLayers(colours)) map.addLayer(layer, above?.id);
}

async function areOffered(): Promise<boolean> {
  const answer = await fetch('/geography/sources.json').catch(() => undefined);
  if (!answer?.ok) return false;
  return ((await answer.json()) as { streets: boolean }).streets;
}
