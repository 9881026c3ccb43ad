export { missedRides, noteMissed } from './missed-rides.js';
export { type RetellOptions, retellRides } from './retell-rides.js';
