export { dormancyRule } from './dormancy-rule.js';
export { type PersonToRun, Poller, type PollerOptions } from './poller.js';
