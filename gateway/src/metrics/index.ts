export { GatewayMetrics, type PortFigures } from './gateway-metrics.js';
export { createMetricsServer } from './listener.js';
