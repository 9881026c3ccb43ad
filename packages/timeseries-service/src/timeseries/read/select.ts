import type { TimeRange } from '../../block/index.js';
import { blocksOfKeys } from '../person/block-index.js';
import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';
import { isTimeField, type ReadPlan } from './plan.js';

/** A block that may hold matches, with the range of its order time. */
export interface SelectedBlock {
  readonly block: IndexedBlock;
  readonly min: number;
  readonly max: number;
}

const unknownRange: TimeRange = { min: -Infinity, max: Infinity, count: 0 };

/** Blocks that may hold matches, judged by their headers alone. */
export function selectBlocks(state: PersonState, plan: ReadPlan): SelectedBlock[] {
  const selected: SelectedBlock[] = [];
  const { keys, stores, windows, hints, order } = plan;
  for (const block of keys ? blocksOfKeys(state.blocks, keys) : state.blocks) {
    const { header } = block;
    if (!stores.includes(header.store) || header.keyVersion === inboxKeyVersion) continue;
    if (!windows.every(({ field, start, end }) => overlaps(block, field, start, end))) continue;
    if (!hints.every(({ field, start, end }) => overlaps(block, field, start, end))) continue;
    const range = (isTimeField(order) ? header.times[order] : undefined) ?? unknownRange;
    // Entries without the time come first, unless a window leaves them out.
    const complete = range.count === header.count || windows.some(({ field }) => field === order);
    selected.push({ block, min: complete ? range.min : -Infinity, max: range.max });
  }
  return selected;
}

function overlaps({ header }: IndexedBlock, field: string, start: number, end: number): boolean {
  if (!isTimeField(field)) return true;
  const range = header.times[field];
  return range !== undefined && range.min <= end && range.max >= start;
}
