export { configOf, readConfig, type TimeseriesServiceConfig } from './config.js';
export { openMongoEngine } from './engine/index.js';
export { createTimeseriesService, type ServiceSurroundings, type TimeseriesService } from './service.js';
export {
  type EntryQuery,
  openStore,
  type PersonTimeseries,
  type TimeseriesStore,
} from './timeseries/index.js';
