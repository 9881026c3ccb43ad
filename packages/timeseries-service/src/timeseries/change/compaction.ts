import { setImmediate } from 'node:timers/promises';
import type { PersonId } from '@sojourn/datamodel';
import type { SealedBlock } from '../../block/index.js';
import type { People } from '../person/people.js';
import { BlockReplaced, type PersonState } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';
import { chooseBlocks, type Eagerness, type MergeChoice } from './choose-blocks.js';
import { coalesceChanges } from './coalesce-changes.js';
import { incomingEntry } from './incoming.js';
import { layOut } from './layout.js';
import { type Arrival, fullBlock, sealArrivals } from './seal-entries.js';

const nothing = { merged: 0, written: 0 } as const;

/**
 * Merges some small blocks of a person. Reading and sealing happen beside uploads and commits; only the exchange of
 * the blocks waits for its turn, and does not take place when one of them has been replaced meanwhile. A crash leaves
 * either the old blocks or the new ones.
 * @returns numbers of blocks that were merged and written
 */
export async function compactOnce(
  people: People,
  person: PersonId,
  eagerness: Eagerness,
): Promise<{ readonly merged: number; readonly written: number }> {
  const state = await people.get(person);
  if (state.keys.locked) return nothing;
  const choice = await chooseBlocks(state, eagerness);
  if (!choice) return nothing;
  const add = await mergeBlocks(state, choice);
  if (!add) return nothing;
  return people.exclusive(person, async (current) => {
    if (current !== state || !choice.blocks.every(({ id }) => state.isLive(id))) return nothing;
    await state.apply({ add, remove: choice.blocks });
    return { merged: choice.blocks.length, written: add.length };
  });
}

/** The blocks in their new form, or undefined when that would be no better. */
async function mergeBlocks(state: PersonState, choice: MergeChoice): Promise<SealedBlock[] | undefined> {
  const newest = await newestVersions(state, choice.blocks);
  if (!newest) return undefined;
  const isLog = choice.blocks[0]!.header.store === 'changes';
  const arrivals = isLog ? coalesceChanges(newest, state.head.sequence) : newest;
  const { own, mixed } = layOut(arrivals);
  const expected = own.length + Math.ceil(mixed.length / fullBlock);
  if (!choice.folding && expected >= choice.blocks.length) return undefined;
  const { store, identity } = choice.blocks[0]!.header;
  const commit = Math.max(...choice.blocks.map(({ header }) => header.commit));
  const about = { person: state.id, store, identity, commit, effort: 'small' } as const;
  const sealed: SealedBlock[] = [];
  for (const part of [...own, ...parts(mixed)]) {
    const key = await state.currentKey();
    sealed.push(...(await sealArrivals(part, about, key)));
    await setImmediate();
  }
  return sealed;
}

function parts(mixed: readonly Arrival[]): Arrival[][] {
  const cut: Arrival[][] = [];
  for (let start = 0; start < mixed.length; start += fullBlock)
    cut.push(mixed.slice(start, start + fullBlock));
  return cut;
}

/** All entries of some blocks, each in its newest version; undefined when a block is damaged or gone. */
async function newestVersions(
  state: PersonState,
  blocks: readonly IndexedBlock[],
): Promise<Arrival[] | undefined> {
  const newest = new Map<string, Arrival>();
  const byGeneration = [...blocks].sort((one, other) => one.header.generation - other.header.generation);
  for (const block of byGeneration) {
    const opened = await state.open(block).catch((error: unknown) => {
      if (error instanceof BlockReplaced) return undefined;
      throw error;
    });
    if (!opened) return undefined;
    const arrivals = opened.arrivals();
    for (const [row, entry] of opened.objects().entries()) {
      newest.set(entry._id.$oid, { incoming: incomingEntry(entry), arrival: arrivals[row]! });
    }
    await setImmediate();
  }
  return [...newest.values()];
}
