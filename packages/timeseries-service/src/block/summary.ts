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
  const times: Partial<Record<TimeField, { min: number; max: number; count: number }>> = {};
  const ids: [string, string] = ['', ''];
  let invalid = 0;
  for (const group of groups) {
    if (group.shape.members.has('invalid')) invalid += group.rows.length;
    else if (group.shape.text === 'j') invalid += countInvalid(group);
    let last: { readonly key: string; readonly tally: KeyTally } | undefined;
    each(group, keyPath, (key, row) => {
      if (typeof key !== 'string') return;
      if (last?.key !== key) last = { key, tally: tallyOf(keys, key, row) };
      last.tally.count++;
      if (row < last.tally.first) last.tally.first = row;
    });
    const [first, end] = idRange(group);
    if (first !== '' && (ids[0] === '' || first < ids[0])) ids[0] = first;
    if (end > ids[1]) ids[1] = end;
    for (const [index, path] of timePaths.entries()) {
      each(group, path, (value) => {
        if (typeof value !== 'number' || value - value !== 0) return;
        const field = timeFields[index]!;
        const range = times[field];
        if (!range) times[field] = { min: value, max: value, count: 1 };
        else {
          range.count++;
          if (value < range.min) range.min = value;
          if (value > range.max) range.max = value;
        }
      });
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

function tallyOf(keys: Map<string, KeyTally>, key: string, row: number): KeyTally {
  let tally = keys.get(key);
  if (tally === undefined) {
    tally = { count: 0, first: row };
    keys.set(key, tally);
  }
  return tally;
}

/** Smallest and largest object id of a group; two empty texts when it has none. */
function idRange(group: Group): readonly [min: string, max: string] {
  const texts: string[] = [];
  each(group, idPath, (value) => {
    if (typeof value === 'string') texts.push(value);
  });
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

/** Visits the values of a group at a path, also within nested JSON. */
function each(group: Group, path: readonly string[], visit: (value: unknown, row: number) => void): void {
  const leaf = group.shape.leafAt(path);
  if (leaf >= 0) {
    const values = group.columns[leaf]!;
    for (let index = 0; index < values.length; index++) visit(values[index], group.rows[index]!);
    return;
  }
  const nested = group.shape.nestedAt(path);
  if (nested < 0) return;
  const rest = path.slice(group.shape.leaves[nested]!.path.length);
  for (const [index, value] of group.columns[nested]!.entries()) {
    visit(within(readExact(exactText(value as NestedValue)), rest), group.rows[index]!);
  }
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
