export { benchCodec } from './codec.js';
export { benchGateway, type GatewayBench, type GatewayBenchOptions } from './gateway.js';
export { benchPhones, type PhonesBenchOptions } from './phones/index.js';
export {
  benchPeople,
  benchPipeline,
  type PeopleBenchOptions,
  type PipelineBenchOptions,
} from './pipeline/index.js';
export { benchScale, type ScaleBenchOptions } from './scale/index.js';
export { type BenchOptions, benchStore } from './store/index.js';
