import { stringifyWire } from '../stringify.js';
import { deepestObject, describeRow, isNumberList, isRowList, isTuple } from './layout.js';

/** Rows of one layout, taken apart into columns. */
export interface RowGroup {
  /** The layout as JSON. */
  readonly layout: string;
  readonly columns: unknown[][];
  /** Positions of the rows, ascending. */
  readonly positions: number[];
}

/** The tree of layouts is grown anew beyond this, so that strange rows cannot fill the memory. */
const largestTree = 100_000;

const step = {
  number: 1,
  text: 2,
  boolean: 3,
  big: 4,
  nothing: 5,
  json: 6,
  open: 7,
  close: 8,
  list: 9,
  numbers: 10,
  tuple: 16,
};

/** A node with more edges than this looks them up by name. */
const fewEdges = 8;

/**
 * Tree of all layouts seen: one edge for each member and type. A row that walks along it has its layout without
 * anything being built; rows of several layouts may come in turn.
 */
class Node {
  readonly #edges: Node[] = [];
  #byEdge: Map<string, Node> | undefined;
  /** Layout of the rows that end here, as JSON. */
  layout: string | undefined;

  constructor(
    readonly name: string,
    readonly type: number,
  ) {}

  follow(name: string, type: number): Node {
    const edges = this.#edges;
    for (let index = 0; index < edges.length; index++) {
      const edge = edges[index]!;
      if (edge.name === name && edge.type === type) return edge;
    }
    return edges.length < fewEdges ? this.#grow(name, type, edges) : this.#lookUp(name, type);
  }

  #lookUp(name: string, type: number): Node {
    this.#byEdge ??= new Map();
    const edge = `${type} ${name}`;
    let next = this.#byEdge.get(edge);
    if (next === undefined) {
      next = this.#grow(name, type);
      this.#byEdge.set(edge, next);
    }
    return next;
  }

  #grow(name: string, type: number, edges?: Node[]): Node {
    const next = new Node(name, type);
    edges?.push(next);
    nodes++;
    return next;
  }
}

let root = new Node('', 0);
let nodes = 0;
let values: unknown[] = [];
let used = 0;
/** Whether lists of objects are rows. */
let withLists = true;

/**
 * Takes rows apart. Lists of numbers stay as they are, other lists and deep objects become JSON text, big integers their
 * digits.
 * @param lists whether lists of objects stay as they are, too
 */
export function gatherRows(rows: readonly object[], lists: boolean): RowGroup[] {
  withLists = lists;
  if (nodes > largestTree) {
    root = new Node('', 0);
    nodes = 0;
  }
  values = [];
  const groups = new Map<Node, RowGroup>();
  let end: Node | undefined;
  let group: RowGroup | undefined;
  for (let position = 0; position < rows.length; position++) {
    const row = rows[position]!;
    used = 0;
    const node = walk(row as Record<string, unknown>, root, 0);
    if (node !== end || group === undefined) {
      end = node;
      group = groups.get(node);
      if (group === undefined) {
        node.layout ??= JSON.stringify(describeRow(row, lists));
        const columns = Array.from({ length: used }, () => []);
        group = { layout: node.layout, columns, positions: [] };
        groups.set(node, group);
      }
    }
    const { columns } = group;
    for (let column = 0; column < used; column++) columns[column]!.push(values[column]);
    group.positions.push(position);
  }
  values = [];
  return [...groups.values()];
}

function walk(object: Record<string, unknown>, start: Node, depth: number): Node {
  let node = start;
  for (const name in object) {
    const value = object[name];
    switch (typeof value) {
      case 'number':
        node = node.follow(name, step.number);
        values[used++] = value;
        break;
      case 'string':
        node = node.follow(name, step.text);
        values[used++] = value;
        break;
      case 'boolean':
        node = node.follow(name, step.boolean);
        values[used++] = value;
        break;
      case 'bigint':
        node = node.follow(name, step.big);
        values[used++] = String(value);
        break;
      case 'undefined':
        break;
      case 'object':
        if (value === null) {
          node = node.follow(name, step.nothing);
        } else if (isTuple(value)) {
          node = node.follow(name, step.tuple + value.length);
          for (const number of value) values[used++] = number;
        } else if (Array.isArray(value) && isNumberList(value)) {
          node = node.follow(name, step.numbers);
          values[used++] = value;
        } else if (withLists && Array.isArray(value) && isRowList(value)) {
          node = node.follow(name, step.list);
          values[used++] = value;
        } else if (Array.isArray(value) || depth >= deepestObject) {
          node = node.follow(name, step.json);
          values[used++] = stringifyWire(value);
        } else {
          node = walk(value as Record<string, unknown>, node.follow(name, step.open), depth + 1);
          node = node.follow('', step.close);
        }
        break;
      default:
        throw new TypeError(`a ${typeof value} is no value of a row`);
    }
  }
  return node;
}
