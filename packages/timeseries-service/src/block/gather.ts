import { writeExact } from './exact-json.js';
import { type Shape, shapeOf } from './shape.js';

/** Entries of one shape, taken apart: one array of values for each leaf. */
export interface Group {
  readonly shape: Shape;
  readonly columns: unknown[][];
  /** Positions of the entries in the block, ascending. */
  readonly rows: number[];
}

/** Objects nested deeper than this become JSON leaves. */
const deepest = 12;
/** Entries with more members than this are kept as one JSON leaf. */
const widest = 2000;
/** Longest array of numbers that gets a column for each element. */
const longestTuple = 4;
/** The tree is dropped and grown anew beyond this, so that strange documents cannot fill the memory. */
const largestTree = 100_000;

/** Steps of the walk: leaf types, null, start of an object, end of one, and `tuple + length`. */
const step = {
  number: 1,
  text: 2,
  boolean: 3,
  nothing: 4,
  nested: 5,
  big: 6,
  open: 7,
  close: 8,
  tuple: 16,
} as const;

/** A node with more edges than this looks them up by name. */
const fewEdges = 8;

/**
 * Tree of all document shapes seen: one edge for each member and type. Walking an entry along it finds the shape
 * without building anything, also where entries of several shapes come in turn.
 */
class ShapeNode {
  shape: Shape | undefined;
  readonly #edges: ShapeNode[] = [];
  #others: Map<string, ShapeNode> | undefined;

  constructor(
    readonly key: string,
    readonly type: number,
  ) {}

  follow(key: string, type: number): ShapeNode {
    const edges = this.#edges;
    for (let index = 0; index < edges.length; index++) {
      const next = edges[index]!;
      if (next.key === key && next.type === type) return next;
    }
    return this.#turn(key, type);
  }

  #turn(key: string, type: number): ShapeNode {
    const name = `${type} ${key}`;
    let next = this.#others?.get(name);
    if (next) return next;
    next = new ShapeNode(key, type);
    nodes++;
    if (this.#edges.length < fewEdges) this.#edges.push(next);
    else {
      this.#others ??= new Map();
      this.#others.set(name, next);
    }
    return next;
  }
}

let root = new ShapeNode('', 0);
let nodes = 0;
let values: unknown[] = [];
let used = 0;
let steps = 0;

/** Takes entries apart into groups of equal shape. */
export function gather(entries: readonly object[]): Group[] {
  if (nodes > largestTree) {
    root = new ShapeNode('', 0);
    nodes = 0;
  }
  values = [];
  const groups = new Map<Shape, Group>();
  let last: Group | undefined;
  for (let row = 0; row < entries.length; row++) {
    const entry = entries[row]!;
    used = 0;
    steps = 0;
    const end = walk(entry as Record<string, unknown>, root, 0);
    let shape: Shape;
    if (steps > widest) {
      shape = shapeOf('j');
      values[0] = writeExact(entry);
      used = 1;
    } else {
      end.shape ??= shapeOf(describe(entry as Record<string, unknown>, 0));
      shape = end.shape;
    }
    let group = last;
    if (group === undefined || group.shape !== shape) {
      group = groups.get(shape);
      if (!group) {
        group = { shape, columns: Array.from({ length: used }, () => []), rows: [] };
        groups.set(shape, group);
      }
      last = group;
    }
    const { columns } = group;
    for (let index = 0; index < used; index++) columns[index]!.push(values[index]);
    group.rows.push(row);
  }
  values = [];
  return [...groups.values()];
}

function walk(object: Record<string, unknown>, start: ShapeNode, depth: number): ShapeNode {
  let node = start;
  for (const key in object) {
    if (++steps > widest) return node;
    const value = object[key];
    switch (typeof value) {
      case 'number':
        node = node.follow(key, step.number);
        values[used++] = value;
        break;
      case 'string':
        node = node.follow(key, step.text);
        values[used++] = value;
        break;
      case 'boolean':
        node = node.follow(key, step.boolean);
        values[used++] = value;
        break;
      case 'bigint':
        node = node.follow(key, step.big);
        values[used++] = String(value);
        break;
      case 'undefined':
        break;
      case 'object':
        if (value === null) {
          node = node.follow(key, step.nothing);
        } else if (isTuple(value)) {
          node = node.follow(key, step.tuple + value.length);
          for (const number of value) values[used++] = number;
        } else if (Array.isArray(value) || depth >= deepest) {
          node = node.follow(key, step.nested);
          values[used++] = writeExact(value);
        } else {
          node = walk(value as Record<string, unknown>, node.follow(key, step.open), depth + 1);
          node = node.follow('', step.close);
        }
        break;
      default:
        throw new TypeError(`a ${typeof value} is not a JSON value`);
    }
  }
  return node;
}

function isTuple(value: object): value is number[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > longestTuple) return false;
  for (let index = 0; index < value.length; index++) if (typeof value[index] !== 'number') return false;
  return true;
}

/** The shape text of an object; must agree with `walk`. */
function describe(object: Record<string, unknown>, depth: number): string {
  const members: string[] = [];
  for (const key in object) {
    const value = object[key];
    if (value !== undefined) members.push(`${JSON.stringify(key)}:${describeValue(value, depth)}`);
  }
  return `{${members.join(',')}}`;
}

function describeValue(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'number':
      return 'n';
    case 'string':
      return 's';
    case 'boolean':
      return 'b';
    case 'bigint':
      return 'i';
    default:
      if (value === null) return 'z';
      if (isTuple(value as object)) return `[${'n'.repeat((value as number[]).length)}]`;
      if (Array.isArray(value) || depth >= deepest) return 'j';
      return describe(value as Record<string, unknown>, depth + 1);
  }
}
