export { type Activities, activities, selectActivities, sliceActivities } from './activities.js';
export { lowerBound, numberOf } from './columns.js';
export type { PointOrder } from './deduplicate.js';
export { RowDistances } from './distances.js';
export { type LocationPoints, locationPoints, placeable, selectPoints, slicePoints } from './locations.js';
export { type Movement, metresBetween, movementAlong, type Track } from './movement.js';
export { countOf, type Rows, rowsBetween } from './rows.js';
export { median, quantile, upperFence } from './statistics.js';
export { selectTransitions, type Transitions, transitions } from './transitions.js';
