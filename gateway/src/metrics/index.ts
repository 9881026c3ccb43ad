export { GatewayMetrics } from './gateway-metrics.js';
export { createMetricsServer } from './listener.js';
