export type { TileStore } from './overpass/index.js';
export { createTransitStopSource, type TransitSourceSurroundings } from './source.js';
export { storedTiles } from './stored-tiles.js';
