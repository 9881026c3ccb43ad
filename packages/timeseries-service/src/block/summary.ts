import { type TimeField, type TimeRange, timeFields } from './block.js';
import { exactText } from './columns/nested.js';
import { readExact } from './exact-json.js';
import type { Group, NestedValue } from './gather.js';
import { isHex } from './hex.js';

/** What a header says about the entries of a block, found without looking at anything but a few columns. */
export interface Summary {
  readonly keys: readonly string[];
  readonly keyCounts: readonly number[];
  readonly invalid: number;
  readonly times: Partial<Record<TimeField, TimeRange>>;
  readonly ids: readonly [min: string, max: string];
}

/** Entries of a stream, and the row of the first. */
interface KeyTally {
  count: number;
  first: number;
}

const keyPath = ['metadata', 'key'];
const idPath = ['_id', '$oid'];
const timePaths = timeFields.map((field) => field.split('.'));

export function summarise(groups: readonly Group[]): Summary {
  const keys = new Map<string, KeyTally>();
  const times: Partial<Record<TimeField, TimeRange>> = {};
  const ids: [string, string] = ['', ''];
  let invalid = 0;
  for (const group of groups) {
    if (group.shape.members.has('invalid')) invalid += group.rows.length;
    else if (group.shape.text === 'j') invalid += countInvalid(group);
    tally(valuesAt(group, keyPath), group.rows, keys);
    const [first, end] = idRange(group);
    if (first !== '' && (ids[0] === '' || first < ids[0])) ids[0] = first;
    if (end > ids[1]) ids[1] = end;
    for (const [index, path] of timePaths.entries()) {
      const range = rangeOf(valuesAt(group, path));
      if (range !== undefined) times[timeFields[index]!] = joined(times[timeFields[index]!], range);
    }
  }
  const ordered = [...keys].sort(([, one], [, other]) => one.first - other.first);
  return {
    keys: ordered.map(([key]) => key),
    keyCounts: ordered.map(([, { count }]) => count),
    invalid,
    times,
    ids,
  };
}

function tally(values: readonly unknown[], rows: readonly number[], keys: Map<string, KeyTally>): void {
  let last: string | undefined;
  let of: KeyTally = { count: 0, first: 0 };
  for (let index = 0; index < values.length; index++) {
    const key = values[index];
    if (typeof key !== 'string') continue;
    const row = rows[index]!;
    if (key !== last) {
      last = key;
      of = keys.get(key) ?? { count: 0, first: row };
      keys.set(key, of);
    }
    of.count++;
    if (row < of.first) of.first = row;
  }
}

/** How many of some values are finite numbers, and the smallest and the largest; undefined when none is. */
function rangeOf(values: readonly unknown[]): TimeRange | undefined {
  let count = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (typeof value !== 'number' || value - value !== 0) continue;
    count++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return count === 0 ? undefined : { min, max, count };
}

function joined(one: TimeRange | undefined, other: TimeRange): TimeRange {
  if (one === undefined) return other;
  return {
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    count: one.count + other.count,
  };
}

/** Smallest and largest object id of a group; two empty texts when it has none. */
function idRange(group: Group): readonly [min: string, max: string] {
  const texts = valuesAt(group, idPath).filter((value) => typeof value === 'string');
  // As a rule they all are ids: then it is enough to look at the two in question.
  const range = extremesOf(texts);
  return range.every((id) => isHex(id, 24)) ? range : extremesOf(texts.filter((text) => isHex(text, 24)));
}

function extremesOf(texts: readonly string[]): readonly [min: string, max: string] {
  let min = texts[0] ?? '';
  let max = min;
  for (const text of texts) {
    if (text < min) min = text;
    else if (text > max) max = text;
  }
  return [min, max];
}

/** The values of a group at a path, also within nested JSON; empty where the path leads nowhere. */
function valuesAt(group: Group, path: readonly string[]): readonly unknown[] {
  const leaf = group.shape.leafAt(path);
  if (leaf >= 0) return group.columns[leaf]!;
  const nested = group.shape.nestedAt(path);
  if (nested < 0) return [];
  const rest = path.slice(group.shape.leaves[nested]!.path.length);
  return group.columns[nested]!.map((value) => within(readExact(exactText(value as NestedValue)), rest));
}

function within(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const member of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined;
    value = (value as Record<string, unknown>)[member];
  }
  return value;
}

function countInvalid(group: Group): number {
  const entries = group.columns[0]!.map((text) => readExact(text as string) as object);
  return entries.filter((entry) => Object.hasOwn(entry, 'invalid')).length;
}
