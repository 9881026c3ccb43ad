export { isDormant, REFERENCE_DORMANT_SECONDS } from './dormancy.js';
export { type Entry, type EntryData, nobody, type PersonId, type PhoneEntry } from './entry.js';
export {
  type ErrorCode,
  type ErrorItem,
  type ErrorMeaning,
  type ErrorParticulars,
  errorCatalogue,
  isErrorCode,
  isSojournError,
  type Problem,
  SojournError,
} from './errors.js';
export type { Metadata, MetadataType } from './metadata.js';
export { createStreamRegistry, type StreamRegistry } from './registry.js';
export {
  type DataOf,
  defineStream,
  type FieldFacts,
  type FieldRole,
  type IdentityClass,
  isStreamKey,
  type PhoneSchemas,
  type Stream,
  type StreamOptions,
  type StreamStore,
  type TimeField,
} from './stream.js';
export { type StandardData, type StandardKey, standardStreams } from './streams/index.js';
export { type EntryVerdict, type ValidateOptions, validateEntry } from './validate-entry.js';
