import { MotionType } from '@sojourn/datamodel/streams';
import type { MotionChange } from './motion-changes.js';

/** What becomes of a streak of changes. */
export interface Merge {
  readonly first: number;
  readonly last: number;
  /** Swallowed by the change before it, by the one after it, or made one new change. */
  readonly direction: 'forward' | 'backward' | 'new';
  /** Whether the result keeps the streak's mode instead of taking that of its neighbour. */
  readonly keepsMode: boolean;
}

/** Applies merges that were all decided on the unmerged list: first those forward, then backward, then new ones. */
export function applyMerges(changes: readonly MotionChange[], merges: readonly Merge[]): MotionChange[] {
  // Each position points to the change that it has become part of.
  const merged = changes.map(({ start, end }): MotionChange => ({ start, end }));
  const absorb = ({ first, last }: Merge, into: MotionChange) => merged.fill(into, first, last + 1);
  for (const merge of merges.filter(({ direction }) => direction === 'forward')) {
    const previous = merged[merge.first - 1]!;
    previous.end = merged[merge.last]!.end;
    absorb(merge, previous);
  }
  for (const merge of merges.filter(({ direction }) => direction === 'backward')) {
    const next = merged[merge.last + 1]!;
    const { start } = merged[merge.first]!;
    if (!merge.keepsMode) start.type = next.start.type;
    next.start = start;
    absorb(merge, next);
  }
  for (const merge of merges.filter(({ direction }) => direction === 'new')) {
    const start = { ...merged[merge.first]!.start, type: MotionType.BICYCLING };
    absorb(merge, { start, end: merged[merge.last]!.end });
  }
  return [...new Set(merged)];
}
