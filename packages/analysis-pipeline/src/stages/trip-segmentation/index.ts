export { nextTripGap } from './limits.js';
export { openPlaceOf } from './stored-chain.js';
export { tripSegmentation } from './trip-segmentation.js';
