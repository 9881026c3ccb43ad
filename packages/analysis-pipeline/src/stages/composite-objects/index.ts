export { shownSection } from './compose.js';
export { compositeObjects } from './composite-objects.js';
export { withModes } from './with-modes.js';
