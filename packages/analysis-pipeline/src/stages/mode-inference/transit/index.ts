export { type BoundingBox, boxAround } from './bounding-box.js';
export { type MapElement, stopsOfElements } from './map-elements.js';
export { candidateModes } from './match-stops.js';
export { singleMode } from './single-mode.js';
export { createTransitModes } from './transit-modes.js';
export {
  noTransitStops,
  type TransitRoute,
  type TransitStop,
  type TransitStopLookup,
} from './transit-stops.js';
