import { parseCanonical } from '../parse-canonical.js';
import { setMember } from '../value.js';
import type { Layout, LeafType } from './layout.js';
import { readLayout } from './layout.js';

/** Makes the rows of a layout from its columns. */
export interface RowBuilder {
  /** The layout as text. */
  readonly structure: string;
  readonly types: readonly LeafType[];
  build(columns: readonly ArrayLike<unknown>[], count: number): object[];
}

/** Builders are compiled for layouts of so many rows, unless they have too many columns to be worth the code. */
const worthCompiling = 32;
const mostCompiledColumns = 500;
const mostBuilders = 1000;
const builders = new Map<string, RowBuilder>();
let mayCompile = true;

/** The builder of a layout. @param text the layout as JSON. @throws TypeError, SyntaxError when it is none */
export function builderOf(text: string): RowBuilder {
  let builder = builders.get(text);
  if (builder === undefined) {
    builder = createBuilder(JSON.parse(text), ownText(text));
    if (builders.size >= mostBuilders) builders.clear();
    builders.set(builder.structure, builder);
  }
  return builder;
}

/** A copy of a text that does not, as part of a longer one, keep all of it in memory. */
function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

function createBuilder(described: unknown, structure: string): RowBuilder {
  const { layout, types } = readLayout(described);
  if (layout.is !== 'object') throw new TypeError('a row is no object');
  const mayBeCompiled = types.length <= mostCompiledColumns;
  let compiled: RowBuilder['build'] | undefined;
  let rows = 0;
  return {
    structure,
    types,
    build(columns, count) {
      rows += count;
      if (compiled === undefined && mayBeCompiled && rows >= worthCompiling && mayCompile)
        compiled = compile(layout);
      if (compiled !== undefined) return compiled(columns, count);
      return Array.from({ length: count }, (_, row) => assemble(layout, columns, row) as object);
    },
  };
}

function assemble(layout: Layout, columns: readonly ArrayLike<unknown>[], row: number): unknown {
  switch (layout.is) {
    case 'leaf':
      return revive(layout.type, columns[layout.column]![row]);
    case 'null':
      return null;
    case 'tuple':
      return layout.elements.map((element) => assemble(element, columns, row));
    case 'object': {
      const object = {};
      for (const [name, member] of layout.members) setMember(object, name, assemble(member, columns, row));
      return object;
    }
  }
}

function isStoredAsIs(type: LeafType): boolean {
  return type === 'n' || type === 's' || type === 'm' || type === 'r';
}

function revive(type: LeafType, stored: unknown): unknown {
  switch (type) {
    case 'b':
      return stored === true || stored === 1;
    case 'i':
      return BigInt(stored as string);
    case 'j':
      return JSON.parse(stored as string);
    case 'w':
      return parseCanonical(stored as string);
    default:
      return stored;
  }
}

/**
 * An object literal is built many times as fast as members are set one by one. Where code may not be generated, as in a
 * browser with a content-security policy, rows are built the plain way.
 */
function compile(layout: Layout): RowBuilder['build'] | undefined {
  const source = `return (columns, count) => {
  const rows = new Array(count);
  for (let row = 0; row < count; row++) rows[row] = ${expression(layout)};
  return rows;
};`;
  try {
    return new Function('revive', source)(revive) as RowBuilder['build'];
  } catch {
    mayCompile = false;
    return undefined;
  }
}

function expression(layout: Layout): string {
  switch (layout.is) {
    case 'leaf': {
      const stored = `columns[${layout.column}][row]`;
      return isStoredAsIs(layout.type) ? stored : `revive("${layout.type}", ${stored})`;
    }
    case 'null':
      return 'null';
    case 'tuple':
      return `[${layout.elements.map(expression).join(',')}]`;
    case 'object':
      return `{${layout.members.map(([name, member]) => `${memberName(name)}:${expression(member)}`).join(',')}}`;
  }
}

/** In brackets `__proto__` is a member like any other. */
function memberName(name: string): string {
  const quoted = JSON.stringify(name);
  return name === '__proto__' ? `[${quoted}]` : quoted;
}
