import type { Layout, LeafType as WireType } from '@sojourn/datamodel/wire';
import type { ColumnReader } from './columns/read.js';
import { valuesOf } from './columns/values.js';
import { exactToWire } from './exact-json.js';
import type { LeafType, Shape, ShapeTree } from './shape.js';

/** The leaves of entries of one shape, in the form in which rows carry them on the wire. */
export class Leaves {
  constructor(private readonly group: ColumnReader) {}

  get layout(): Layout {
    const { shape } = this.group;
    return layoutOf(shape.tree, shape);
  }

  get shape(): Shape {
    return this.group.shape;
  }

  /** What stands at each leaf, nested values as the exact texts that the block keeps. Made anew each time. */
  stored(): ArrayLike<unknown>[] {
    const { shape, count } = this.group;
    return shape.leaves.map(({ type }, leaf) => valuesOf(this.group.column(leaf), storedType(type), count));
  }

  /** The same with nested values in wire form. */
  columns(): ArrayLike<unknown>[] {
    const { leaves } = this.group.shape;
    return this.stored().map((values, leaf) =>
      leaves[leaf]!.type === 'j' ? Array.from(values as ArrayLike<string>, exactToWire) : values,
    );
  }
}

/** Big integers and nested values stay the texts that they are stored as. */
function storedType(type: LeafType): LeafType {
  return type === 'i' || type === 'j' ? 's' : type;
}

/** Of exact texts nobody has looked at what is in them. */
function wireType(type: LeafType): WireType {
  return type === 'j' ? 'w' : type;
}

function layoutOf(tree: ShapeTree, shape: Shape): Layout {
  switch (tree.is) {
    case 'leaf':
      return { is: 'leaf', type: wireType(shape.leaves[tree.leaf]!.type), column: tree.leaf };
    case 'null':
      return tree;
    case 'tuple':
      return { is: 'tuple', elements: tree.elements.map((element) => layoutOf(element, shape)) };
    case 'object':
      return {
        is: 'object',
        members: tree.members.map(([name, member]) => [name, layoutOf(member, shape)]),
      };
  }
}
