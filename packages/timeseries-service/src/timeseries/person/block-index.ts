import type { IndexedBlock } from './stored-block.js';

/** Where among a person's blocks a query has to look, so that it need not look at all headers. */
interface BlockIndex {
  readonly byKey: ReadonlyMap<string, readonly IndexedBlock[]>;
  readonly overlays: readonly IndexedBlock[];
}

/** Lists of live blocks never change in place, so each needs one index. */
const indexes = new WeakMap<readonly IndexedBlock[], BlockIndex>();

/** Blocks that have entries of one of some streams. */
export function blocksOfKeys(
  blocks: readonly IndexedBlock[],
  keys: ReadonlySet<string>,
): Iterable<IndexedBlock> {
  const { byKey } = indexOf(blocks);
  const lists = Array.from(keys, (key) => byKey.get(key) ?? []);
  return lists.length === 1 ? lists[0]! : new Set(lists.flat());
}

/** Blocks whose entries replace entries of other blocks. */
export function overlaysAmong(blocks: readonly IndexedBlock[]): readonly IndexedBlock[] {
  return indexOf(blocks).overlays;
}

function indexOf(blocks: readonly IndexedBlock[]): BlockIndex {
  let index = indexes.get(blocks);
  if (!index) {
    index = makeIndex(blocks);
    indexes.set(blocks, index);
  }
  return index;
}

function makeIndex(blocks: readonly IndexedBlock[]): BlockIndex {
  const byKey = new Map<string, IndexedBlock[]>();
  for (const block of blocks) {
    for (const key of block.header.keys) {
      const known = byKey.get(key);
      if (known) known.push(block);
      else byKey.set(key, [block]);
    }
  }
  return { byKey, overlays: blocks.filter(({ header }) => header.generation > 0) };
}
