export { boxAround } from './bounding-box.js';
export { type MapElement, stopsOfElements } from './map-elements.js';
export { candidateModes } from './match-stops.js';
export { singleMode } from './single-mode.js';
export { createTransitModes, stopBoxesOf, TransitStopsUnknown } from './transit-modes.js';
