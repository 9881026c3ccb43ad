import {
  deepestObject,
  type Gathered,
  Gatherer,
  isNumberList,
  isObject,
  isTuple,
} from '@sojourn/datamodel/wire';
import { writeExact } from './exact-json.js';
import { type Derivation, objectText, type Shape, shapeOf } from './shape.js';

/** Entries of one shape, taken apart. */
export interface Group {
  readonly shape: Shape;
  /** An array of values for each leaf, `NestedValue`s where the shape says JSON. */
  readonly columns: unknown[][];
  /** Positions of the entries in the block, ascending. */
  readonly rows: number[];
  readonly known?: KnownTimes;
}

/** A value that has no columns of its own in the group: its exact text, or a list that may become columns apart. */
export type NestedValue = string | readonly number[] | ObjectList;

/** A list of objects within an entry. */
export interface ObjectList {
  /** The exact text of the list. */
  text(): string;
  /**
   * Lists of the same origin as columns, the objects of all of them one after another; undefined where the objects have
   * too little in common.
   */
  gather(lists: readonly ObjectList[]): readonly Group[] | undefined;
  /** Number of objects. */
  readonly length: number;
}

/** A formatted time, or a member of a local date, and the leaf of the time that it tells. */
export type KnownTime = Extract<Derivation, { readonly time: number }>;

/** Leaves of formatted times and local dates that nobody has to look at: they are what their times make them. */
export interface KnownTimes {
  /** By leaf. What stands in the column of such a leaf does not count. */
  readonly derivations: ReadonlyMap<number, KnownTime>;
  /** UTC offset of each entry in seconds, whole minutes, by the leaf of the time. */
  readonly offsets: ReadonlyMap<number, Int32Array>;
}

/** Entries with more members than this are kept as one JSON leaf. */
export const widest = 2000;
/** Objects of more shapes than this make no columns. */
const mostShapes = 16;
const json = 0;

const gatherer = new Gatherer<Shape>({
  kindOf: () => json,
  stored: nestedValue,
  describe: (entry) => shapeOf(describe(entry as Record<string, unknown>, 0)),
  whole: { above: widest, structure: () => shapeOf('j'), stored: writeExact },
});

/** Takes entries apart into groups of equal shape. */
export function gather(entries: readonly object[]): Group[] {
  return gatherer.gather(entries).map(asGroup);
}

function asGroup({ structure, columns, positions }: Gathered<Shape>): Group {
  return { shape: structure, columns, rows: positions };
}

function nestedValue(value: object): NestedValue {
  if (!Array.isArray(value)) return writeExact(value);
  const list: readonly unknown[] = value;
  if (isNumberList(list)) return list;
  return list.every(isObject) ? new GatheredList(list) : writeExact(list);
}

class GatheredList implements ObjectList {
  constructor(private readonly objects: readonly object[]) {}

  get length(): number {
    return this.objects.length;
  }

  text(): string {
    return writeExact(this.objects);
  }

  gather(lists: readonly GatheredList[]): Group[] | undefined {
    const objects = lists.flatMap((list) => list.objects);
    return gatherer.gatherFew(objects, mostShapes)?.map(asGroup);
  }
}

/** The shape text of an object; must agree with how the gatherer takes it apart. */
function describe(object: Record<string, unknown>, depth: number): string {
  const members: [string, string][] = [];
  for (const key in object) {
    const value = object[key];
    if (value !== undefined) members.push([key, describeValue(value, depth)]);
  }
  return objectText(members);
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
      if (Array.isArray(value) || depth >= deepestObject) return 'j';
      return describe(value as Record<string, unknown>, depth + 1);
  }
}
