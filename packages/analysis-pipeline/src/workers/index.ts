export {
  connectTimeseries,
  createRunner,
  type Runner,
  type RunnerConfig,
  type TimeseriesConnection,
} from './runner.js';
export { createThreadRunner } from './thread-runner.js';
