export { benchGateway, type GatewayBench, type GatewayBenchOptions } from './gateway.js';
