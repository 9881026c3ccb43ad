import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import { retryReplaced } from './retry.js';

/** Streams that have rows in the usercache, sorted. @param type only rows of this `metadata.type` */
export function usercacheKeys(state: PersonState, type?: string): Promise<string[]> {
  state.assertOpen();
  return retryReplaced(async () => {
    const keys = new Set<string>();
    for (const block of state.blocks) {
      const { store, keyVersion } = block.header;
      if (store !== 'usercache' || keyVersion === inboxKeyVersion) continue;
      if (type === undefined) {
        for (const key of block.header.keys) keys.add(key);
        continue;
      }
      const opened = await state.open(block);
      const types = opened?.strings('metadata.type') ?? [];
      for (const [row, key] of (opened?.strings('metadata.key') ?? []).entries()) {
        if (types[row] === type && key !== undefined) keys.add(key);
      }
    }
    return [...keys].sort();
  });
}
