export { eventually } from './eventually.js';
export { routesTo, startGateway, type TestGateway, writeConfiguration } from './gateway.js';
export { type Pair, pairForTests } from './pair.js';
export { type GatewayProcess, startProcess } from './process.js';
export { type RawConnection, rawConnection, sendRaw, statusesIn } from './raw.js';
export { type Echo, startService, type TestService } from './service.js';
