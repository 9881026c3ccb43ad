export { HeatMapView } from './heat-map-view.js';
export { MapView } from './map-view.js';
