import { exactUtf8 } from '../utf8.js';
import { rowGatherer } from './gather.js';
import { RowColumns, type RowGroup } from './row-columns.js';

/**
 * How a column is stored: as one value that all rows have; as doubles; as whole numbers of 32 bits; as texts of one
 * length; as texts with their lengths; as positions in a list of the few texts that occur; or as lists of numbers, which are
 * their lengths and then a column again.
 */
export type ColumnForm =
  | readonly ['same', unknown]
  | readonly ['doubles']
  | readonly ['integers']
  | readonly ['texts', number]
  | readonly ['texts']
  | readonly ['choices', readonly string[]]
  | readonly ['numbers', ColumnForm];

/** What is said about rows beside their numbers and texts. */
export interface RowsHead {
  readonly count: number;
  readonly groups: readonly {
    /** As JSON: a text is all that a reader who knows the layout has to look at. */
    readonly layout: string;
    readonly count: number;
    readonly columns: readonly ColumnForm[];
  }[];
}

/** Bytes of the three lengths in front: those of the head, of the texts and of the doubles, in bytes. */
export const prefixBytes = 12;
/** More different texts than this are no choices, nor are longer ones. */
const mostChoices = 32;
const longestChoice = 64;
const largestInteger = 0x7fffffff;

const encoder = new TextEncoder();

/**
 * Rows as bytes: lengths of head, texts and doubles; head (JSON); texts (UTF-8); then from a multiple of 8 on doubles and
 * after them 32-bit integers, all little-endian. Members keep their order; numbers are exact, but for those in lists of
 * something else than numbers, which have the wire form.
 */
export function encodeRows(rows: readonly object[] | RowColumns): Uint8Array<ArrayBuffer> {
  const columns = rows instanceof RowColumns ? rows : new RowColumns(rows.length, rowGatherer.gather(rows));
  return encodeColumns(columns, false) ?? encodeColumns(columns, true)!;
}

/**
 * @param escaped whether texts stand in the head, which can say all of them
 * @returns undefined where UTF-8 cannot
 */
function encodeColumns(rows: RowColumns, escaped: boolean): Uint8Array<ArrayBuffer> | undefined {
  const sections: Sections = { escaped, texts: [], doubles: [], integers: [] };
  const head = writeGroups(rows, sections);
  const texts = exactUtf8(sections.texts.join(''));
  return texts && assemble(encoder.encode(JSON.stringify(head)), texts, sections);
}

interface Sections {
  readonly escaped: boolean;
  readonly texts: string[];
  readonly doubles: Float64Array[];
  readonly integers: Int32Array[];
}

function writeGroups({ count, groups }: RowColumns, sections: Sections): RowsHead {
  const described = groups.map((group) => ({
    layout: group.structure,
    count: group.positions.length,
    columns: group.columns.map((values) => writeColumn(values, sections)),
  }));
  if (groups.length > 1) sections.integers.push(groupOfRow(groups, count));
  return { count, groups: described };
}

function writeColumn(values: ArrayLike<unknown>, sections: Sections): ColumnForm {
  const { doubles, integers } = sections;
  const first = values[0];
  if (Array.isArray(first)) return writeLists(values as number[][], sections);
  // As a string of the head, a long text would have to be escaped.
  const isLongText = values.length === 1 && typeof first === 'string' && first.length > longestChoice;
  if (!isLongText && isSame(values)) return ['same', first];
  if (typeof first === 'number') {
    const whole = wholeNumbers(values as ArrayLike<number>);
    if (whole === undefined) {
      doubles.push(new Float64Array(values as ArrayLike<number>));
      return ['doubles'];
    }
    integers.push(whole);
    return ['integers'];
  }
  if (typeof first === 'boolean') {
    integers.push(integersOf(values as boolean[], Number));
    return ['integers'];
  }
  return writeTexts(values as string[], sections);
}

function writeLists(lists: readonly number[][], sections: Sections): ColumnForm {
  sections.integers.push(integersOf(lists, ({ length }) => length));
  return ['numbers', writeColumn(lists.flat(), sections)];
}

function writeTexts(values: readonly string[], { escaped, texts, integers }: Sections): ColumnForm {
  const choices = escaped ? numbered(values) : choicesOf(values);
  if (choices !== undefined) {
    integers.push(integersOf(values, (value) => choices.get(value)!));
    return ['choices', [...choices.keys()]];
  }
  texts.push(values.join(''));
  const { length } = values[0]!;
  if (values.every((value) => value.length === length)) return ['texts', length];
  integers.push(integersOf(values, (value) => value.length));
  return ['texts'];
}

/** Whether all values are the same, and one that JSON can say. */
function isSame(values: ArrayLike<unknown>): boolean {
  const first = values[0];
  if (typeof first === 'number' && (!Number.isFinite(first) || Object.is(first, -0))) return false;
  for (let row = 1; row < values.length; row++) if (values[row] !== first) return false;
  return first !== 0 || !Array.prototype.some.call(values, (value) => Object.is(value, -0));
}

function wholeNumbers(values: ArrayLike<number>): Int32Array | undefined {
  if (!Number.isInteger(values[0])) return undefined;
  const whole = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    whole[row] = value;
    if (whole[row] !== value || Math.abs(value) > largestInteger || Object.is(value, -0)) return undefined;
  }
  return whole;
}

function integersOf<Value>(values: readonly Value[], toNumber: (value: Value) => number): Int32Array {
  const integers = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) integers[row] = toNumber(values[row]!);
  return integers;
}

function choicesOf(values: readonly string[]): Map<string, number> | undefined {
  if (values[0]!.length > longestChoice) return undefined;
  const choices = new Map<string, number>();
  for (const value of values) {
    if (choices.has(value)) continue;
    if (choices.size === mostChoices) return undefined;
    choices.set(value, choices.size);
  }
  return choices.size * 2 > values.length ? undefined : choices;
}

function numbered(values: readonly string[]): Map<string, number> {
  return new Map([...new Set(values)].map((value, number) => [value, number]));
}

function groupOfRow(groups: readonly RowGroup[], count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (const [group, { positions }] of groups.entries()) for (const row of positions) numbers[row] = group;
  return numbers;
}

function assemble(head: Uint8Array, texts: Uint8Array, { doubles, integers }: Sections) {
  const lengthOf = (arrays: readonly { readonly byteLength: number }[]) =>
    arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const numbersStart = Math.ceil((prefixBytes + head.length + texts.length) / 8) * 8;
  const bytes = new Uint8Array(numbersStart + lengthOf(doubles) + lengthOf(integers));
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  new DataView(bytes.buffer).setUint32(4, texts.length, true);
  new DataView(bytes.buffer).setUint32(8, lengthOf(doubles), true);
  bytes.set(head, prefixBytes);
  bytes.set(texts, prefixBytes + head.length);
  let position = numbersStart;
  for (const { buffer, byteOffset, byteLength } of [...doubles, ...integers]) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), position);
    position += byteLength;
  }
  return bytes;
}
