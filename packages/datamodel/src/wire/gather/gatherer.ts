import { EarlierRows } from './earlier-rows.js';
import { StructureNode, step } from './structure-tree.js';
import { isTuple } from './tuple.js';

/** Rows of one structure, taken apart into columns. */
export interface Gathered<Structure> {
  readonly structure: Structure;
  readonly columns: unknown[][];
  /** Positions of the rows, ascending. */
  readonly positions: number[];
}

/**
 * What becomes of values that have no columns of their own: lists that are no short lists of numbers, and objects that are
 * nested too deep.
 */
export interface Dialect<Structure> {
  /** Which kind of nested value something is: a whole number from 0 on that `stored` is told. */
  kindOf(value: object, earlier: EarlierRows): number;
  /** What the column of a nested value holds. */
  stored(value: object, kind: number, earlier: EarlierRows): unknown;
  /** The structure of a row, asked for once for all rows of a structure. */
  describe(row: object, earlier: EarlierRows): Structure;
  /** Where rows with more members than this are kept in one piece. */
  readonly whole?: {
    readonly above: number;
    readonly structure: () => Structure;
    stored(row: object): unknown;
  };
}

/** Objects nested deeper than this have no columns of their own. */
export const deepestObject = 12;

/** The tree of structures is grown anew beyond this, so that strange rows cannot fill the memory. */
const largestTree = 100_000;

/** Takes rows apart into groups of equal structure, one array of values for each leaf; remembers the structures it has seen. */
export class Gatherer<Structure> {
  readonly #dialect: Dialect<Structure>;
  readonly #mostSteps: number;
  #root: StructureNode<Structure> = new StructureNode('', 0);
  #nodes = 0;
  /** Values of the row that is walked through. */
  #values: unknown[] = [];
  #used = 0;
  #steps = 0;
  #earlier = new EarlierRows([]);

  constructor(dialect: Dialect<Structure>) {
    this.#dialect = dialect;
    this.#mostSteps = dialect.whole?.above ?? Number.POSITIVE_INFINITY;
  }

  gather(rows: readonly object[]): Gathered<Structure>[] {
    return this.gatherFew(rows, Number.POSITIVE_INFINITY)!;
  }

  /** The same unless the rows have more structures than wanted: each that is new takes its time. */
  gatherFew(rows: readonly object[], mostStructures: number): Gathered<Structure>[] | undefined {
    try {
      return this.#gather(rows, mostStructures);
    } finally {
      this.#values = [];
      this.#earlier = new EarlierRows([]);
    }
  }

  #gather(rows: readonly object[], mostStructures: number): Gathered<Structure>[] | undefined {
    if (this.#nodes > largestTree) {
      this.#root = new StructureNode('', 0);
      this.#nodes = 0;
    }
    const groups = new Map<Structure, Gathered<Structure>>();
    let last: Gathered<Structure> | undefined;
    this.#earlier = new EarlierRows(rows);
    for (let position = 0; position < rows.length; position++) {
      this.#earlier.current = position;
      const structure = this.#takeApart(rows[position]!);
      let group = last;
      if (group?.structure !== structure) {
        group = groups.get(structure);
        if (group === undefined) {
          if (groups.size >= mostStructures) return undefined;
          group = { structure, columns: Array.from({ length: this.#used }, () => []), positions: [] };
          groups.set(structure, group);
        }
        last = group;
      }
      const { columns } = group;
      for (let column = 0; column < this.#used; column++) columns[column]!.push(this.#values[column]);
      group.positions.push(position);
    }
    return [...groups.values()];
  }

  /** Leaves the values of a row behind. @returns its structure */
  #takeApart(row: object): Structure {
    this.#used = 0;
    this.#steps = 0;
    const end = this.#walk(row as Record<string, unknown>, this.#root, 0);
    if (this.#steps > this.#mostSteps) return this.#keepWhole(row);
    end.structure ??= this.#dialect.describe(row, this.#earlier);
    return end.structure;
  }

  #keepWhole(row: object): Structure {
    const { structure, stored } = this.#dialect.whole!;
    this.#values[0] = stored(row);
    this.#used = 1;
    return structure();
  }

  #walk(
    object: Record<string, unknown>,
    start: StructureNode<Structure>,
    depth: number,
  ): StructureNode<Structure> {
    let node = start;
    for (const name in object) {
      if (++this.#steps > this.#mostSteps) return node;
      const value = object[name];
      switch (typeof value) {
        case 'number':
          node = this.#take(node, name, step.number, value);
          break;
        case 'string':
          node = this.#take(node, name, step.text, value);
          break;
        case 'boolean':
          node = this.#take(node, name, step.boolean, value);
          break;
        case 'bigint':
          node = this.#take(node, name, step.big, String(value));
          break;
        case 'undefined':
          break;
        case 'object':
          if (value === null) node = this.#follow(node, name, step.nothing);
          else if (isNested(value, depth)) {
            const kind = this.#dialect.kindOf(value, this.#earlier);
            const stored = this.#dialect.stored(value, kind, this.#earlier);
            node = this.#take(node, name, step.nested + kind, stored);
          } else if (isTuple(value)) {
            node = this.#follow(node, name, step.tuple + value.length);
            for (const number of value) this.#values[this.#used++] = number;
          } else {
            const inside = this.#follow(node, name, step.open);
            node = this.#walk(value as Record<string, unknown>, inside, depth + 1);
            node = this.#follow(node, '', step.close);
          }
          break;
        default:
          throw new TypeError(`a ${typeof value} is no value of a row`);
      }
    }
    return node;
  }

  #take(
    node: StructureNode<Structure>,
    name: string,
    taken: number,
    value: unknown,
  ): StructureNode<Structure> {
    this.#values[this.#used++] = value;
    return this.#follow(node, name, taken);
  }

  #follow(node: StructureNode<Structure>, name: string, taken: number): StructureNode<Structure> {
    const known = node.next(name, taken);
    if (known !== undefined) return known;
    this.#nodes++;
    return node.grow(name, taken);
  }
}

function isNested(value: object, depth: number): boolean {
  return Array.isArray(value) ? !isTuple(value) : depth >= deepestObject;
}
