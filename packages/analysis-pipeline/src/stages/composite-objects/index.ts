export { compositeObjects } from './composite-objects.js';
