export { type DashboardSearch, readDashboardSearch } from './search.js';
