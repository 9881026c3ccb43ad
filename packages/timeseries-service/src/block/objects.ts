import type { Column } from './columns/column.js';
import type { ColumnReader } from './columns/read.js';
import { valueAt, valuesOf } from './columns/values.js';
import type { Shape, ShapeTree } from './shape.js';

/** Makes the documents of a shape from arrays of leaf values. */
type Build = (columns: readonly ArrayLike<unknown>[], count: number) => unknown[];

/** What is known about building documents of one shape. */
interface Builder {
  /** Documents asked for so far. */
  rows: number;
  build: Build | undefined;
}

/** A builder is compiled when so many documents of a shape were asked for. */
const worthCompiling = 128;

const builders = new WeakMap<Shape, Builder>();
let mayCompile = true;

/** All documents of a group. */
export function buildObjects(reader: ColumnReader): unknown[] {
  const { shape, count } = reader;
  const build = builderFor(shape, count);
  if (!build) return Array.from({ length: count }, (_, row) => buildObject(reader, row));
  const columns = shape.leaves.map((leaf, index) => valuesOf(reader.column(index), leaf.type, count));
  return build(columns, count);
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

function builderFor(shape: Shape, count: number): Build | undefined {
  let builder = builders.get(shape);
  if (!builder) {
    builder = { rows: 0, build: undefined };
    builders.set(shape, builder);
  }
  builder.rows += count;
  if (builder.build === undefined && builder.rows >= worthCompiling && mayCompile)
    builder.build = compile(shape);
  return builder.build;
}

/**
 * Compiles an object literal: twenty times as fast as setting members one by one. Once for a shape, never for a
 * block; where code may not be generated (a browser with a content-security policy) the plain way is used.
 */
function compile(shape: Shape): Build | undefined {
  const columns = shape.leaves.map((_, leaf) => `const c${leaf} = columns[${leaf}];`).join('\n');
  const source = `${columns}
const documents = new Array(count);
for (let row = 0; row < count; row++) documents[row] = ${expression(shape.tree)};
return documents;`;
  try {
    return new Function('columns', 'count', source) as Build;
  } catch {
    mayCompile = false;
    return undefined;
  }
}

function expression(tree: ShapeTree): string {
  switch (tree.is) {
    case 'leaf':
      return `c${tree.leaf}[row]`;
    case 'null':
      return 'null';
    case 'tuple':
      return `[${tree.elements.map(expression).join(',')}]`;
    case 'object':
      return `{${tree.members.map(([name, member]) => `${memberName(name)}:${expression(member)}`).join(',')}}`;
  }
}

/** In brackets `__proto__` is a member like any other. */
function memberName(name: string): string {
  const quoted = JSON.stringify(name);
  return name === '__proto__' ? `[${quoted}]` : quoted;
}
