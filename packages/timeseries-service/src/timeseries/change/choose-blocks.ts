import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';
import { ownBlock } from './layout.js';

/** `worthwhile` waits until a merge saves a lot; `thorough` takes whatever can be merged. */
export type Eagerness = 'worthwhile' | 'thorough';

export interface MergeChoice {
  /** Blocks of one store and one identity class. */
  readonly blocks: readonly IndexedBlock[];
  /** Whether overlays are merged into the blocks that they cover. */
  readonly folding: boolean;
}

/** Entries that are merged at once: bounds the memory of a merge. */
const mergedEntries = 8192;
const looseBlocks: Record<Eagerness, number> = { worthwhile: 16, thorough: 2 };
const overlayBlocks: Record<Eagerness, number> = { worthwhile: 8, thorough: 1 };

/** Chooses what to merge next, overlays first: every read has to look into them. */
export async function chooseBlocks(
  state: PersonState,
  eagerness: Eagerness,
): Promise<MergeChoice | undefined> {
  const damaged = new Set(state.damage.map(({ block }) => block));
  const groups = new Map<string, IndexedBlock[]>();
  for (const block of state.blocks) {
    if (block.header.keyVersion === inboxKeyVersion || damaged.has(block.id)) continue;
    const name = `${block.header.store} ${block.header.identity}`;
    const group = groups.get(name);
    if (group) group.push(block);
    else groups.set(name, [block]);
  }
  for (const group of groups.values()) {
    const overlays = group.filter(({ header }) => header.generation > 0);
    if (overlays.length < overlayBlocks[eagerness]) continue;
    const blocks = await withCovered(state, overlays, group);
    if (blocks) return { blocks, folding: true };
  }
  for (const group of groups.values()) {
    const loose = group.filter((block) => isLoose(block, eagerness));
    if (loose.length >= looseBlocks[eagerness]) return { blocks: oldest(loose), folding: false };
  }
  return undefined;
}

/** Not yet what a block should be. Several streams in a well-filled block are no hurry: a run may move them first. */
function isLoose({ header }: IndexedBlock, eagerness: Eagerness): boolean {
  if (header.generation > 0) return false;
  return header.count < ownBlock || (eagerness === 'thorough' && header.keys.length > 1);
}

function oldest(blocks: readonly IndexedBlock[]): IndexedBlock[] {
  const ordered = [...blocks].sort((one, other) => one.header.commit - other.header.commit);
  let entries = 0;
  const chosen: IndexedBlock[] = [];
  for (const block of ordered) {
    if (chosen.length >= 2 && entries + block.header.count > mergedEntries) break;
    entries += block.header.count;
    chosen.push(block);
  }
  return chosen;
}

/** Overlays, the oldest first, with every block that holds an entry of theirs. */
async function withCovered(
  state: PersonState,
  overlays: readonly IndexedBlock[],
  group: readonly IndexedBlock[],
): Promise<IndexedBlock[] | undefined> {
  const chosen = new Set<IndexedBlock>();
  let entries = 0;
  for (const overlay of [...overlays].sort((one, other) => one.header.generation - other.header.generation)) {
    if (entries > mergedEntries) break;
    const opened = await state.open(overlay);
    if (!opened) continue;
    const ids = new Set(opened.ids());
    const covered: IndexedBlock[] = [];
    for (const block of group) {
      if (block === overlay || block.header.generation > overlay.header.generation) continue;
      if (![...ids].some((id) => id >= block.header.ids[0] && id <= block.header.ids[1])) continue;
      const content = await state.open(block);
      // Folding without a block that cannot be read would let its older versions show again.
      if (!content) return undefined;
      if (content.ids().some((id) => ids.has(id))) covered.push(block);
    }
    for (const block of [overlay, ...covered]) {
      if (!chosen.has(block)) entries += block.header.count;
      chosen.add(block);
    }
  }
  return chosen.size > 0 ? [...chosen] : undefined;
}
