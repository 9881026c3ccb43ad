import type { Column } from './columns/column.js';
import { powersOfTen } from './columns/decimal.js';
import type { ColumnReader } from './columns/read.js';
import { smallIntegers, valuesOf } from './columns/values.js';
import { calendarWidth, type Instants } from './instants.js';
import type { LeafType, Shape, ShapeTree } from './shape.js';

/** Makes the documents of some rows, or of all, from what `ObjectSource` found in the columns. */
export type Build = (
  values: readonly unknown[],
  others: readonly unknown[],
  tables: readonly Instants[],
  rows: ArrayLike<number> | undefined,
  count: number,
) => unknown[];

/**
 * How the values of each leaf of a group are found: an expression for the compiled loop, and what the expression reads.
 * The columns of most blocks of a shape are stored alike, so few loops serve all blocks.
 */
export class ObjectSource {
  /** What the expressions depend on, as one text. */
  signature = '';
  readonly values: unknown[] = [];
  readonly others: unknown[] = [];
  readonly tables: Instants[] = [];
  readonly expressions: string[] = [];

  constructor(reader: ColumnReader) {
    const { leaves } = reader.shape;
    for (let leaf = 0; leaf < leaves.length; leaf++) {
      this.#add(leaf, reader.column(leaf), leaves[leaf]!.type, reader.count);
    }
  }

  #add(leaf: number, column: Column, type: LeafType, count: number): void {
    if (column.kind === 'constant' && type !== 'j') {
      this.#set(leaf, 'k', `v${leaf}`, valuesOf(column, type, 1)[0]);
    } else if (column.kind === 'decimal' && !column.exceptions && column.scale > 0) {
      this.#set(leaf, 'd', `v${leaf}[row] / o${leaf}`, column.units, powersOfTen[column.scale]);
    } else if (column.kind === 'decimal') {
      const small = smallIntegers(column);
      if (small) this.#set(leaf, 'i', `v${leaf}[row]`, small);
      else this.#set(leaf, 'n', `v${leaf}[row]`, valuesOf(column, type, count));
    } else if (column.kind === 'double') this.#set(leaf, 'n', `v${leaf}[row]`, column.values);
    else if (column.kind === 'choice' && type !== 'j' && type !== 'i' && column.codes instanceof Uint8Array) {
      this.#set(leaf, 'c', `o${leaf}[v${leaf}[row]]`, column.codes, column.choices);
    } else if (column.kind === 'local' && !column.exceptions) {
      const { instants, field, addend } = column;
      if (field === 4) this.#set(leaf, 'm', `v${leaf}[row]`, instants.minutes);
      else if (field === 5) this.#set(leaf, 'm', `v${leaf}[row]`, instants.seconds);
      else {
        const part = `t${this.#tableOf(instants)}_${field === 6 ? 4 : field}`;
        this.#set(leaf, `${part}+${addend}`, addend === 0 ? part : `${part} + ${addend}`, undefined);
      }
    } else {
      const values = valuesOf(column, type, count);
      this.#set(leaf, values instanceof Float64Array ? 'n' : 'x', `v${leaf}[row]`, values);
    }
  }

  #set(leaf: number, kind: string, expression: string, value: unknown, other?: unknown): void {
    this.signature += `${kind} `;
    this.expressions[leaf] = expression;
    this.values[leaf] = value;
    this.others[leaf] = other;
  }

  #tableOf(instants: Instants): number {
    const known = this.tables.indexOf(instants);
    return known >= 0 ? known : this.tables.push(instants) - 1;
  }
}

/**
 * Compiles a loop around an object literal: twenty times as fast as setting members one by one. Once for a shape and
 * a signature, never for a block.
 * @throws EvalError where code may not be generated, such as a browser with a content-security policy
 */
export function compile(shape: Shape, { expressions, tables }: ObjectSource): Build {
  const lines = shape.leaves.map(
    (_, leaf) => `const v${leaf} = values[${leaf}], o${leaf} = others[${leaf}];`,
  );
  const refresh = tables.map((_, table) => {
    const parts = Array.from({ length: calendarWidth }, (__, part) => `t${table}_${part}`);
    lines.push(`const hours${table} = tables[${table}].hours, calendar${table} = tables[${table}].calendar;`);
    lines.push(`let hour${table} = -1, ${parts.map((part) => `${part} = 0`).join(', ')};`);
    const taken = parts.map((part, index) => `${part} = calendar${table}[at + ${index}];`);
    return `if (hours${table}[row] !== hour${table}) {
hour${table} = hours${table}[row];
const at = hour${table} * ${calendarWidth};
${taken.join('\n')}
}`;
  });
  const source = `${lines.join('\n')}
const documents = new Array(count);
for (let index = 0; index < count; index++) {
const row = rows === undefined ? index : rows[index];
${refresh.join('\n')}
documents[index] = ${literal(shape.tree, expressions)};
}
return documents;`;
  return new Function('values', 'others', 'tables', 'rows', 'count', source) as Build;
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
