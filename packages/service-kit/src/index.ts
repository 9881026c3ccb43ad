export { type Address, formatAddress, parseAddress, socketPath } from './address.js';
export {
  type ConfigurationSources,
  describeConfiguration,
  type EnvironmentNames,
  loadYaml,
  readConfiguration,
} from './configuration.js';
export { type Connection, connect } from './connect.js';
export type { HealthCheck } from './health.js';
export { createHttpServer, type HttpServer, type HttpServerOptions } from './http-server.js';
export { requireJsonBodies } from './json-bodies.js';
export { readOrCreateKeyFile } from './key-file.js';
export { listen } from './listen.js';
export { createLogger, type LoggerOptions } from './logger.js';
export { answerProblem, PROBLEM_MEDIA_TYPE, toSojournError } from './problem.js';
export { processMetrics } from './process-metrics.js';
export { announceReady, parseReady, type ReadyLine } from './ready.js';
export { REQUEST_ID_HEADER } from './request-id.js';
export { decode, type RouteSchema, routeOf } from './route.js';
export { runtimeFlags } from './runtime-flags.js';
export { schemaOf } from './schema.js';
export { requireServiceToken } from './service-caller.js';
export {
  createServiceTokenAuthority,
  SERVICE_TOKEN_ISSUER,
  type ServiceTokenAuthority,
  type ServiceTokenClaims,
  type ServiceTokenRequest,
} from './service-token.js';
export { type SettingSources, settingsInForce } from './settings-in-force.js';
export { onShutdown, type ShutdownOptions } from './shutdown.js';
