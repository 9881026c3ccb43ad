export type { CallOptions, ClientOptions } from './caller.js';
export type { EverybodysChanges, PersonChanges } from './changes.js';
export * from './diary/index.js';
export type { DocumentCollection, Documents, NamedDocument } from './documents.js';
export type { EverybodysSeries } from './everybody.js';
export type { BodyReader, HttpAnswer, HttpFetch, HttpRequest } from './http-fetch.js';
export type { NewEntry, PersonSeries } from './person-series.js';
export { createPipelineClient, type PipelineClient } from './pipeline-client.js';
export {
  createClient,
  type FindEntries,
  type FindEntriesReference,
  type HeatmapRegion,
  type PutUsercacheOptions,
  type SojournClient,
  type SojournClientOptions,
} from './public-client.js';
export type { RetryPolicy } from './retry.js';
export {
  createServiceClient,
  type PersonClient,
  type ServiceClient,
  type ServiceClientOptions,
  type ServiceQuery,
  type ServiceSelection,
} from './service-client.js';
