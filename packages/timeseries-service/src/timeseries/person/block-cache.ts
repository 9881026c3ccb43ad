import type { ColumnBlock } from '../../block/index.js';

/** Recently opened blocks of all persons, bounded by their number of entries. */
export class BlockCache {
  readonly #blocks = new Map<string, ColumnBlock>();
  #entries = 0;

  constructor(private readonly capacity: number) {}

  get(id: string): ColumnBlock | undefined {
    const block = this.#blocks.get(id);
    if (block) {
      this.#blocks.delete(id);
      this.#blocks.set(id, block);
    }
    return block;
  }

  set(id: string, block: ColumnBlock): void {
    this.delete(id);
    this.#blocks.set(id, block);
    this.#entries += block.count;
    for (const oldest of this.#blocks.keys()) {
      if (this.#entries <= this.capacity) break;
      this.delete(oldest);
    }
  }

  delete(id: string): void {
    const block = this.#blocks.get(id);
    if (!block) return;
    this.#blocks.delete(id);
    this.#entries -= block.count;
  }
}
