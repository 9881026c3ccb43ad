import type { Column } from './columns/column.js';
import type { ColumnReader } from './columns/read.js';
import { valuesOf } from './columns/values.js';
import { calendarWidth, type Instants } from './instants.js';
import type { LeafType, Shape, ShapeTree } from './shape.js';

/** Makes the documents of some rows, or of all. */
export type Build = (
  columns: readonly ArrayLike<unknown>[],
  scalars: readonly unknown[],
  tables: readonly HourTable[],
  rows: ArrayLike<number> | undefined,
  count: number,
) => unknown[];

/** Leaves that take what an hour decides. */
export class HourTable {
  readonly #takers: { readonly leaf: number; readonly part: number; readonly addend: number }[] = [];

  constructor(
    readonly instants: Instants,
    private readonly scalars: unknown[],
  ) {}

  get hours(): Uint32Array {
    return this.instants.hours;
  }

  add(leaf: number, part: number, addend: number): void {
    this.#takers.push({ leaf, part, addend });
  }

  /** Gives the leaves what they have in an hour. */
  enter(hour: number): void {
    const { calendar } = this.instants;
    for (const { leaf, part, addend } of this.#takers) {
      this.scalars[leaf] = calendar[hour * calendarWidth + part]! + addend;
    }
  }
}

/**
 * The values of each leaf of a group: an array, or one value that stays the same for all rows or for all of an hour.
 * The compiled loop depends on little more than that, so that few loops serve the blocks of a shape.
 */
export class ObjectSource {
  /** One letter a leaf, and one for each table. */
  signature = '';
  readonly columns: ArrayLike<unknown>[] = [];
  readonly scalars: unknown[];
  readonly tables: HourTable[] = [];

  constructor(reader: ColumnReader) {
    const { leaves } = reader.shape;
    this.scalars = new Array(leaves.length).fill(undefined);
    for (let leaf = 0; leaf < leaves.length; leaf++) {
      this.signature += this.#add(leaf, reader.column(leaf), leaves[leaf]!.type, reader.count);
    }
    for (const _ of this.tables) this.signature += 't';
  }

  #add(leaf: number, column: Column, type: LeafType, count: number): string {
    if (column.kind === 'constant' && type !== 'j') {
      this.scalars[leaf] = valuesOf(column, type, 1)[0];
      return 's';
    }
    if (column.kind === 'local' && !column.exceptions) {
      const { instants, field, addend } = column;
      if (field !== 4 && field !== 5) {
        this.#tableOf(instants).add(leaf, field === 6 ? 4 : field, addend);
        return 's';
      }
      this.columns[leaf] = field === 4 ? instants.minutes : instants.seconds;
      return 'm';
    }
    const values = valuesOf(column, type, count);
    this.columns[leaf] = values;
    if (values instanceof Float64Array) return 'n';
    return values instanceof Int32Array ? 'i' : 'x';
  }

  #tableOf(instants: Instants): HourTable {
    let table = this.tables.find((known) => known.instants === instants);
    if (!table) {
      table = new HourTable(instants, this.scalars);
      this.tables.push(table);
    }
    return table;
  }
}

/**
 * Compiles a loop around an object literal: twenty times as fast as setting members one by one. Once for a shape and
 * a signature, never for a block.
 * @throws EvalError where code may not be generated, such as a browser with a content-security policy
 */
export function compile(shape: Shape, { signature, tables }: ObjectSource): Build {
  const expressions: string[] = [];
  const before: string[] = [];
  for (let leaf = 0; leaf < shape.leaves.length; leaf++) {
    const isScalar = signature[leaf] === 's';
    expressions.push(isScalar ? `scalars[${leaf}]` : `c${leaf}[row]`);
    if (!isScalar) before.push(`const c${leaf} = columns[${leaf}];`);
  }
  const within = tables.map((_, table) => {
    before.push(
      `const t${table} = tables[${table}], hours${table} = t${table}.hours; let hour${table} = -1;`,
    );
    return `if (hours${table}[row] !== hour${table}) t${table}.enter(hour${table} = hours${table}[row]);`;
  });
  const source = `${before.join('\n')}
const documents = new Array(count);
for (let index = 0; index < count; index++) {
const row = rows === undefined ? index : rows[index];
${within.join('\n')}
documents[index] = ${literal(shape.tree, expressions)};
}
return documents;`;
  return new Function('columns', 'scalars', 'tables', 'rows', 'count', source) as Build;
}

function literal(tree: ShapeTree, expressions: readonly string[]): string {
  switch (tree.is) {
    case 'leaf':
      return expressions[tree.leaf]!;
    case 'null':
      return 'null';
    case 'tuple':
      return `[${tree.elements.map((element) => literal(element, expressions)).join(',')}]`;
    case 'object': {
      const members = tree.members.map(
        ([name, member]) => `${memberName(name)}:${literal(member, expressions)}`,
      );
      return `{${members.join(',')}}`;
    }
  }
}

/** In brackets `__proto__` is a member like any other. */
function memberName(name: string): string {
  const quoted = JSON.stringify(name);
  return name === '__proto__' ? `[${quoted}]` : quoted;
}
