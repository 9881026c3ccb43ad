export { MapView } from './map-view.js';
