export { shownSection } from './compose.js';
export { compositeObjects } from './composite-objects.js';
