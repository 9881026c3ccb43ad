import { setImmediate } from 'node:timers/promises';
import type { PersonState } from '../person/person-state.js';
import { Overlays } from './overlays.js';
import type { ReadPlan } from './plan.js';
import { retryReplaced } from './retry.js';
import { matchingRows } from './rows.js';
import { selectBlocks } from './select.js';

/** Number of matches. Blocks whose header decides are not opened. */
export function countMatches(state: PersonState, plan: ReadPlan): Promise<number> {
  return retryReplaced(() => countInBlocks(state, plan));
}

async function countInBlocks(state: PersonState, plan: ReadPlan): Promise<number> {
  state.assertOpen();
  const overlays = await Overlays.of(state, state.blocks);
  let count = 0;
  let opens = 0;
  for (const { block } of selectBlocks(state, plan)) {
    const certain = countByHeader(block.header, plan);
    if (certain !== undefined && !overlays.mayCover(block)) {
      count += certain;
      continue;
    }
    if (++opens % 32 === 0) await setImmediate();
    const opened = await state.open(block);
    if (opened) count += matchingRows(block, opened, plan, overlays, state.head.sequence).count;
  }
  return count;
}

function countByHeader(
  header: Parameters<typeof matchingRows>[0]['header'],
  { keys, windows, components, filters, includeInvalid }: ReadPlan,
): number | undefined {
  if (components.length + filters.length > 0 || (header.invalid > 0 && !includeInvalid)) return undefined;
  let { count } = header;
  if (keys) {
    count = 0;
    for (let index = 0; index < header.keys.length; index++) {
      if (keys.has(header.keys[index]!)) count += header.keyCounts[index]!;
    }
    if (count === 0) return 0;
  }
  for (const { field, start, end } of windows) {
    const range = header.times[field as keyof typeof header.times];
    if (!range || range.min < start || range.max > end) return undefined;
    if (range.count === header.count) continue;
    if (count !== header.count) return undefined;
    count = range.count;
  }
  return count;
}
