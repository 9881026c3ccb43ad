import type { TimeseriesStore } from './timeseries.js';

/** Where a store lives and what it is given from outside. */
export interface StoreConfiguration {
  /** The data folder; it is made when absent. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

/**
 * Opens the store of a data folder, which no other process may have open.
 * @throws SojournError `store-in-use`, `format-too-new`, `key-file-unsafe`, `root-key-wrong`
 */
export async function openStore(_configuration: StoreConfiguration): Promise<TimeseriesStore> {
  throw new Error('not built yet');
}
