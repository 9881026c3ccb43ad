import {
  deepestObject,
  type Layout,
  type LeafType,
  longestTuple,
  parseCanonical,
  type RowGroup,
  readLayout,
} from '@sojourn/datamodel/wire';
import { findKnownTimes } from './columns/known-times.js';
import { writeExact } from './exact-json.js';
import { type KnownTimes, type ObjectList, widest } from './gather.js';
import { objectText, type Shape, shapeOf } from './shape.js';

/** Entries of one shape as columns, of which blocks are made. */
export interface EntryColumns {
  readonly shape: Shape;
  /** What stands at each leaf; texts of big integers, `NestedValue`s. */
  readonly columns: readonly ArrayLike<unknown>[];
  readonly count: number;
  readonly known?: KnownTimes;
}

/** How rows of a layout become columns of a block; undefined where they have to be put together for it. */
interface Conversion {
  readonly shape: Shape;
  readonly types: readonly LeafType[];
}

/** So many rows may become parts of several blocks, or of lists: it pays to look at their times once for all. */
const manyRows = 32;
const mostConversions = 2000;
const conversions = new Map<string, Conversion | undefined>();

/**
 * Rows of one layout as they came on the wire, as columns for a block; undefined for layouts that no block has.
 * @param listOf a list of rows, by their positions
 */
export function columnsOfRows(
  { structure, columns, positions }: RowGroup,
  listOf: (positions: readonly number[]) => ObjectList,
): EntryColumns | undefined {
  let conversion = conversions.get(structure);
  if (conversion === undefined && !conversions.has(structure)) {
    if (conversions.size >= mostConversions) conversions.clear();
    conversion = conversionOf(structure);
    conversions.set(structure, conversion);
  }
  if (conversion === undefined) return undefined;
  const { shape, types } = conversion;
  const stored = columns.map((values, leaf) => storedValues(values, types[leaf]!, listOf));
  const count = positions.length;
  const known = count < manyRows ? undefined : findKnownTimes(shape, stored);
  return { shape, columns: stored, count, ...(known && { known }) };
}

function storedValues(
  values: ArrayLike<unknown>,
  type: LeafType,
  listOf: (positions: readonly number[]) => ObjectList,
): ArrayLike<unknown> {
  switch (type) {
    case 'b':
      return Array.from(values, (value) => value === true || value === 1);
    case 'r':
      return Array.from(values as ArrayLike<readonly number[]>, listOf);
    case 'w':
      return Array.from(values as ArrayLike<string>, (text) => writeExact(parseCanonical(text)));
    default:
      return values;
  }
}

function conversionOf(structure: string): Conversion | undefined {
  const { layout, types } = readLayout(JSON.parse(structure));
  const text = new ShapeText().of(layout);
  return text === undefined ? undefined : { shape: shapeOf(text), types };
}

/** What a block keeps as nested values. */
const nestedTypes: ReadonlySet<LeafType> = new Set(['m', 'r', 'w', 'j']);

/** Shape texts as `gather` finds them for the entries themselves. */
class ShapeText {
  #members = 0;

  of(layout: Layout): string | undefined {
    const text = this.#value(layout, -1);
    return this.#members > widest ? undefined : text;
  }

  #value(layout: Layout, depth: number): string | undefined {
    switch (layout.is) {
      case 'leaf':
        return nestedTypes.has(layout.type) ? 'j' : layout.type;
      case 'null':
        return 'z';
      case 'tuple': {
        const { elements } = layout;
        const isPlain = elements.every((element) => element.is === 'leaf' && element.type === 'n');
        const isShort = elements.length > 0 && elements.length <= longestTuple;
        return isPlain && isShort ? `[${'n'.repeat(elements.length)}]` : undefined;
      }
      case 'object': {
        if (depth >= deepestObject) return undefined;
        const members: [string, string][] = [];
        for (const [name, member] of layout.members) {
          this.#members++;
          const text = this.#value(member, depth + 1);
          if (text === undefined) return undefined;
          members.push([name, text]);
        }
        return objectText(members);
      }
    }
  }
}
