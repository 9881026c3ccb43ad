import { builderOf } from './build.js';
import { columnForm } from './column-form.js';
import type { LeafType } from './layout.js';
import { RowColumns, type RowGroup } from './row-columns.js';
import { numbersStart, prefixBytes } from './sections.js';

/** Rows that are all the same take no space, so that their number says nothing about the length of the bytes. */
const mostRows = 4_000_000;
/** A text may begin with what is elsewhere a mark of the byte order. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads what `encodeRows` wrote. Whatever the bytes are, it throws an error or gives columns of the right kinds. */
export class RowsReader {
  readonly #constants: readonly unknown[];
  readonly #texts: string;
  readonly #doubles: Float64Array;
  readonly #integers: Int32Array;
  /** Where the next constant, text, double and integer stand. */
  #constant = 0;
  #text = 0;
  #double = 0;
  #integer = 0;

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const constantsEnd = prefixBytes + view.getUint32(0, true);
    const textsEnd = constantsEnd + view.getUint32(4, true);
    if (textsEnd > bytes.length) throw new RangeError('the rows are cut off');
    const constants: unknown = JSON.parse(decoder.decode(bytes.subarray(prefixBytes, constantsEnd)));
    if (!Array.isArray(constants)) throw new TypeError('the constants are no list');
    this.#constants = constants;
    this.#texts = decoder.decode(bytes.subarray(constantsEnd, textsEnd));
    // Received bytes may begin anywhere, numbers only at multiples of their size.
    const numbers = new Uint8Array(bytes.subarray(numbersStart(textsEnd))).buffer;
    const doublesEnd = view.getUint32(8, true);
    if (doublesEnd % Float64Array.BYTES_PER_ELEMENT !== 0) throw new RangeError('a number is cut off');
    this.#doubles = new Float64Array(numbers, 0, doublesEnd / Float64Array.BYTES_PER_ELEMENT);
    this.#integers = new Int32Array(numbers, doublesEnd);
  }

  all(): RowColumns {
    const rows = this.#rows();
    const isWhole =
      this.#constant === this.#constants.length &&
      this.#text === this.#texts.length &&
      this.#double === this.#doubles.length &&
      this.#integer === this.#integers.length;
    if (!isWhole) throw new RangeError('the rows do not add up');
    return rows;
  }

  #rows(): RowColumns {
    const count = this.#length();
    const groups: RowGroup[] = [];
    let rest = count;
    for (let more = this.#length(); more > 0; more--) {
      const group = this.#group(rest);
      groups.push(group);
      rest -= group.positions.length;
    }
    if (rest !== 0) throw new RangeError('the rows do not add up');
    this.#readPositions(groups, count);
    return new RowColumns(count, groups);
  }

  /** A group of at most so many rows whose positions are yet to be read. */
  #group(most: number): RowGroup {
    const { structure, types } = builderOf(this.#nextText(this.#nextInteger()));
    const count = this.#length();
    if (count > most) throw new RangeError('the rows do not add up');
    const columns = types.map((type) => this.#column(type, count));
    return { structure, columns, positions: new Array<number>(count) };
  }

  #readPositions(groups: readonly RowGroup[], count: number): void {
    const read = groups.map(() => 0);
    for (let row = 0; row < count; row++) {
      const group = groups.length === 1 ? 0 : this.#nextInteger();
      const positions = groups[group]?.positions as number[] | undefined;
      if (positions === undefined) throw new RangeError('a row belongs to no group');
      if (read[group] === positions.length) throw new RangeError('a group has too many rows');
      positions[read[group]!++] = row;
    }
  }

  #column(type: LeafType, count: number): ArrayLike<unknown> {
    switch (type) {
      case 'n':
      case 'b':
        return this.#numbers(count);
      case 'm':
      case 'r':
        return this.#lists(count);
      default:
        return this.#strings(count);
    }
  }

  #numbers(count: number): number[] {
    switch (this.#nextInteger()) {
      case columnForm.same:
        return repeated(this.#nextDouble(), count);
      case columnForm.doubles:
        return this.#nextDoubles(count);
      case columnForm.integers:
        return this.#nextIntegers(count);
      default:
        throw new TypeError('numbers have no such form');
    }
  }

  /** Lists of numbers. */
  #lists(count: number): number[][] {
    const lengths = this.#nextIntegers(count);
    let total = 0;
    for (const length of lengths) {
      if (length < 0) throw new RangeError('a list has a negative length');
      total += length;
    }
    if (total > mostRows) throw new RangeError('the lists are too long');
    const numbers = this.#numbers(total);
    let end = 0;
    return lengths.map((length) => {
      const start = end;
      end += length;
      return numbers.slice(start, end);
    });
  }

  #strings(count: number): string[] {
    switch (this.#nextInteger()) {
      case columnForm.same:
        return repeated(this.#nextConstant(), count);
      case columnForm.texts: {
        const length = this.#nextInteger();
        const texts: string[] = [];
        for (let row = 0; row < count; row++) texts.push(this.#nextText(length));
        return texts;
      }
      case columnForm.measuredTexts:
        return this.#nextIntegers(count).map((length) => this.#nextText(length));
      case columnForm.choices:
        return this.#chosen(count);
      default:
        throw new TypeError('texts have no such form');
    }
  }

  #chosen(count: number): string[] {
    const choices: string[] = [];
    for (let more = this.#length(); more > 0; more--) choices.push(this.#nextConstant());
    return this.#nextIntegers(count).map((choice) => {
      const text = choices[choice];
      if (text === undefined) throw new RangeError('there is no such choice');
      return text;
    });
  }

  /** A number of rows, groups or choices. */
  #length(): number {
    const length = this.#nextInteger();
    if (length < 0 || length > mostRows) throw new RangeError('there is no such length');
    return length;
  }

  #nextConstant(): string {
    const constant = this.#constants[this.#constant++];
    if (typeof constant !== 'string') throw new TypeError('a constant is no text');
    return constant;
  }

  #nextText(length: number): string {
    const start = this.#text;
    const end = start + length;
    if (end < start || end > this.#texts.length) throw new RangeError('the texts are too short');
    this.#text = end;
    return this.#texts.substring(start, end);
  }

  #nextDouble(): number {
    if (this.#double >= this.#doubles.length) throw new RangeError('the numbers are cut off');
    return this.#doubles[this.#double++]!;
  }

  #nextInteger(): number {
    if (this.#integer >= this.#integers.length) throw new RangeError('the numbers are cut off');
    return this.#integers[this.#integer++]!;
  }

  #nextDoubles(count: number): number[] {
    const start = this.#double;
    this.#double += count;
    return part(this.#doubles, start, this.#double);
  }

  #nextIntegers(count: number): number[] {
    const start = this.#integer;
    this.#integer += count;
    return part(this.#integers, start, this.#integer);
  }
}

function part(numbers: Float64Array | Int32Array, start: number, end: number): number[] {
  if (end > numbers.length) throw new RangeError('the numbers are cut off');
  const list: number[] = [];
  for (let index = start; index < end; index++) list.push(numbers[index]!);
  return list;
}

function repeated<Value>(value: Value, count: number): Value[] {
  return count === 1 ? [value] : new Array<Value>(count).fill(value);
}
