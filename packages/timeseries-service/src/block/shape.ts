import { damaged } from './damaged.js';

/**
 * Type of a leaf: number, string (text), boolean, big integer, or JSON (an array or a deeply nested object, kept as
 * its exact text).
 */
export type LeafType = 'n' | 's' | 'b' | 'i' | 'j';

/** One leaf of a document shape. */
export interface Leaf {
  readonly type: LeafType;
  readonly path: readonly string[];
}

/** The structure of a shape, for building documents. */
export type ShapeTree =
  | { readonly is: 'leaf'; readonly leaf: number }
  | { readonly is: 'null' }
  | { readonly is: 'tuple'; readonly elements: readonly ShapeTree[] }
  | { readonly is: 'object'; readonly members: readonly (readonly [name: string, tree: ShapeTree])[] };

/** Derived leaves that a shape may have, by the indexes of the leaves they come from. */
export type Derivation =
  | { readonly leaf: number; readonly from: 'formatted'; readonly time: number }
  | { readonly leaf: number; readonly from: 'local'; readonly time: number; readonly field: number }
  | { readonly leaf: number; readonly from: 'copy'; readonly source: number };

/** Members of a local date in the order of the fields of `Instants`. */
export const localFields = ['year', 'month', 'day', 'hour', 'minute', 'second', 'weekday'] as const;

/**
 * The shape of a document: its members in order and the types of its leaves, as a text such as
 * `{"metadata":{"key":s,"write_ts":n},"data":{"flag":z,"coordinates":[nn]}}`. `z` is null, which needs no column. A
 * whole document may be the leaf `j`.
 */
export class Shape {
  readonly leaves: readonly Leaf[];
  /** The JSON text before each leaf, and after the last. */
  readonly pieces: readonly string[];
  readonly tree: ShapeTree;
  /** Every path that exists, containers and nulls included, joined with NUL. */
  readonly members: ReadonlySet<string>;
  readonly derivations: readonly Derivation[];
  /** Indexes of the JSON leaves. */
  readonly nested: readonly number[];
  readonly #places = new Place();

  constructor(readonly text: string) {
    const parsed = parseShape(text);
    this.leaves = parsed.leaves;
    this.pieces = parsed.pieces;
    this.members = parsed.members;
    this.tree = parsed.tree;
    this.derivations = findDerivations(this.leaves);
    for (const [leaf, { path }] of this.leaves.entries()) this.#places.add(path, leaf);
    this.nested = [...this.leaves.keys()].filter((leaf) => this.leaves[leaf]!.type === 'j');
  }

  /** Index of the leaf at a path, -1 if there is none. */
  leafAt(path: readonly string[]): number {
    return this.#places.leafAt(path);
  }

  /** Index of a JSON leaf that a path leads into, -1 if there is none. */
  nestedAt(path: readonly string[]): number {
    const leadsInto = ({ path: start }: Leaf) =>
      start.length < path.length && start.every((member, index) => member === path[index]);
    return this.nested.find((leaf) => leadsInto(this.leaves[leaf]!)) ?? -1;
  }
}

const cache = new Map<string, Shape>();
const cacheLimit = 2000;

/** The shape of a text, shared between blocks. */
export function shapeOf(text: string): Shape {
  let shape = cache.get(text);
  if (!shape) {
    if (cache.size >= cacheLimit) cache.clear();
    shape = new Shape(text);
    cache.set(text, shape);
  }
  return shape;
}

/** The shape text of an object from those of its members. */
export function objectText(members: readonly (readonly [name: string, text: string])[]): string {
  return `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}

/** What stands at a path, found member by member: paths are looked up often, and putting a name together takes longer. */
class Place {
  #leaf = -1;
  #members: Map<string, Place> | undefined;

  add(path: readonly string[], leaf: number): void {
    let place: Place = this;
    for (const member of path) {
      place.#members ??= new Map();
      let next = place.#members.get(member);
      if (next === undefined) {
        next = new Place();
        place.#members.set(member, next);
      }
      place = next;
    }
    place.#leaf = leaf;
  }

  leafAt(path: readonly string[]): number {
    let place: Place | undefined = this;
    for (const member of path) {
      place = place.#members?.get(member);
      if (place === undefined) return -1;
    }
    return place.#leaf;
  }
}

function parseShape(text: string) {
  const leaves: Leaf[] = [];
  const pieces: string[] = [];
  const members = new Set<string>();
  const path: string[] = [];
  let literal = '';
  let position = 0;

  function leaf(type: LeafType): ShapeTree {
    leaves.push({ type, path: [...path] });
    pieces.push(literal);
    literal = '';
    position++;
    return { is: 'leaf', leaf: leaves.length - 1 };
  }

  function value(): ShapeTree {
    if (path.length > 0) members.add(path.join('\0'));
    const sign = text[position];
    switch (sign) {
      case 'n':
      case 's':
      case 'b':
      case 'i':
      case 'j':
        return leaf(sign);
      case 'z':
        literal += 'null';
        position++;
        return { is: 'null' };
      case '[':
        return tuple();
      case '{':
        return object();
      default:
        throw damaged();
    }
  }

  function tuple(): ShapeTree {
    const elements: ShapeTree[] = [];
    literal += '[';
    position++;
    for (let index = 0; text[position] === 'n'; index++) {
      if (index > 0) literal += ',';
      path.push(String(index));
      elements.push(value());
      path.pop();
    }
    close(']');
    return { is: 'tuple', elements };
  }

  function object(): ShapeTree {
    const content: [string, ShapeTree][] = [];
    literal += '{';
    position++;
    while (text[position] === '"') {
      const end = endOfString(text, position);
      const quoted = text.slice(position, end);
      if (text[end] !== ':') throw damaged();
      literal += `${quoted}:`;
      position = end + 1;
      const name = JSON.parse(quoted) as string;
      path.push(name);
      content.push([name, value()]);
      path.pop();
      if (text[position] !== ',') break;
      literal += ',';
      position++;
    }
    close('}');
    return { is: 'object', members: content };
  }

  function close(sign: string): void {
    if (text[position] !== sign) throw damaged();
    literal += sign;
    position++;
  }

  const tree = value();
  if (position !== text.length) throw damaged();
  pieces.push(literal);
  return { leaves, pieces, members, tree };
}

/** Position after the closing quote of the JSON string that starts at `start`. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '"') return index + 1;
  }
  throw damaged();
}

/** Finds leaves that the data model derives from others: formatted times, local dates, GeoJSON points. */
function findDerivations(leaves: readonly Leaf[]): Derivation[] {
  const byPath = new Map(leaves.map((leaf, index) => [leaf.path.join('\0'), index]));
  const find = (path: readonly string[], type: LeafType): number => {
    const index = byPath.get(path.join('\0'));
    return index !== undefined && leaves[index]!.type === type ? index : -1;
  };
  const derivations: Derivation[] = [];
  for (const [leaf, { path, type }] of leaves.entries()) {
    const name = path.at(-1) ?? '';
    const parent = path.slice(0, -1);
    if (type === 's' && name.endsWith('fmt_time')) {
      const time = find([...parent, `${name.slice(0, -8)}ts`], 'n');
      if (time >= 0) derivations.push({ leaf, from: 'formatted', time });
    } else if (type === 'n' && parent.at(-1)?.endsWith('local_dt')) {
      const field = localFields.indexOf(name as (typeof localFields)[number]);
      const time = find([...parent.slice(0, -1), `${parent.at(-1)!.slice(0, -8)}ts`], 'n');
      if (field >= 0 && time >= 0) derivations.push({ leaf, from: 'local', time, field });
    } else if (type === 'n' && parent.at(-1) === 'coordinates' && parent.at(-2) === 'loc') {
      const source = find([...parent.slice(0, -2), name === '0' ? 'longitude' : 'latitude'], 'n');
      if (source >= 0) derivations.push({ leaf, from: 'copy', source });
    }
  }
  return derivations;
}
