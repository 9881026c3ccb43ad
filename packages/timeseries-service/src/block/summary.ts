import { type TimeField, type TimeRange, timeFields } from './block.js';
import { readExact } from './exact-json.js';
import type { Group } from './gather.js';
import { isHex } from './hex.js';

/** What a header says about the entries of a block, found without looking at anything but a few columns. */
export interface Summary {
  readonly keys: readonly string[];
  readonly keyCounts: readonly number[];
  readonly invalid: number;
  readonly times: Partial<Record<TimeField, TimeRange>>;
  readonly ids: readonly [min: string, max: string];
}

const keyPath = ['metadata', 'key'];
const idPath = ['_id', '$oid'];
const timePaths = timeFields.map((field) => field.split('.'));

export function summarise(groups: readonly Group[]): Summary {
  const keys = new Map<string, { count: number; first: number }>();
  const times: Partial<Record<TimeField, { min: number; max: number; count: number }>> = {};
  const ids: [string, string] = ['', ''];
  let invalid = 0;
  for (const group of groups) {
    if (group.shape.members.has('invalid')) invalid += group.rows.length;
    else if (group.shape.text === 'j') invalid += countInvalid(group);
    each(group, keyPath, (value, row) => {
      if (typeof value !== 'string') return;
      const known = keys.get(value);
      if (!known) keys.set(value, { count: 1, first: row });
      else {
        known.count++;
        if (row < known.first) known.first = row;
      }
    });
    each(group, idPath, (value) => {
      if (typeof value !== 'string' || (value >= ids[0] && value <= ids[1] && ids[0] !== '')) return;
      if (!isHex(value, 24)) return;
      if (ids[0] === '' || value < ids[0]) ids[0] = value;
      if (value > ids[1]) ids[1] = value;
    });
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
  for (const [index, text] of group.columns[nested]!.entries()) {
    visit(within(readExact(text as string), rest), group.rows[index]!);
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
