export { customLabelDelete, customLabelGet, customLabelInsert, customLabelUpdate } from './custom-label.js';
export { findEntries, type TruncationMethod, truncationMethods } from './find-entries.js';
export { pipelineComplete, pipelineRange } from './pipeline.js';
export { profileCreate, profileGet, profileUpdate } from './profile.js';
export { dayMetrics, dayTrips, heatmapIncidents, heatmapModes, regionShape } from './results.js';
export { setAsideShape, usercacheGet, usercachePut, usercachePutone } from './usercache.js';
