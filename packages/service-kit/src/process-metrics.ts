/**
 * Settings of prom-client for what a process tells of itself. Left to its own it wakes the process a hundred times a second
 * to see how late it is, which takes ten times the processor time of everything else that an idle service does. What it then
 * tells of how late the event loop is includes this time (milliseconds) between two looks.
 */
export const processMetrics = Object.freeze({ eventLoopMonitoringPrecision: 1000 });
