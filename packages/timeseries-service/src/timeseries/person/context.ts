import type { PersonId, StreamRegistry } from '@sojourn/datamodel';
import type { Engine } from '../../engine/index.js';
import type { StoreKeys } from '../../keys/index.js';
import type { Damage } from '../timeseries.js';
import type { BlockCache } from './block-cache.js';

/** What all persons of a store share. */
export interface StoreContext {
  readonly engine: Engine;
  readonly keys: StoreKeys;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly cache: BlockCache;
  /** Streams whose entries are checked and stored as declared. */
  readonly streams: StreamRegistry;
  /** Name of the software's release. */
  readonly release: string;
  /** Told once of every finding of damage. */
  readonly onDamage: (person: PersonId, damage: Damage) => void;
  /** Told after every commit that added blocks. */
  readonly onCommit: (person: PersonId) => void;
}
