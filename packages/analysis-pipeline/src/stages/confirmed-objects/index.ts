export { confirmedObjects } from './confirmed-objects.js';
export { sectionSummary } from './section-summary.js';
export { sectionsOfTrips } from './sections-of-trips.js';
