export { buildHostRouter, type HostRouter } from './build-router.js';
export { gatewaySettings } from './gateway-settings.js';
export { redirectHostLog } from './host-log.js';
export { bindPolicy, checkCondition, type HostConfiguration } from './policies.js';
export { readConfiguration } from './read-configuration.js';
