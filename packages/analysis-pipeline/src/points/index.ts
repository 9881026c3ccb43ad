export { type Activities, activities, selectActivities } from './activities.js';
export { lowerBound, numberOf } from './columns.js';
export { RowDistances } from './distances.js';
export { type LocationPoints, locationPoints, placeable, selectPoints, slicePoints } from './locations.js';
export { selectTransitions, type Transitions, transitions } from './transitions.js';
