import type { Column } from './columns/column.js';
import type { ColumnReader } from './columns/read.js';
import { valueAt } from './columns/values.js';
import { type Build, compile, ObjectSource } from './object-builder.js';
import type { Shape, ShapeTree } from './shape.js';

/** What is known about building documents of one shape whose columns are stored in one way. */
interface Builder {
  /** Documents asked for so far. */
  rows: number;
  build: Build | undefined;
}

/** A builder is compiled when so many documents were asked for. */
const worthCompiling = 128;
/** Ways of storing the columns of one shape that are told apart. */
const mostBuilders = 64;

const builders = new WeakMap<Shape, Map<string, Builder>>();
let mayCompile = true;

/**
 * Documents of a group.
 * @param rows which, in the order wanted; all when undefined
 */
export function buildObjects(reader: ColumnReader, rows: ArrayLike<number> | undefined): unknown[] {
  const count = rows ? rows.length : reader.count;
  const source = new ObjectSource(reader);
  const build = builderFor(reader.shape, source, count);
  if (build) return build(source.columns, source.scalars, source.tables, rows, count);
  return Array.from({ length: count }, (_, index) => buildObject(reader, rows ? rows[index]! : index));
}

/** One document of a group. */
export function buildObject(reader: ColumnReader, row: number): unknown {
  return buildPart(reader, reader.shape.tree, row);
}

/** A part of one document of a group. */
export function buildPart(reader: ColumnReader, part: ShapeTree, row: number): unknown {
  return assemble(part, (leaf) =>
    valueAt(reader.column(leaf) as Column, reader.shape.leaves[leaf]!.type, row),
  );
}

function assemble(tree: ShapeTree, leafValue: (leaf: number) => unknown): unknown {
  switch (tree.is) {
    case 'leaf':
      return leafValue(tree.leaf);
    case 'null':
      return null;
    case 'tuple':
      return tree.elements.map((element) => assemble(element, leafValue));
    case 'object': {
      const object: Record<string, unknown> = {};
      for (const [name, member] of tree.members) {
        const value = assemble(member, leafValue);
        if (name !== '__proto__') object[name] = value;
        else
          Object.defineProperty(object, name, {
            value,
            enumerable: true,
            configurable: true,
            writable: true,
          });
      }
      return object;
    }
  }
}

function builderFor(shape: Shape, source: ObjectSource, count: number): Build | undefined {
  let known = builders.get(shape);
  if (!known) {
    known = new Map();
    builders.set(shape, known);
  }
  let builder = known.get(source.signature);
  if (!builder) {
    if (known.size >= mostBuilders) known.clear();
    builder = { rows: 0, build: undefined };
    known.set(source.signature, builder);
  }
  builder.rows += count;
  if (builder.build === undefined && builder.rows >= worthCompiling && mayCompile) {
    try {
      builder.build = compile(shape, source);
    } catch {
      mayCompile = false;
    }
  }
  return builder.build;
}
