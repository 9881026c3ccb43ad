import { isObject } from '@sojourn/datamodel/wire';
import { cellsOf, partAt } from './cells.js';
import type { ColumnReader } from './columns/read.js';
import type { LeafType, ShapeTree } from './shape.js';

/**
 * What stands at a member: a number, a big integer, a text, a truth value, an object id, null, or something nested.
 */
export type CellKind = 'number' | 'big-integer' | 'text' | 'flag' | 'id' | 'null' | 'nested';

const kindOfLeaf: Record<LeafType, CellKind> = {
  n: 'number',
  i: 'big-integer',
  s: 'text',
  b: 'flag',
  j: 'nested',
};

/** Told of every member and what stands there. Members of local dates are told of one by one. */
export type OnKind = (path: readonly string[], kind: CellKind) => void;

/** The members of the object at a path of a group, in order, with what stands at each. */
export function visitKinds(group: ColumnReader, path: readonly string[], visit: OnKind): void {
  const part = partAt(group.shape.tree, path);
  if (part?.is === 'object') {
    visitMembers(part, (leaf) => kindOfLeaf[group.shape.leaves[leaf]!.type], visit);
    return;
  }
  // Too deep or too odd for columns of its own: the values have to say.
  const cells = cellsOf(group, path);
  for (let row = 0; cells && row < group.count; row++) visitValue(cells[row], visit);
}

function visitMembers(
  object: Extract<ShapeTree, { is: 'object' }>,
  kindAt: (leaf: number) => CellKind,
  visit: OnKind,
): void {
  for (const [name, tree] of object.members) {
    if (tree.is === 'leaf') visit([name], kindAt(tree.leaf));
    else if (tree.is === 'null') visit([name], 'null');
    else if (tree.is === 'object' && isId(tree.members.map(([member]) => member))) visit([name], 'id');
    else if (tree.is === 'object' && isLocalDate(name)) {
      for (const [member, inner] of tree.members) {
        const kind = inner.is === 'leaf' ? kindAt(inner.leaf) : inner.is === 'null' ? 'null' : 'nested';
        visit([name, member], kind);
      }
    } else visit([name], 'nested');
  }
}

function visitValue(value: unknown, visit: OnKind): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (isObject(member) && isLocalDate(name)) {
      for (const [inner, part] of Object.entries(member)) visit([name, inner], kindOfValue(part));
    } else visit([name], kindOfValue(member));
  }
}

function kindOfValue(value: unknown): CellKind {
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'bigint':
      return 'big-integer';
    case 'string':
      return 'text';
    case 'boolean':
      return 'flag';
    default:
      if (value === null) return 'null';
      return isObject(value) && isId(Object.keys(value)) ? 'id' : 'nested';
  }
}

function isLocalDate(name: string): boolean {
  return name.endsWith('local_dt');
}

function isId(members: readonly string[]): boolean {
  return members.length === 1 && members[0] === '$oid';
}
