import type { StreamRegistry } from '@sojourn/datamodel';
import type { StoreName } from '../../block/index.js';

/** Store in which entries stay. */
export type LongTermStore = Extract<StoreName, 'raw' | 'analysis'>;

const analysisGroups = new Set(['analysis', 'segmentation', 'inference']);

/** Long-term store of a stream: what the registry says, else by the group of the key. */
export function storeOf(key: string, streams: StreamRegistry): LongTermStore {
  const store = streams.get(key)?.store;
  if (store === 'raw' || store === 'phone') return 'raw';
  if (store !== undefined) return 'analysis';
  return analysisGroups.has(key.slice(0, key.indexOf('/'))) ? 'analysis' : 'raw';
}
