export { OverpassLookup, type OverpassLookupOptions } from './overpass-lookup.js';
export type { TileStore } from './tile-cache.js';
export type { TileElements } from './tile-elements.js';
export { type Tile, tileName } from './tiles.js';
