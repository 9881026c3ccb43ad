import { setImmediate } from 'node:timers/promises';
import { BlockReplaced, type PersonState } from '../person/person-state.js';
import { BlockCursor, type Position } from './block-cursor.js';
import { CursorHeap } from './cursor-heap.js';
import { Overlays } from './overlays.js';
import type { ReadPlan } from './plan.js';
import { matchingRows } from './rows.js';
import { selectBlocks } from './select.js';

/** Rows of one block that follow each other in the answer. */
export interface Run {
  readonly cursor: BlockCursor;
  /** Places among the cursor's matching rows. */
  readonly from: number;
  readonly to: number;
}

/** Answers from at most so many blocks leave them in memory. */
const keptBlocks = 32;

/** Rows that are handed on together. */
const batchRows = 1024;

/**
 * The matching rows of a person in order, as batches of runs. Blocks are opened when the answer reaches them and
 * dropped behind it, so memory depends on how many overlap, not on the length of the answer.
 * @param until sequence after which nothing is shown
 * @param after position behind which to begin
 */
export async function* mergeRuns(
  state: PersonState,
  plan: ReadPlan,
  until: number,
  after?: Position,
): AsyncGenerator<Run[]> {
  let position = after;
  for (;;) {
    let last: Run | undefined;
    try {
      for await (const batch of mergeLiveBlocks(state, plan, until, position)) {
        yield batch;
        last = batch.at(-1);
      }
      return;
    } catch (error) {
      if (!(error instanceof BlockReplaced)) throw error;
      // A compaction or commit wrote the blocks ahead anew: go on behind what has been handed out.
      if (last) position = last.cursor.positionAt(last.to - 1);
    }
  }
}

async function* mergeLiveBlocks(
  state: PersonState,
  plan: ReadPlan,
  until: number,
  after: Position | undefined,
): AsyncGenerator<Run[]> {
  const direction = plan.descending ? -1 : 1;
  const nearEnd = plan.descending ? ('max' as const) : ('min' as const);
  const farEnd = plan.descending ? ('min' as const) : ('max' as const);
  const overlays = await Overlays.of(state, state.blocks);
  const pending = selectBlocks(state, plan)
    .filter(
      (selected) =>
        !after || direction * (selected[farEnd] - after.time) >= 0 || selected[farEnd] === after.time,
    )
    .sort((one, other) =>
      one[nearEnd] === other[nearEnd] ? 0 : direction * (one[nearEnd] - other[nearEnd]),
    );
  // A long answer would push everything else out of memory, and not read its blocks again itself.
  const keep = pending.length <= keptBlocks;
  const heap = new CursorHeap();
  let next = 0;
  let batch: Run[] = [];
  let rows = 0;
  let opened = 0;
  for (;;) {
    for (; next < pending.length; next++) {
      const { block, [nearEnd]: bound } = pending[next]!;
      if (heap.top && direction * (bound - heap.top.time) > 0) break;
      const content = await state.open(block, keep);
      if (!content) continue;
      const cursor = new BlockCursor(content, matchingRows(block, content, plan, overlays, until), direction);
      if (after) cursor.skipTo(after);
      if (!cursor.done) heap.push(cursor);
      // Long answers leave the process time for others.
      if (++opened % 16 === 0) await setImmediate();
    }
    const { top } = heap;
    if (!top) break;
    const from = top.place;
    const to = top.endOfRun(heap.second, pending[next]?.[nearEnd] ?? direction * Infinity);
    batch.push({ cursor: top, from, to });
    rows += to - from;
    top.advanceTo(to);
    heap.settleTop();
    if (rows >= batchRows) {
      yield batch;
      batch = [];
      rows = 0;
    }
  }
  if (batch.length > 0) yield batch;
}
