import { BlockReplaced } from '../person/person-state.js';

/** Does a read again when a commit or compaction replaced a block under it. */
export async function retryReplaced<T>(read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof BlockReplaced)) throw error;
    }
  }
}
