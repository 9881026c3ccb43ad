export { accuracyFilter, filteredPoints } from './accuracy-filter.js';
