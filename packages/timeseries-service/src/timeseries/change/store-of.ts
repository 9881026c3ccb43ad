import type { StoreName } from '../../block/index.js';

const analysisGroups = new Set(['analysis', 'segmentation', 'inference']);

/** Long-term store of a stream. */
export function storeOf(key: string): Extract<StoreName, 'raw' | 'analysis'> {
  return analysisGroups.has(key.slice(0, key.indexOf('/'))) ? 'analysis' : 'raw';
}
