export type { Entry, EntryData, PersonId, PhoneEntry } from './entry.js';
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
