import type { Column, Exceptions } from '../columns/column.js';
import { powersOfTen } from '../columns/decimal.js';
import type { ColumnReader } from '../columns/read.js';
import { damaged } from '../damaged.js';
import { exactToWire, wireLeaf } from '../exact-json.js';
import { type Instants, offsetText } from '../instants.js';
import type { LeafType } from '../shape.js';
import { Literals } from './literals.js';

/** What an operation writes behind its literal. */
export const operationCode = {
  nothing: 0,
  integer: 1,
  decimal: 2,
  scaledUp: 3,
  double: 4,
  choice: 5,
  text: 6,
  objectId: 7,
  local: 8,
  formatted: 9,
  /** The bytes that an earlier operation wrote in the same row. */
  repeat: 10,
} as const;

const noNumbers = new Float64Array(0);
const noFields = new Int32Array(0);
const noCodes = new Uint8Array(0);

/** One step of writing a row: a literal, then a value. All steps have the same members, so that the loop is fast. */
export class Operation {
  code: number = operationCode.nothing;
  literalStart = 0;
  literalLength = 0;
  numbers: Float64Array = noNumbers;
  fields: Int32Array = noFields;
  codes: Uint8Array | Uint16Array | Uint32Array = noCodes;
  bytes: Uint8Array = noCodes;
  /** Starts and lengths of texts among the literals, in pairs. */
  places: Int32Array = noFields;
  texts: readonly string[] = [];
  scale = 0;
  power = 1;
  field = 0;
  addend = 0;
  /** Texts of the rows that say something else. */
  exceptions: ReadonlyMap<number, string> | undefined = undefined;
  source: Operation | undefined = undefined;
  /** Where the value of the present row was written. */
  at = 0;
  length = 0;
}

/** The operations that write any row of a group as wire JSON. */
export class Program {
  readonly literals = new Literals();
  readonly operations: Operation[] = [];
  /** No row is longer than this. */
  longestRow = 0;
  #literal = '';
  /** Operations whose bytes may be repeated, by what they write. */
  readonly #written = new Map<Column, Operation>();
  readonly #formatted = new Map<Instants, Operation>();

  constructor(reader: ColumnReader) {
    const { leaves, pieces } = reader.shape;
    for (let leaf = 0; leaf < leaves.length; leaf++) {
      this.#literal += pieces[leaf];
      this.#value(reader.column(leaf), leaves[leaf]!.type);
    }
    this.#literal += pieces[leaves.length];
    this.#operation(operationCode.nothing, 0);
  }

  #operation(code: number, longest: number): Operation {
    const operation = new Operation();
    operation.code = code;
    operation.literalStart = this.literals.add(this.#literal);
    operation.literalLength = this.literals.lengthOfLast;
    this.longestRow += operation.literalLength + longest;
    this.#literal = '';
    this.operations.push(operation);
    return operation;
  }

  #value(column: Column, type: LeafType): void {
    const earlier = this.#written.get(column);
    if (earlier) {
      this.#operation(operationCode.repeat, 64).source = earlier;
      return;
    }
    switch (column.kind) {
      case 'constant':
        this.#literal += textOf(column.value, type);
        return;
      case 'decimal': {
        const code =
          column.scale > 0
            ? operationCode.decimal
            : column.scale < 0
              ? operationCode.scaledUp
              : operationCode.integer;
        const operation = this.#operation(code, 40);
        operation.numbers = column.units;
        operation.scale = column.scale;
        operation.power = powersOfTen[Math.abs(column.scale)]!;
        operation.exceptions = this.#exceptions(column.exceptions, type);
        this.#written.set(column, operation);
        return;
      }
      case 'double': {
        const operation = this.#operation(operationCode.double, 40);
        operation.numbers = column.values;
        this.#written.set(column, operation);
        return;
      }
      case 'choice': {
        const operation = this.#operation(operationCode.choice, 0);
        operation.codes = column.codes;
        operation.places = this.#places(column.choices.map((value) => textOf(value, type)));
        return;
      }
      case 'text': {
        const operation = this.#operation(operationCode.text, 0);
        operation.texts = type === 's' ? column.texts : column.texts.map((text) => textOf(text, type));
        operation.addend = type === 's' ? 1 : 0;
        let longest = 0;
        for (const text of operation.texts) longest = Math.max(longest, text.length);
        this.longestRow += longest * 6 + 8;
        return;
      }
      case 'object-id':
        this.#operation(operationCode.objectId, 32).bytes = column.bytes;
        return;
      case 'local': {
        const operation = this.#operation(operationCode.local, 16);
        operation.fields = column.instants.fields;
        operation.field = column.field;
        operation.addend = column.addend;
        operation.exceptions = this.#exceptions(column.exceptions, type);
        return;
      }
      case 'formatted': {
        const same = column.exceptions ? undefined : this.#formatted.get(column.instants);
        if (same) {
          this.#operation(operationCode.repeat, 48).source = same;
          return;
        }
        const operation = this.#operation(operationCode.formatted, 48);
        operation.fields = column.instants.fields;
        this.#offsets(operation, column.instants);
        operation.exceptions = this.#exceptions(column.exceptions, type);
        if (!column.exceptions) this.#formatted.set(column.instants, operation);
        return;
      }
      case 'copy': {
        const before = this.#written.get(column.source);
        this.#value(column.source, type);
        const own = this.operations.at(-1);
        // Only a column of numbers that differ is ever copied, so it has an operation.
        if (this.#literal !== '' || !own) throw damaged();
        own.exceptions = this.#exceptions(column.exceptions, type);
        if (!before) this.#written.delete(column.source);
        return;
      }
    }
  }

  #exceptions(exceptions: Exceptions | undefined, type: LeafType): ReadonlyMap<number, string> | undefined {
    if (!exceptions) return undefined;
    const texts = new Map<number, string>();
    let longest = 0;
    for (const [row, value] of exceptions) {
      const text = textOf(value, type);
      longest = Math.max(longest, text.length);
      texts.set(row, text);
    }
    this.longestRow += longest * 3;
    return texts;
  }

  #places(texts: readonly string[]): Int32Array {
    const places = new Int32Array(texts.length * 2);
    let longest = 0;
    for (const [index, text] of texts.entries()) {
      places[index * 2] = this.literals.add(text);
      places[index * 2 + 1] = this.literals.lengthOfLast;
      longest = Math.max(longest, this.literals.lengthOfLast);
    }
    this.longestRow += longest + 8;
    return places;
  }

  /** The ends of formatted times: one text for each distinct UTC offset. */
  #offsets(operation: Operation, instants: Instants): void {
    const { offsets } = instants;
    const known = new Map<number, number>();
    const texts: string[] = [];
    const codes = new Uint16Array(offsets.length);
    let before = Number.NaN;
    let code = 0;
    for (let row = 0; row < offsets.length; row++) {
      const offset = offsets[row]!;
      if (offset !== before) {
        before = offset;
        code = known.get(offset) ?? texts.length;
        if (code === texts.length) {
          known.set(offset, code);
          texts.push(`${offsetText(offset)}"`);
        }
      }
      codes[row] = code;
    }
    operation.codes = codes;
    operation.places = this.#places(texts);
  }
}

/** The wire JSON of a leaf's value. */
function textOf(value: unknown, type: LeafType): string {
  if (type === 'j') return exactToWire(value as string);
  return type === 'i' ? (value as string) : wireLeaf(value);
}
