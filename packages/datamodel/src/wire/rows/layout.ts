import { deepestObject, type EarlierRows, isNumberList, isTuple } from '../gather/index.js';
import { needsOwnRendering } from '../stringify.js';

/**
 * What a leaf of a layout holds: numbers, text, booleans, the digits of big integers, lists of numbers, lists of rows
 * that stand before this one (their positions), or anything else as text: JSON that any parser reads, or wire form.
 */
export type LeafType = 'n' | 's' | 'b' | 'i' | 'm' | 'r' | 'j' | 'w';

/** The structure of rows that have the same members of the same types in the same order. */
export type Layout =
  | { readonly is: 'leaf'; readonly type: LeafType; readonly column: number }
  | { readonly is: 'null' }
  | { readonly is: 'tuple'; readonly elements: readonly Layout[] }
  | { readonly is: 'object'; readonly members: readonly (readonly [name: string, value: Layout])[] };

/** Rows may hold entries, which have objects as deep as `deepestObject` with tuples in them. */
const deepestLayout = deepestObject + 2;

/** What becomes of a list, or of an object that is nested too deep. */
export function nestedType(value: object, earlier: EarlierRows): 'j' | 'w' | 'm' | 'r' {
  if (Array.isArray(value) && value.length > 0) {
    if (isNumberList(value)) return 'm';
    if (earlier.positionsOf(value) !== undefined) return 'r';
  }
  return needsOwnRendering(value) ? 'w' : 'j';
}

/** Layout of a row as JSON that `readLayout` reads: `{"a":"n","b":["n","n"],"c":null}`. */
export function describeRow(value: unknown, earlier: EarlierRows, depth = 0): unknown {
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
      if (Array.isArray(value) || depth > deepestObject) return nestedType(value as object, earlier);
      return describeObject(value as Record<string, unknown>, earlier, depth);
  }
}

// Pairs instead of members: `__proto__` is a name like any other there.
function describeObject(object: Record<string, unknown>, earlier: EarlierRows, depth: number): unknown {
  const members: unknown[] = [];
  for (const name in object) {
    if (object[name] !== undefined) members.push(name, describeRow(object[name], earlier, depth + 1));
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

const leafTypes: ReadonlySet<unknown> = new Set<LeafType>(['n', 's', 'b', 'i', 'm', 'r', 'j', 'w']);

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
