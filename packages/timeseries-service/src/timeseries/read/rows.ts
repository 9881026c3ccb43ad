import type { ColumnBlock } from '../../block/index.js';
import type { IndexedBlock } from '../person/stored-block.js';
import { applyFilter } from './local-date.js';
import type { Overlays } from './overlays.js';
import type { ReadPlan } from './plan.js';

/** Rows of a block that match, in the order of the answer, with the times that order them. */
export interface MatchingRows {
  /** undefined: all rows in stored order. */
  readonly rows: Uint32Array | undefined;
  readonly count: number;
  /** Order time by row of the block; −Infinity where there is none. */
  readonly times: Float64Array;
}

/** @param until sequence after which nothing is shown */
export function matchingRows(
  block: IndexedBlock,
  opened: ColumnBlock,
  plan: ReadPlan,
  overlays: Overlays,
  until: number,
): MatchingRows {
  const marks = markRows(block, opened, plan, overlays, until);
  const times = orderTimes(opened, plan);
  let rows: Uint32Array | undefined;
  let { count } = opened;
  if (marks) {
    rows = new Uint32Array(opened.count);
    count = 0;
    for (let row = 0; row < marks.length; row++) if (marks[row]) rows[count++] = row;
    rows = rows.subarray(0, count);
  }
  if (!isOrdered(rows, count, times, plan.descending)) {
    rows = sortRows(
      rows ?? Uint32Array.from({ length: count }, (_, row) => row),
      times,
      opened,
      plan.descending,
    );
  }
  return { rows, count, times };
}

/** Marks of the rows that match, or undefined when all do. */
function markRows(
  block: IndexedBlock,
  opened: ColumnBlock,
  plan: ReadPlan,
  overlays: Overlays,
  until: number,
): Uint8Array | undefined {
  const { header } = block;
  let marks: Uint8Array | undefined;
  const marked = (): Uint8Array => {
    marks ??= new Uint8Array(opened.count).fill(1);
    return marks;
  };
  for (const { field, start, end } of plan.windows) {
    const range = header.times[field as keyof typeof header.times];
    if (range?.count === header.count && range.min >= start && range.max <= end) continue;
    const values = opened.numbers(field);
    const target = marked();
    for (let row = 0; row < values.length; row++) {
      const value = values[row]!;
      if (!(value >= start && value <= end)) target[row] = 0;
    }
  }
  const { keys } = plan;
  if (keys && !header.keys.every((key) => keys.has(key))) {
    const target = marked();
    for (const [row, key] of opened.strings('metadata.key').entries()) {
      if (key === undefined || !keys.has(key)) target[row] = 0;
    }
  }
  if (header.invalid > 0 && !plan.includeInvalid) {
    const target = marked();
    for (let row = 0; row < target.length; row++) if (opened.has('invalid', row)) target[row] = 0;
  }
  for (const filter of plan.components) applyFilter(filter, opened, marked());
  for (const filter of plan.filters) filter.apply(opened, marked());
  if (overlays.mayCover(block)) {
    const target = marked();
    for (const [row, id] of opened.ids().entries()) if (overlays.isReplaced(block, id)) target[row] = 0;
  }
  if (header.commit > until) {
    const target = marked();
    for (const [row, arrival] of opened.arrivals().entries()) if (arrival > until) target[row] = 0;
  }
  return marks;
}

function orderTimes(opened: ColumnBlock, plan: ReadPlan): Float64Array {
  const times = opened.numbers(plan.order);
  let complete = true;
  for (let row = 0; row < times.length && complete; row++) complete = !Number.isNaN(times[row]!);
  // NaN has no place in an order.
  return complete ? times : times.map((time) => (Number.isNaN(time) ? -Infinity : time));
}

function isOrdered(
  rows: Uint32Array | undefined,
  count: number,
  times: Float64Array,
  descending: boolean,
): boolean {
  for (let place = 1; place < count; place++) {
    const before = times[rows ? rows[place - 1]! : place - 1]!;
    const time = times[rows ? rows[place]! : place]!;
    if (descending ? !(before > time) : !(before < time)) return false;
  }
  return true;
}

function sortRows(
  rows: Uint32Array,
  times: Float64Array,
  opened: ColumnBlock,
  descending: boolean,
): Uint32Array {
  const ids = opened.ids();
  const direction = descending ? -1 : 1;
  return rows.sort((one, other) => {
    const difference = times[one]! - times[other]!;
    if (difference !== 0 && !Number.isNaN(difference)) return direction * difference;
    const [left, right] = [ids[one]!, ids[other]!];
    return left === right ? one - other : left < right ? -direction : direction;
  });
}
