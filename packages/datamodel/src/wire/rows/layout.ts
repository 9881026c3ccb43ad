import { deepestObject, isNumberList, isTuple } from '../gather/index.js';

/**
 * What a leaf of a layout holds: numbers, text, booleans, the digits of big integers, lists of objects, lists of numbers, or
 * anything else as JSON.
 */
export type LeafType = 'n' | 's' | 'b' | 'i' | 'l' | 'm' | 'j';

/** The structure of rows that have the same members of the same types in the same order. */
export type Layout =
  | { readonly is: 'leaf'; readonly type: LeafType; readonly column: number }
  | { readonly is: 'null' }
  | { readonly is: 'tuple'; readonly elements: readonly Layout[] }
  | { readonly is: 'object'; readonly members: readonly (readonly [name: string, value: Layout])[] };

/** Rows may hold entries, which have objects as deep as `deepestObject` with tuples in them. */
const deepestLayout = deepestObject + 2;

/** Whether a value is a list of objects, which are rows themselves. */
export function isRowList(value: readonly unknown[]): value is readonly object[] {
  for (let index = 0; index < value.length; index++) {
    const element = value[index];
    if (typeof element !== 'object' || element === null || Array.isArray(element)) return false;
  }
  return value.length > 0;
}

/** Layout of a row as JSON that `readLayout` reads: `{"a":"n","b":["n","n"],"c":null}`. */
export function describeRow(value: unknown, lists: boolean, depth = 0): unknown {
  switch (typeof value) {
    case 'number':
      return 'n';
    case 'string':
      return 's';
    case 'boolean':
      return 'b';
    case 'bigint':
      return 'i';
    default:
      if (value === null) return null;
      if (isTuple(value as object)) return (value as number[]).map(() => 'n');
      if (Array.isArray(value)) return isNumberList(value) ? 'm' : lists && isRowList(value) ? 'l' : 'j';
      if (depth > deepestObject) return 'j';
      return describeObject(value as Record<string, unknown>, lists, depth);
  }
}

// Pairs instead of members: `__proto__` is a name like any other there.
function describeObject(object: Record<string, unknown>, lists: boolean, depth: number): unknown {
  const members: unknown[] = [];
  for (const name in object) {
    if (object[name] !== undefined) members.push(name, describeRow(object[name], lists, depth + 1));
  }
  return { members };
}

/** The text of a layout whose leaves are numbered in the order in which they stand. */
export function layoutText(layout: Layout): string {
  return JSON.stringify(describeLayout(layout));
}

function describeLayout(layout: Layout): unknown {
  switch (layout.is) {
    case 'leaf':
      return layout.type;
    case 'null':
      return null;
    case 'tuple':
      return layout.elements.map(describeLayout);
    case 'object':
      return { members: layout.members.flatMap(([name, value]) => [name, describeLayout(value)]) };
  }
}

const leafTypes: ReadonlySet<unknown> = new Set<LeafType>(['n', 's', 'b', 'i', 'l', 'm', 'j']);

/** Reads a described layout. @throws TypeError when it is none */
export function readLayout(described: unknown): { readonly layout: Layout; readonly types: LeafType[] } {
  const types: LeafType[] = [];
  const read = (part: unknown, depth: number): Layout => {
    if (part === null) return { is: 'null' };
    if (leafTypes.has(part)) {
      types.push(part as LeafType);
      return { is: 'leaf', type: part as LeafType, column: types.length - 1 };
    }
    if (depth > deepestLayout) throw new TypeError('a layout is too deep');
    if (Array.isArray(part))
      return { is: 'tuple', elements: part.map((element) => read(element, depth + 1)) };
    const list = (part as { members?: unknown }).members;
    if (!Array.isArray(list) || list.length % 2 !== 0) throw new TypeError('a layout is none');
    const members: [string, Layout][] = [];
    for (let index = 0; index < list.length; index += 2) {
      members.push([String(list[index]), read(list[index + 1], depth + 1)]);
    }
    return { is: 'object', members };
  };
  return { layout: read(described, 0), types };
}
