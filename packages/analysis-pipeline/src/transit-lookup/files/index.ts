export { readStops } from './read-stops.js';
export { type PlacedStop, StopIndex } from './stop-index.js';
