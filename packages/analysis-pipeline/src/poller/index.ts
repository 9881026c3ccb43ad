export { type PersonToRun, Poller, type PollerOptions } from './poller.js';
