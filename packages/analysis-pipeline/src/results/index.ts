export { createSettings } from '../settings/index.js';
export { type EntryReader, type EntryWindow, readerOf } from './entry-reader.js';
export { type LocalDates, parseLocalDates } from './local-dates.js';
export { type TripCollectionOptions, tripCollectionOptions, tripCollections } from './trip-collections.js';
export type { SectionCollection, TripCollection } from './trip-feature.js';
