import { isTagged, writeExact } from '../exact-json.js';
import type { Group, NestedValue, ObjectList } from '../gather.js';

/** Nested values of a leaf that are stored as columns: lists, of so many numbers or objects each. */
export type NestedColumn =
  | { readonly of: 'numbers'; readonly lengths: Float64Array; readonly numbers: readonly number[] }
  | { readonly of: 'objects'; readonly lengths: Float64Array; readonly groups: readonly Group[] };

/** Lists with fewer members together take less room as text. */
const fewestMembers = 8;

/**
 * Decides which nested values of a group become columns.
 * @returns those columns by leaf, and the group with the exact texts of all other nested values
 */
export function nestedColumns(group: Group): {
  readonly texts: Group;
  readonly nested: ReadonlyMap<number, NestedColumn>;
} {
  const nested = new Map<number, NestedColumn>();
  let columns: unknown[][] | undefined;
  for (const leaf of group.shape.nested) {
    const values = group.columns[leaf] as NestedValue[];
    if (values.every((value) => typeof value === 'string')) continue;
    const column = asColumn(values);
    if (column !== undefined) nested.set(leaf, column);
    else {
      columns ??= [...group.columns];
      columns[leaf] = values.map(exactText);
    }
  }
  return { texts: columns === undefined ? group : { ...group, columns }, nested };
}

/** The exact text of a nested value. */
export function exactText(value: NestedValue): string {
  if (typeof value === 'string') return value;
  return isObjectList(value) ? value.text() : writeExact(value);
}

function asColumn(values: readonly NestedValue[]): NestedColumn | undefined {
  if (values.some((value) => typeof value === 'string')) return undefined;
  const lists = values as readonly (readonly number[] | ObjectList)[];
  const lengths = Float64Array.from(lists, ({ length }) => length);
  if (lengths.reduce((sum, length) => sum + length, 0) < fewestMembers) return undefined;
  if (lists.every(isNumbers)) return { of: 'numbers', lengths, numbers: lists.flat() };
  if (!lists.every(isObjectList)) return undefined;
  const groups = lists[0]!.gather(lists)?.map(withTexts);
  return groups?.every(isPlain) ? { of: 'objects', lengths, groups } : undefined;
}

/** Lists within objects of lists stay texts. */
function withTexts(group: Group): Group {
  if (group.shape.nested.length === 0) return group;
  const columns = [...group.columns];
  for (const leaf of group.shape.nested) columns[leaf] = (columns[leaf] as NestedValue[]).map(exactText);
  return { ...group, columns };
}

/** Whether JSON says everything about the rows of a group, so that their text can be put together from columns. */
function isPlain({ shape, columns, known }: Group): boolean {
  return shape.leaves.every(({ type }, leaf) => {
    if (known?.derivations.has(leaf)) return true;
    const values = columns[leaf]!;
    if (type === 'n') return values.every((value) => Number.isFinite(value) && !Object.is(value, -0));
    if (type === 'j') return values.every((text) => !isTagged(text as string));
    return type !== 'i';
  });
}

function isNumbers(value: NestedValue): value is readonly number[] {
  return Array.isArray(value);
}

function isObjectList(value: NestedValue): value is ObjectList {
  return typeof value === 'object' && !Array.isArray(value);
}
