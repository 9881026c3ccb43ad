export type { ColumnFilter } from './column-filter.js';
export { conditionFilters } from './conditions.js';
export {
  type FormattedTimeQuery,
  formattedTimeFilter,
  secondsAround,
  secondsBeside,
} from './formatted-time.js';
export { type GeoQuery, geoFilters } from './geo-filter.js';
