export type {
  ApiEndpoint,
  CertificateFiles,
  Configuration,
  ListenAddress,
  Pipeline,
  PolicyEntry,
  PolicyStep,
  ServerSettings,
  ServiceEndpoint,
  TlsListenAddress,
} from './configuration.js';
export { checkRoutes, formsOf, isCatchAll, patternsOf } from './routes.js';
export { configurationSchema } from './schema.js';
export { type Setting, settingsInForce } from './settings-in-force.js';
