import { join } from 'node:path';
import { type PersonId, type StreamRegistry, standardStreams } from '@sojourn/datamodel';
import { type Engine, openEmbeddedEngine } from '../engine/index.js';
import { openStoreKeys, type RootKeySource, rootKeyFile } from '../keys/index.js';
import { softwareVersion } from '../software-version.js';
import { EncryptedStore } from './encrypted-store.js';
import { BlockCache } from './person/block-cache.js';
import type { Damage, TimeseriesStore } from './timeseries.js';

/** Where a store lives and what it is given from outside. */
export interface StoreConfiguration {
  /** The data folder; it is made when absent. */
  readonly folder: string;
  /** Milliseconds since the epoch; default: the system's clock. */
  readonly clock?: () => number;
  /** Streams that are checked and stored as declared; others are stored unchecked. Default: the standard streams. */
  readonly streams?: StreamRegistry;
  /** Name of the software's release: each tries once what earlier ones could not store. Default: that of the package. */
  readonly release?: string;
  /** Default: a file in the data folder. */
  readonly rootKey?: RootKeySource;
  /** Default: the embedded engine in the data folder. */
  readonly engine?: Engine;
  /** Whether small blocks are merged in the background. Default true. */
  readonly compaction?: boolean;
  /** Told of every finding of damage; never of content. */
  readonly onDamage?: (person: PersonId, damage: Damage) => void;
  /** Entries in recently opened blocks that stay in memory. Default 65 536. */
  readonly cachedEntries?: number;
  /** Persons, and headers of their blocks, that stay in memory. Default 1000 and 50 000. */
  readonly cachedPersons?: number;
  readonly cachedBlocks?: number;
}

/**
 * Opens the store of a data folder, which no other process may have open.
 * @throws SojournError `store-in-use`, `format-too-new`, `key-file-unsafe`, `root-key-missing`, `root-key-wrong`
 */
export async function openStore(configuration: StoreConfiguration): Promise<TimeseriesStore> {
  const { folder, clock = Date.now } = configuration;
  const engine = configuration.engine ?? (await openEmbeddedEngine(folder));
  try {
    const keys = await openStoreKeys(
      engine,
      configuration.rootKey ?? rootKeyFile(join(folder, 'keys', 'root.key')),
    );
    return new EncryptedStore({
      engine,
      keys,
      clock,
      cache: new BlockCache(configuration.cachedEntries ?? 65_536),
      capacity: {
        persons: configuration.cachedPersons ?? 1000,
        blocks: configuration.cachedBlocks ?? 50_000,
      },
      release: configuration.release ?? softwareVersion(),
      streams: configuration.streams ?? standardStreams,
      compaction: configuration.compaction ?? true,
      onDamage: configuration.onDamage ?? (() => {}),
    });
  } catch (error) {
    await engine.close();
    throw error;
  }
}
