export { distanceGreatCircle, distanceSegmentation, earthRadius, type Position } from './distance.js';
export {
  type Feature,
  type FeatureCollection,
  type Geometry,
  isPoint,
  type LineString,
  lineString,
  type Point,
  point,
  storedPoint,
} from './geojson.js';
export { headingBetween, headingChange, speedBetween, type TimedPosition } from './movement.js';
