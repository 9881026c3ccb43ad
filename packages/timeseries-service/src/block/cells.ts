import type { ColumnReader } from './columns/read.js';
import { valuesOf } from './columns/values.js';
import { buildPart } from './objects.js';
import type { ShapeTree } from './shape.js';

/** The values of a group at a path, whatever they are; undefined where there is none. They are not kept. */
export function cellsOf(group: ColumnReader, path: readonly string[]): ArrayLike<unknown> | undefined {
  const { shape, count } = group;
  const leaf = shape.leafAt(path);
  if (leaf >= 0) return valuesOf(group.column(leaf), shape.leaves[leaf]!.type, count);
  const nested = shape.nestedAt(path);
  if (nested >= 0) {
    const rest = path.slice(shape.leaves[nested]!.path.length);
    return Array.from(valuesOf(group.column(nested), 'j', count), (value) => within(value, rest));
  }
  const tree = partAt(shape.tree, path);
  return tree && Array.from({ length: count }, (_, row) => buildPart(group, tree, row));
}

/** The part of a shape at a path, undefined if there is none. */
export function partAt(tree: ShapeTree, path: readonly string[]): ShapeTree | undefined {
  let part: ShapeTree | undefined = tree;
  for (const name of path) {
    if (part?.is === 'object') part = part.members.find(([member]) => member === name)?.[1];
    else if (part?.is === 'tuple') part = part.elements[Number(name)];
    else return undefined;
  }
  return part;
}

/** The value at a path within a value. */
export function within(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const member of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined;
    value = (value as Record<string, unknown>)[member];
  }
  return value;
}
