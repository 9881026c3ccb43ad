import { overlaysAmong } from '../person/block-index.js';
import type { PersonState } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';

/** Which versions of entries have been replaced by newer ones: newest generation first, by store and `_id`. */
export class Overlays {
  private constructor(private readonly newest: ReadonlyMap<string, ReadonlyMap<string, number>>) {}

  static async of(state: PersonState, blocks: readonly IndexedBlock[]): Promise<Overlays> {
    const newest = new Map<string, Map<string, number>>();
    for (const block of overlaysAmong(blocks)) {
      const { store, generation } = block.header;
      const opened = await state.open(block);
      if (!opened) continue;
      let ids = newest.get(store);
      if (!ids) {
        ids = new Map();
        newest.set(store, ids);
      }
      for (const id of opened.ids()) ids.set(id, Math.max(ids.get(id) ?? 0, generation));
    }
    return new Overlays(newest);
  }

  /** Whether an entry of the block may have been replaced. */
  mayCover({ header }: IndexedBlock): boolean {
    const ids = this.newest.get(header.store);
    if (!ids) return false;
    const [first, last] = header.ids;
    for (const [id, generation] of ids) {
      if (generation > header.generation && id >= first && id <= last) return true;
    }
    return false;
  }

  isReplaced({ header }: IndexedBlock, id: string): boolean {
    return (this.newest.get(header.store)?.get(id) ?? 0) > header.generation;
  }
}
