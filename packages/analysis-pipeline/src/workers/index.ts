export {
  connectTimeseries,
  createRunner,
  type RunLinks,
  type Runner,
  type RunnerConfig,
  type TimeseriesConnection,
} from './runner.js';
export { createThreadRunner } from './thread-runner.js';
